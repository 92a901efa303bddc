"""Is a record as it was written? Every seal, text and saved state, and the order of things."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hitl.audit.agreement import disagreements
from hitl.audit.materials import prompt_of
from hitl.audit.record import Record, Row, Step
from hitl.audit.seals import Kind, content, seal
from hitl.domain import sha256

NAMES: dict[Kind, str] = {
    "start": "The start",
    "decision": "Decision {}",
    "call": "The call of the writer after decision {}",
    "revision": "Revision {}",
    "outcome": "The outcome",
}
FIRST_CALL = "The call of the writer for the first draft"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written: which record, and what is wrong with it, as a sentence."""

    kind: Kind
    number: int
    told: str


def verify(record: Record) -> list[Finding]:
    """What is wrong with a record, the first thing first; empty where all is as it was written.

    Without seals (a review from before there were any) only texts, order and saved states are looked at.
    """
    found: list[Finding] = []
    for check in (_order, _seals, _texts, disagreements):
        found += [Finding(kind, number, f"{name(kind, number)} {told}.") for kind, number, told in check(record)]
    steps = {(kind, number): place for place, (kind, number, _) in enumerate(record.steps())}
    return sorted(found, key=lambda finding: steps.get((finding.kind, finding.number), len(steps)))


def name(kind: Kind, number: int) -> str:
    """A record, as the subject of a sentence."""
    return FIRST_CALL if kind == "call" and not number else NAMES[kind].format(number)


Problem = tuple[Kind, int, str]
Check = Callable[[Record], Iterator[Problem]]


def _order(record: Record) -> Iterator[Problem]:
    """Whether each record is there that must be, and none that must not."""
    yield from _numbered("decision", record.decisions)
    yield from _numbered("revision", record.revisions)
    for cause, row in enumerate([record.review, *record.decisions]):
        yield from _followed(record, cause, row)
    known = range(len(record.decisions) + 1)
    yield from (("call", r.get("cause", 0), "was put in") for r in record.calls if r.get("cause") not in known)
    strays = [r for r in record.revisions if r.get("cause") not in known]
    yield from (("revision", r.get("number", 0), "names a decision that is not there") for r in strays)


def _numbered(kind: Kind, rows: list[Row]) -> Iterator[Problem]:
    numbers = [row.get("number", 0) for row in rows]
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    yield from ((kind, number, "is missing") for number in missing)


def _followed(record: Record, cause: int, row: Row) -> Iterator[Problem]:
    """Whether the start, or a decision, was followed by what it leads to."""
    goto = row.get("goto", "draft" if row.get("opening") is None else "amend")
    last = cause == len(record.decisions)
    running = last and record.review.get("status") == "Drafting"
    call = next((call for call in record.calls if call.get("cause") == cause), None)
    texts = [revision for revision in record.revisions if revision.get("cause") == cause]
    if call is None and goto == "draft" and not running:
        yield "call", cause, "is missing"
    if call is not None and goto != "draft":
        yield "call", cause, "was put in"
    came = goto == "amend" or (goto == "draft" and call is not None and call.get("problem") is None)
    if came and not texts and not running:
        yield "revision", _next_number(record, cause), "is missing"
    for extra in texts[1 if came else 0 :]:
        yield "revision", extra.get("number", 0), "was put in"
    if goto == "finalize" and not last:
        yield "decision", cause + 1, "was put in: the review had ended"


def _next_number(record: Record, cause: int) -> int:
    """The number of the first revision that a decision can have led to."""
    before = [r.get("number", 0) for r in record.revisions if r.get("cause", 0) < cause]
    return max(before, default=0) + 1


def _seals(record: Record) -> Iterator[Problem]:
    if not record.sealed:
        return
    before, last = "", record.review.get("head")
    step: Step = ("start", 0, record.review)
    for step in record.steps():
        kind, number, row = step
        stored = last if kind == "outcome" else row.get("seal")
        if stored != _computed(before, kind, row):
            yield kind, number, "is not what was sealed: it was changed, or what stood before it"
        before = str(stored)
    if before != last:
        yield (
            step[0],
            step[1],
            "is not the last one that was sealed: what came after it is missing, or the head was changed",
        )


def _computed(before: str, kind: Kind, row: Row) -> str:
    try:
        return seal(before, kind, content(kind, row))
    except KeyError:  # a value that cannot be read
        return ""


def _texts(record: Record) -> Iterator[Problem]:
    """Whether the words are those whose SHA-256 stands beside them, and those that were seen."""
    digests = {0: sha256("")}
    for row in record.revisions:
        number = row.get("number", 0)
        digests[number] = sha256(str(row.get("text")))
        if digests[number] != row.get("sha256"):
            yield "revision", number, "has another text than the one that was recorded"
    for row in record.decisions:
        if row.get("seen_sha256") != digests.get(row.get("seen_number", 0)):
            yield "decision", row.get("number", 0), "was taken on another text than the one that is stored"
    for row in record.calls:
        if prompt_of(record, row) is None:
            yield "call", row.get("cause", 0), "has another prompt than the one that was recorded"
