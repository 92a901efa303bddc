"""Where the facts of a text may come from: what people said, in its review and in those that it was taken over from."""

from collections.abc import Sequence
from dataclasses import replace

from hitl.domain import Author, Brief, Counters, Decision, Policy, Review, Revision, Status, Verb
from hitl.facts import Source, new_facts, sources
from hitl.lineage import Generation, Lineage, Lost


def decision(number: int, verb: Verb, feedback: str = "", restored: int | None = None) -> Decision:
    at = Counters()
    return Decision(number, f"i{number}", verb, "Ann", number, "", "", "", "", at, feedback, restored=restored)


def generation(
    name: str,
    brief: Brief,
    revisions: list[Revision],
    decisions: Sequence[Decision] = (),
    begun_from: tuple[str, int] | None = None,
) -> Generation:
    review = Review(
        name, brief.title, Status.WAITING, "Ann", "", "", brief, Policy(), Counters(), begun_from=begun_from
    )
    return Generation(review, revisions, decisions)


def given_to(up_to: int, *generations: Generation, lost: Lost | None = None) -> list[tuple[str, str]]:
    return [(source.name, source.text) for source in sources(Lineage(generations, lost), up_to)]


LAMP = generation(
    "a",
    Brief("The lamp", audience="Builders", must_haves=("Say 40%.",)),
    [
        Revision(1, "It saves 60%. It is out.", Author.MODEL, 0, ""),
        Revision(2, "It saves 60%. It is out in May.", Author.EDITOR, 1, ""),
        Revision(3, "It saves 60%, out in May.", Author.MODEL, 2, ""),
        Revision(4, "It saves 60%. It is out.", Author.EDITOR, 3, ""),
    ],
    [
        decision(1, Verb.EDIT),
        decision(2, Verb.REVISE, "Name Bob."),
        decision(3, Verb.RESTORE, restored=1),
        decision(4, Verb.REVISE, "Later."),
    ],
)


def test_sources_are_what_people_said_before_the_revision_was_written() -> None:
    brief = [("the brief", "The lamp"), ("the brief", "Builders"), ("the brief", "Say 40%.")]
    by_hand = ("the editor's text v2", "It is out in May.")

    assert given_to(1, LAMP) == brief
    assert given_to(2, LAMP) == [*brief, by_hand]
    assert given_to(3, LAMP) == [*brief, ("feedback on v2", "Name Bob."), by_hand]
    assert given_to(4, LAMP) == given_to(3, LAMP)


def test_the_text_that_an_editor_began_with_is_a_source() -> None:
    opening = "It saves 60%. It is out."
    begun = generation("a", Brief("The lamp"), [Revision(1, opening, Author.EDITOR, 0, "")])

    assert given_to(2, begun) == [("the brief", "The lamp"), ("the editor's text v1", "It saves 60%.\nIt is out.")]


def begun_again(text: str) -> Generation:
    """A review that was begun from v3 of the one on the lamp."""
    revisions = [Revision(1, text, Author.EDITOR, 0, ""), Revision(2, f"{text} Yes.", Author.EDITOR, 1, "")]
    return generation("b", Brief("The lamp again"), revisions, [decision(1, Verb.EDIT, "Say yes.")], ("a", 3))


def test_a_text_that_was_taken_over_has_the_sources_of_its_own_review_and_is_none_itself() -> None:
    earlier = replace(LAMP, revisions=LAMP.revisions[:3])
    again = begun_again(earlier.revisions[2].text)
    before = [
        ("the brief of an earlier review", "The lamp"),
        ("the brief of an earlier review", "Builders"),
        ("the brief of an earlier review", "Say 40%."),
        ("feedback on v2 of an earlier review", "Name Bob."),
        ("the editor's text v2 of an earlier review", "It is out in May."),
    ]

    assert given_to(1, earlier, again) == [("the brief", "The lamp again"), *before]
    assert given_to(2, earlier, again) == [
        ("the brief", "The lamp again"), ("feedback on v1", "Say yes."), ("the editor's text v2", "Yes."), *before,
    ]  # fmt: skip


def test_a_text_that_was_taken_from_a_review_that_cannot_be_read_is_no_source() -> None:
    assert given_to(2, begun_again("It saves 60%."), lost=Lost.UNREADABLE) == [
        ("the brief", "The lamp again"), ("feedback on v1", "Say yes."), ("the editor's text v2", "Yes."),
    ]  # fmt: skip


def test_a_fact_names_the_first_source_that_has_it_and_several_that_have_its_parts_between_them() -> None:
    given = [
        Source("the brief", "Meet Anna now: 40% off, in May."),
        Source("feedback on v1", "It is the 2nd of May."),
        Source("the editor's text v2", "Anna Schmidt says: it costs 40%."),
    ]
    new = "We met Anna Schmidt on 2 May 2024 with 40% less, and Anna said “Meet Anna now”, “It is the 40%”."
    changed = new_facts("", new, [*given, Source("feedback on v2", "In 2024, Schmidt.")])

    assert [(finding.fact.text, finding.sources) for finding in changed.appeared] == [
        ("Anna Schmidt", ("the editor's text v2",)),
        ("2 May 2024", ("feedback on v1", "feedback on v2")),
        ("40%", ("the brief",)),
        ("Anna", ("the brief",)),
        ("“Meet Anna now”", ("the brief",)),
        ("“It is the 40%”", ()),
    ]
