"""Which saved state of a review belongs to which of its moments."""

from collections.abc import Iterator

from hitl.audit import Record
from hitl.audit.record import Row
from hitl.story.reading import count, inside


def states(record: Record) -> dict[tuple[str, int], Row]:
    """The state that was saved with each moment, by its kind and number; of several the last one."""
    return {place: state for state in record.snapshots or () for place in _places(state)}


def _places(state: Row) -> Iterator[tuple[str, int]]:
    values = inside(state, "values")
    decided = count(inside(values, "decision"), "number")
    revision = inside(values, "revision")
    came = bool(revision) and count(revision, "cause") == decided
    if values.get("outcome"):
        yield "outcome", decided
    elif values.get("call"):
        yield "call", decided
    elif decided and not came:
        yield "decision", decided
    elif not decided:
        yield "start", 0
    if came and not values.get("outcome"):
        yield "revision", count(revision, "number")
    if state.get("stops"):
        yield "stop", decided + 1
