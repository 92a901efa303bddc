"""The moments of a review in their order, in a line each: its sealed records, and the stops between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from hitl.audit import Kind, Record, name
from hitl.audit.record import Row
from hitl.domain import Author, Decision, Outcome, Review, Revision, Status, Stop
from hitl.wording import SECONDS, beginning, clock, counted, decided, version
from hitl.wording.readable import SOMEBODY, Call, Readable, Repair, readable

IN_A_LINE = 90
"""Characters of somebody's words in the line of a moment."""

BUILT_IN = "The built-in writer"

_TYPES: dict[Kind, type] = {
    "start": Review,
    "call": Call,
    "revision": Revision,
    "decision": Decision,
    "outcome": Outcome,
    "repair": Repair,
}
_ENDED: dict[str, str] = {
    Status.ACCEPTED: ": {} is approved",
    Status.CLOSED: " at its cap: nothing was approved",
    Status.ABANDONED: ": abandoned, nothing was approved",
}


@dataclass(frozen=True)
class Moment:
    """A sealed record of a review, or a stop, told in one line.

    `number` is the record's own, of a stop that of the decision which is taken there; `cause` is the number of the
    decision behind it. `value` is what can be read of its `row`, None of one that is missing; a stop has no row. `at`
    is a time as it is stored, and `before` the seal before.
    """

    of: Readable
    kind: Kind | Literal["stop"]
    number: int
    cause: int
    line: str
    value: Any
    row: Row
    at: str = ""
    before: str = ""

    @property
    def seal(self) -> str:
        """The seal, empty for a stop, which has none."""
        return str(self.row.get("seal") or "")


def moments(record: Record) -> list[Moment]:
    """All that happened in a review, first to last, as far as it can be read."""
    return list(_moments(Readable(record)))


def _moments(of: Readable) -> Iterator[Moment]:
    before = since = ""
    last, stops = 0, of.stops()
    for kind, number, row, odd in of.record.walk():
        last = number if kind == "decision" else last
        if not isinstance(row, dict):
            line = f"{name(kind, number)} {odd or 'cannot be read'}"
            yield Moment(of, kind, number, last, line, None, {}, "", before)
            continue
        value: Any = of.review if kind == "start" else readable(_TYPES[kind], row)
        if isinstance(value, Decision):
            stop = stops.get(value.interrupt_id) or _seen(of, value)
            yield Moment(of, "stop", number, number - 1, _stop_line(stop), stop, {}, since)
        cause = {"revision": getattr(value, "cause", 0), "repair": -1}.get(kind, number)
        line = _line(of, value) + (f" ({odd})" if odd else "")
        moment = Moment(of, kind, number, cause, line, value, row, getattr(value, "at", of.review.created_at), before)
        yield moment
        before, since = moment.seal, since if kind == "repair" else moment.at
    if waits := of.record.review.get("stop_id"):
        stop = stops.get(str(waits)) or of.review.stop or readable(Stop, {})
        yield Moment(of, "stop", last + 1, last, _stop_line(stop, waits=True), stop, {}, since)


def _seen(of: Readable, decision: Decision) -> Stop:
    """What was put up for a decision, as the decision says that it was seen."""
    call = of.call.get(decision.number - 1)
    seen = decision.interrupt_id, decision.seen_number, decision.seen_sha256, decision.counters
    return Stop(*seen, call.problem if call else None)


def _stop_line(stop: Stop, *, waits: bool = False) -> str:
    because = f": {stop.problem.sentence}" if stop.problem and stop.problem.sentence else ""
    if not stop.number:
        return f"The review {'waits' if waits else 'waited'} with no draft{because}"
    put_up = "was put up for decision" + " again" * bool(because)
    return f"{version(stop.number)} {'waits for a decision' if waits else put_up}{because}"


def _line(of: Readable, value: object) -> str:
    match value:
        case Review():
            with_text = " with a text" if value.opening else ""
            taken = f" with v{value.begun_from[1]} of an earlier one" if value.begun_from else with_text
            return f"{value.owner} began the review{taken}"
        case Call():
            which = "a draft" if value.cause else "the first draft"
            none = f", and none came: {value.problem.sentence}" if value.problem else ""
            came = none or f", which came after {value.seconds:.1f} s"
            return f"{value.model or BUILT_IN} was asked for {which}{came}"
        case Revision():
            length = counted(len(value.text.split()), "word")
            return f"{version(value.number)} came: {_by(of, value)}, {length}"
        case Decision():
            other = value.displayed not in (None, value.seen_number)
            screen = f", with {version(value.displayed or 0)} on the screen" if other else ""
            said = beginning(value.feedback, IN_A_LINE)
            return f"{value.actor} {decided(value)}{screen}" + (f": “{said}”" if said else "")
        case Outcome():
            other_end = f": {beginning(value.status, IN_A_LINE) or 'how cannot be read'}"
            return "The review ended" + (_ENDED.get(value.status, "").format(version(value.number)) or other_end)
    return repair_line(value) if isinstance(value, Repair) else ""


def _by(of: Readable, revision: Revision) -> str:
    """Who wrote a revision, in a line of its own."""
    call, cause = of.call.get(revision.cause), of.decision.get(revision.cause)
    if revision.author == Author.MODEL:
        return f"a draft by {(call or revision).model or BUILT_IN.lower()}"
    if not revision.cause:
        return f"the text that {of.review.owner} began with"
    if cause and cause.restored:
        return f"the text of v{cause.restored} again"
    return f"written by hand by {cause.actor if cause else SOMEBODY}"


def repair_line(repair: Repair) -> str:
    """Who repaired a record, from what."""
    source = "its saved states" if repair.source == "checkpoints" else "its sealed records"
    return f"{repair.actor} repaired this record from {source}, {clock(repair.at, SECONDS)}"


def on_screen(decision: Decision) -> str:
    """What a decision says of the screen on which it was taken, as a clause: it may name a text that was not there."""
    seen, shown = decision.seen_number, decision.displayed
    if shown is None:
        return f"it is not known whether {version(seen)} was on the screen" if seen else "no draft had come"
    if shown != seen:
        return f"{version(shown)} was on the screen, not {version(seen)}"
    return f"{version(seen)} was on the screen" if seen else "no draft had come"
