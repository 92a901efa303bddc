"""Which saved state of a review belongs to which of its moments."""

from collections.abc import Iterator

from hitl.audit import Record
from hitl.audit.record import Row
from hitl.story.reading import count, inside


def states(record: Record) -> dict[tuple[str, int], Row]:
    """The first state that was saved after each moment, by its kind and number: the loop saves where it stops."""
    found: dict[tuple[str, int], Row] = {}
    for state in record.snapshots or ():
        for place in _places(state):
            found.setdefault(place, state)
    return found


def _places(state: Row) -> Iterator[tuple[str, int]]:
    """The moments that a state knows of, as far as it still holds them."""
    values = inside(state, "values")
    decided, call, revision = (
        count(inside(values, "decision"), "number"),
        values.get("call"),
        inside(values, "revision"),
    )
    yield "start", 0
    if decided:
        yield "decision", decided
    if call:
        yield "call", decided
    if revision and count(revision, "cause") == decided:
        yield "revision", count(revision, "number")
    if state.get("stops"):
        yield "stop", decided + 1
    if values.get("outcome"):
        yield "outcome", decided
