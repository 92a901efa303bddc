"""What is to be known of one moment of a review, in pairs of a name and words."""

from collections.abc import Callable

from hitl.audit import Record
from hitl.audit.record import Row
from hitl.story.moments import BUILT_IN, Moment
from hitl.story.reading import amount, clock, count, inside, on_screen, several, stands, version, words
from hitl.trail import counted

Facts = list[tuple[str, str]]

_WAYS = {
    "draft": "to the writer, for another draft",
    "amend": "on with the editor's own text",
    "finalize": "to the end",
}
_BRIEF = ("topic", "kind", "audience", "tone", "language")


def facts(record: Record, moment: Moment) -> Facts:
    """What a moment holds besides its long texts; what it does not say is left out."""
    told = _FACTS[moment.kind](record, moment.row)
    when = [("When", clock(moment.at))] if moment.at else []
    return [(name, said) for name, said in when + told if said]


def _start(_record: Record, row: Row) -> Facts:
    brief = inside(row, "brief")
    origin = f"{version(count(row, 'begun_from_number'))} of the review {words(row, 'begun_from')}"
    told = [("Begun from", origin if row.get("begun_from") else "")]
    told += [(name.capitalize(), words(brief, name)) for name in _BRIEF]
    most = count(brief, "max_characters")
    told += [("At most", counted(most, "character") if most else "")]
    told += [("Must have", "\n".join(several(brief, "must_haves")))]
    return [*told, ("Rules", _rules(inside(row, "policy")))]


def _rules(policy: Row) -> str:
    """The policy of a review in words."""
    if not policy:
        return "They cannot be read."
    most, budget = count(policy, "max_revisions"), count(policy, "token_budget")
    closes = policy.get("on_cap") == "finalize"
    at_cap = "with the last of them the review closes" if closes else "then the editor decides at a last look"
    models = ", ".join(several(policy, "models")) or "no model"
    tokens = f"At most {counted(budget, 'token')}" if budget else "No limit on tokens"
    return (
        f"At most {counted(most, 'revision')} by the writer after its first draft; {at_cap}. {tokens}, and "
        f"{amount(policy, 'draft_seconds'):g} s for a draft. Allowed to write: {models}."
    )


def _call(_record: Record, row: Row) -> Facts:
    seconds = f"{amount(row, 'seconds'):.1f} of at most {amount(row, 'limit'):g} s"
    problem = words(inside(row, "problem"), "sentence")
    return [
        ("Writer", words(row, "model") or f"{BUILT_IN}, which is no language model"),
        ("Server", words(row, "server")),
        ("Took", f"{seconds}, {counted(count(row, 'tokens'), 'token')}"),
        ("Failed", problem),
    ]


def _revision(_record: Record, row: Row) -> Facts:
    cause = count(row, "cause")
    return [
        ("Because of", f"decision {cause}" if cause else "the start"),
        ("Notes", "\n".join(several(row, "notes"))),
        ("SHA-256", words(row, "sha256")),
    ]


def _stop(record: Record, row: Row) -> Facts:
    number = count(row, "number")
    return [
        ("Text", f"{version(number)}, SHA-256 {words(row, 'sha256')}" if number else "None"),
        ("Told", words(inside(row, "problem"), "sentence")),
        ("In the box", words(row, "ask")),
        ("Used", used(record, inside(row, "counters"))),
    ]


def _decision(record: Record, row: Row) -> Facts:
    number, digest = count(row, "seen_number"), words(row, "seen_sha256")
    seen, screen = f"{version(number)}, SHA-256 {digest}" if number else "No text", on_screen(row)
    if not stands(record, number, digest):
        seen += ". The text that is stored under this number is another one."
    return [
        ("Decided on", seen),
        ("Screen", screen),
        ("Words", words(row, "feedback")),
        ("Led", _WAYS.get(words(row, "goto"), words(row, "goto"))),
        ("Because", words(row, "reason")),
        ("Used", used(record, inside(row, "counters"))),
    ]


def _outcome(_record: Record, row: Row) -> Facts:
    number = count(row, "number")
    return [
        ("Because", words(row, "reason")),
        ("Text kept", f"{version(number)}, SHA-256 {words(row, 'sha256')}" if number else "None was written"),
        ("Not done", words(row, "unresolved")),
    ]


def _repair(_record: Record, row: Row) -> Facts:
    return [("Reason", words(row, "reason")), ("Last seal before", words(row, "old_head"))]


def used(record: Record, counters: Row) -> str:
    """What had been used up: "2 of 5 revisions used, 1,234 tokens"."""
    if not counters:
        return ""
    policy = inside(record.review, "policy")
    most, budget, spent = count(policy, "max_revisions"), count(policy, "token_budget"), count(counters, "tokens_spent")
    tokens = f"{spent:,} of {counted(budget, 'token')}" if budget else counted(spent, "token")
    return f"{count(counters, 'revisions_used'):,} of {counted(most, 'revision')} used, {tokens}"


_FACTS: dict[str, Callable[[Record, Row], Facts]] = {
    "start": _start,
    "call": _call,
    "revision": _revision,
    "stop": _stop,
    "decision": _decision,
    "outcome": _outcome,
    "repair": _repair,
}
