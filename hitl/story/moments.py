"""The moments of a review in their order: each sealed record, and the stops at which somebody had to decide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from hitl.audit import Kind, Record, name
from hitl.audit.record import Row
from hitl.domain import Status
from hitl.story.reading import amount, clock, count, inside, version, who, words
from hitl.trail import beginning, counted

MomentKind = Kind | Literal["stop"]

IN_A_LINE = 90
"""Characters of somebody's words in the line of a moment."""

BUILT_IN = "The built-in writer"


@dataclass(frozen=True)
class Moment:
    """A record, or a stop, told in one line.

    `number` is the record's own, of a stop that of the decision which is taken there. `seal` is empty for a stop,
    which has none, and `before` is the seal before. `at` is a time as it is stored.
    """

    kind: MomentKind
    number: int
    at: str
    line: str
    row: Row
    seal: str = ""
    before: str = ""


def moments(record: Record) -> list[Moment]:
    """All that happened in a review, first to last, as far as it can be read."""
    return list(_Teller(record).told())


class _Teller:
    """Tells one record; `stops` are those that the saved states know, by the interrupt's id."""

    def __init__(self, record: Record) -> None:
        self._record = record
        states = record.snapshots or ()
        self._stops = {str(stop["id"]): stop for state in states for stop in state["stops"]}
        self._calls = {count(row, "cause"): row for row in record.calls}
        self._decisions = {count(row, "number"): row for row in record.decisions}

    def told(self) -> Iterator[Moment]:
        before = since = ""
        for kind, number, row, odd in self._record.walk():
            if not isinstance(row, dict):
                told = odd or "cannot be read"
                yield Moment(kind, number, "", f"{name(kind, number)} {told}", {}, "", before)
                continue
            if kind == "decision":
                yield self._stop(number, self._put_up(row), since)
            seal, at = words(row, "seal"), words(row, "created_at" if kind == "start" else "at")
            yield Moment(kind, number, at, self._line(kind, row, odd), row, seal, before)
            before, since = seal, since if kind == "repair" else at
        if self._record.review.get("stop_id"):
            yield self._stop(len(self._record.decisions) + 1, self._waiting(), since, waits=True)

    def _line(self, kind: Kind, row: Row, odd: str) -> str:
        line = self._lines[kind](self, row)
        return f"{line} ({odd})" if odd else line

    def _put_up(self, decision: Row) -> Row:
        """What was put up for a decision: as the saved states have it, else as the decision says that it was seen."""
        seen = {"number": decision.get("seen_number"), "sha256": decision.get("seen_sha256")}
        call = self._calls.get(count(decision, "number") - 1, {})
        seen |= {"counters": decision.get("counters"), "problem": call.get("problem")}
        return dict(self._stops.get(words(decision, "interrupt_id"), seen))

    def _waiting(self) -> Row:
        """What waits for a decision now."""
        review = self._record.review
        return dict(self._stops.get(words(review, "stop_id"), inside(review, "stop")))

    def _stop(self, number: int, row: Row, since: str, *, waits: bool = False) -> Moment:
        """A stop, at the time of what led to it: that is sealed, and a stop has no time of its own."""
        text, problem = version(count(row, "number")), words(inside(row, "problem"), "sentence")
        because = f": {problem}" if problem else ""
        if not count(row, "number"):
            line = f"The review {'waits' if waits else 'waited'} with no draft{because}"
        elif waits:
            line = f"{text} waits for a decision{because}"
        else:
            line = f"{text} was put up for decision{' again' if problem else ''}{because}"
        return Moment("stop", number, since, line, row)

    def _start(self, row: Row) -> str:
        if row.get("begun_from"):
            return f"{who(row, 'owner')} began the review with v{count(row, 'begun_from_number')} of an earlier one"
        return f"{who(row, 'owner')} began the review{' with a text' if row.get('opening') else ''}"

    def _call(self, row: Row) -> str:
        writer = words(row, "model") or BUILT_IN
        which = "a draft" if count(row, "cause") else "the first draft"
        if row.get("problem"):
            return f"{writer} was asked for {which}, and none came: {words(inside(row, 'problem'), 'sentence')}"
        return f"{writer} was asked for {which}, which came after {amount(row, 'seconds'):.1f} s"

    def _revision(self, row: Row) -> str:
        return f"{version(count(row, 'number'))} came: {self._by(row)}, {_length(row)}"

    def _by(self, row: Row) -> str:
        cause = self._decisions.get(count(row, "cause"), {})
        if words(row, "author") == "model":
            call = self._calls.get(count(row, "cause"), row)
            return f"a draft by {words(call, 'model') or BUILT_IN.lower()}"
        if not count(row, "cause"):
            return f"the text that {who(self._record.review, 'owner')} began with"
        if cause.get("restored"):
            return f"the text of v{count(cause, 'restored')} again"
        return f"written by hand by {who(cause)}"

    def _decision(self, row: Row) -> str:
        seen, said = count(row, "seen_number"), beginning(words(row, "feedback"), IN_A_LINE)
        shown = row.get("displayed")
        screen = f", with {version(shown)} on the screen" if isinstance(shown, int) and shown != seen else ""
        tail = f"{screen}: “{said}”" if said else screen
        match words(row, "verb"):
            case "revise":
                did = f"asked for changes to {version(seen)}" if seen else "asked for a draft"
            case "accept":
                did = f"accepted {version(seen)}"
            case "edit":
                did = f"edited {version(seen)} by hand"
            case "restore":
                did = f"brought v{count(row, 'restored')} back"
            case "abandon":
                did = "abandoned the review"
            case "retry":
                did = "asked once more for the draft that had not come"
            case other:
                did = f"decided “{beginning(other, IN_A_LINE)}” on {version(seen)}"
        return f"{who(row)} {did}{tail}"

    def _outcome(self, row: Row) -> str:
        text = version(count(row, "number"))
        match words(row, "status"):
            case Status.ACCEPTED:
                return f"The review ended: {text} is approved"
            case Status.CLOSED:
                return "The review ended at its cap: nothing was approved"
            case Status.ABANDONED:
                return "The review ended: abandoned, nothing was approved"
            case other:
                return f"The review ended: {beginning(other, IN_A_LINE) or 'how cannot be read'}"

    def _repair(self, row: Row) -> str:
        return repair_line(row)

    _lines: dict[str, Callable[["_Teller", Row], str]] = {  # noqa: RUF012 - it is read only
        "start": _start,
        "call": _call,
        "revision": _revision,
        "decision": _decision,
        "outcome": _outcome,
        "repair": _repair,
    }


def repair_line(row: Row) -> str:
    """Who repaired a record, from what."""
    source = "its saved states" if words(row, "source") == "checkpoints" else "its sealed records"
    return f"{who(row)} repaired this record from {source}, {clock(words(row, 'at'))}"


def _length(row: Row) -> str:
    return counted(len(words(row, "text").split()), "word")
