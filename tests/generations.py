"""Reviews with their texts and decisions, as one was begun from another."""

from dataclasses import replace

from hitl.domain import Author, Brief, Counters, Decision, Policy, Review, Revision, Status, Verb

FAIR = Brief("The fair")


def review(name: str, owner: str, begun_from: tuple[str, int] | None = None, brief: Brief = FAIR) -> Review:
    return Review(name, brief.title, Status.WAITING, owner, "", "", brief, Policy(), Counters(), begun_from=begun_from)


def model(number: int, text: str) -> Revision:
    return Revision(number, text, Author.MODEL, number - 1, "", model="m")


def editor(number: int, text: str) -> Revision:
    return Revision(number, text, Author.EDITOR, number - 1, "")


def asked(number: int, actor: str, feedback: str) -> Decision:
    return Decision(number, f"i{number}", Verb.REVISE, actor, number, "", "", "draft", "", Counters(), feedback)


def edited(number: int, actor: str) -> Decision:
    return replace(asked(number, actor, ""), verb=Verb.EDIT)
