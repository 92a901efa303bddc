"""Is a record as it was written? Every seal, text and saved state, and the order of things."""

from collections.abc import Iterator
from dataclasses import dataclass

from hitl.audit.agreement import Problem, disagreements
from hitl.audit.materials import prompt_of
from hitl.audit.record import Record
from hitl.audit.seals import Kind, Subject, fields, fits, unknown_version
from hitl.domain import sha256
from hitl.errors import UNREADABLE

NAMES: dict[Subject, str] = {
    "start": "The start",
    "decision": "Decision {}",
    "call": "The call of the writer after decision {}",
    "revision": "Revision {}",
    "outcome": "The outcome",
    "repair": "Repair {}",
    "line": "The line in the list of drafts",
    "state": "The saved state after decision {}",
    "states": "The saved states",
}
FIRST_STATE = "The saved state after the start"
FIRST_CALL = "The call of the writer for the first draft"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written: which record, and what is wrong with it, as a sentence."""

    kind: Subject
    number: int
    told: str


def verify(record: Record) -> list[Finding]:
    """What is wrong with a record, the first thing first; empty where all is as it was written."""
    found: list[Finding] = []
    try:
        for check in (_order, _seals, _texts, disagreements):
            found += [Finding(kind, number, f"{name(kind, number)} {told}.") for kind, number, told in check(record)]
        places = {(step.kind, step.number): place for place, step in enumerate(record.walk())}
        return sorted(found, key=lambda finding: places.get((finding.kind, finding.number), len(places)))  # type: ignore[arg-type]
    except UNREADABLE:
        return [*found, Finding("line", 0, "The record has values of another kind than was ever written.")]


def is_whole(record: Record) -> bool:
    """Whether every record is there and is what was sealed, whatever the saved states and the line say."""
    return _nothing(problem for check in (_order, _seals, _texts) for problem in check(record))


def agrees(record: Record) -> bool:
    """Whether the saved states and the line are those that the records lead to."""
    return _nothing(disagreements(record))


def intact(record: Record) -> set[tuple[Kind, int]]:
    """The records that are there, each with its number, and are what was sealed, by what came after them as well.

    Somebody can change a record and seal it anew; but then the next one was sealed on another, or the head was.
    """
    unsealed = {(kind, number) for kind, number, _ in _seals(record)}
    reworded = {(kind, number) for kind, number, _ in _words(record)}
    steps = [(kind, number) for kind, number, _ in record.steps()]
    followed = zip(steps, [*steps[1:], steps[-1]], strict=True)
    return {step for step, after in followed if not {step, after} & unsealed} - reworded


def _nothing(problems: Iterator[Problem]) -> bool:
    """Whether there are no problems; where it cannot be read whether there are, there are."""
    try:
        return next(problems, None) is None
    except UNREADABLE:
        return False


def name(kind: Subject, number: int) -> str:
    """A record, as the subject of a sentence."""
    first = {"call": FIRST_CALL, "state": FIRST_STATE}.get(kind) if not number else None
    return first or NAMES[kind].format(number)


def _order(record: Record) -> Iterator[Problem]:
    """Whether each record is there that must be, and none that must not."""
    yield from ((step.kind, step.number, step.odd) for step in record.walk() if step.odd)
    for row in record.decisions[:-1]:
        if row.get("goto") == "finalize":
            yield "decision", row.get("number", 0) + 1, "was put in: the review had ended"


def _seals(record: Record) -> Iterator[Problem]:
    before, last = "", record.review.get("head")
    kind: Kind = "start"
    number = 0
    for kind, number, row in record.steps():
        if unknown := unknown_version(row):
            yield kind, number, unknown
        elif not fits(row.get("seal"), before, kind, row):
            yield kind, number, "is not what was sealed: it was changed, or what stood before it"
        elif kind == "outcome" and row.keys() - {*fields(kind, row["v"]), "v", "seal"}:
            yield kind, number, "says more than what was sealed"
        before = str(row.get("seal"))
    if before != last:
        yield (
            kind,
            number,
            "is not the last that was sealed: what came after it is missing, or the head was changed",
        )


def _texts(record: Record) -> Iterator[Problem]:
    """Whether the words are those whose SHA-256 stands beside them, and those that were seen."""
    yield from _words(record)
    digests = {0: sha256("")} | {row.get("number", 0): sha256(str(row.get("text"))) for row in record.revisions}
    for row in record.decisions:
        if row.get("seen_sha256") != digests.get(row.get("seen_number", 0)):
            yield "decision", row.get("number", 0), "was taken on another text than the one that is stored"


def _words(record: Record) -> Iterator[Problem]:
    """Whether texts and prompts are those whose SHA-256 was sealed."""
    for row in record.revisions:
        if sha256(str(row.get("text"))) != row.get("sha256"):
            yield "revision", row.get("number", 0), "has another text than the one that was recorded"
    for row in record.calls:
        if prompt_of(record, row) is None:
            yield "call", row.get("cause", 0), "has another prompt than the one that was recorded"
