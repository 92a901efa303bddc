"""Whether the sealed records, the saved states and the line in the list of drafts say the same.

The records are what is sealed. The states are computed anew from them and compared value by value; so are the columns
of the line.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from hitl import loop
from hitl.audit.expected import Expected, expected
from hitl.audit.record import Record, Row
from hitl.audit.seals import VERSION, Kind, Subject
from hitl.codec import dump
from hitl.domain import Counters, Status

Problem = tuple[Subject, int, str]
"""A record, its number, and what is wrong with it, as the rest of a sentence."""

OTHER = "is another one in the saved states"
THE_STATES = "the saved states"
"""What a repair says it has written anew, where it has."""

ONLY_SAVED = "is missing, but in the saved states"
PLACES: dict[str, int] = {Status.WAITING: 0, Status.DRAFTING: 1}
"""Where reviews of a status stand in the list of drafts; all others come after these."""

_OWN_STATE: dict[str, Kind] = {"start": "start", "brief": "start", "policy": "start"}
_RECORDS: dict[str, Kind] = {"decision": "decision", "call": "call", "revision": "revision", "outcome": "outcome"}


def disagreements(record: Record) -> Iterator[Problem]:
    """What the records, the saved states and the line say differently."""
    states = list(expected(record))
    yield from _taken_elsewhere(record, states)
    for column, said in _line(record, states).items():
        if column not in record.review:
            yield "line", 0, f"has a {column} that cannot be read"
        elif not alike(record.review[column], said):
            yield "line", 0, f"has another {column} than the records say"
    if record.review.get("outcome") and states[-1].next:
        yield "outcome", len(record.decisions), "is not one that the decisions lead to"
    if record.snapshots is None:
        yield "states", 0, "of this review cannot be read"
        return
    yield from _Comparison(record, states).run(record.snapshots)
    if record.review.get("damage", "?"):
        yield "line", 0, "says that the review is damaged, but it can be read"


def _taken_elsewhere(record: Record, states: list[Expected]) -> Iterator[Problem]:
    """Whether each decision was taken on what its record before it had put up."""
    shown = {state.cause + 1: loop.put_up(state.values) for state in states if state.next == "review"}
    for row in record.decisions:
        stop = shown.get(row["number"])
        seen = {"number": row["seen_number"], "sha256": row["seen_sha256"], "counters": row["counters"]}
        if stop and not alike(seen, {name: stop[name] for name in seen}):
            yield "decision", row["number"], "was taken on something else than was put up for decision"


def in_line(record: Record) -> Record:
    """The record with the columns of its line as its records have them. Raises what unreadable values raise."""
    return replace(record, review=record.review | _line(record, list(expected(record))) | {"damage": ""})


def _line(record: Record, states: list[Expected]) -> Row:
    """The columns of a review that say where it stands, as its records have them."""
    settled = [state for state in states if state.settled]
    last, outcome = states[-1], record.review.get("outcome") or {}
    status = outcome.get("status") or (Status.WAITING if last.settled else Status.DRAFTING).value
    counters = settled[-1].values["counters"] if settled else dump(Counters())
    said = {"status": status, "place": PLACES.get(status, 2), "number": counters["texts"], "counters": counters}
    said |= {"decided": len(record.decisions), "ending": outcome.get("reason", "")}
    said |= {"title": loop.title(last.values), "kind": last.values["brief"]["kind"]}
    if status != Status.DRAFTING:
        said |= {"halt": None}
    if not outcome:
        said |= {"outcome": None, "outcome_seal": None}
    at = record.review.get("updated_at")
    said |= {"updated_at": at if _is_time(at) else record.review["created_at"]}
    return said | _stop(record, last if status == Status.WAITING else None)


def _is_time(at: object) -> bool:
    try:
        return isinstance(at, str) and bool(datetime.fromisoformat(at))
    except ValueError:
        return False


def _stop(record: Record, last: Expected | None) -> Row:
    """The columns that say what waits for a decision; its name only the saved states know."""
    if last is None:
        return {"stop_id": None, "stop": None}
    stops = record.snapshots[-1]["stops"] if record.snapshots else []
    name = stops[0]["id"] if stops else record.review.get("stop_id")
    return {"stop_id": name, "stop": {"interrupt_id": name, **loop.put_up(last.values)}}


class _Comparison:
    """The saved states of a review, in turn, with those that its records lead to."""

    def __init__(self, record: Record, states: list[Expected]) -> None:
        self._record = record
        self._states = states
        self._place = 0
        self._told: set[Problem] = set()

    def run(self, snapshots: list[Row]) -> Iterator[Problem]:
        for problem in self._all(snapshots):
            if problem not in self._told:
                self._told.add(problem)
                yield problem

    def _all(self, snapshots: list[Row]) -> Iterator[Problem]:
        for snapshot in snapshots:
            if snapshot is snapshots[-1] and self._leads_on(snapshot):
                self._place = len(self._states)
            elif self._place == len(self._states):
                yield from self._beyond(snapshot)
            else:
                yield from self._next(snapshot)
        yield from self._skipped(len(self._states))

    def _next(self, snapshot: Row) -> Iterator[Problem]:
        """Compare a saved state with the one that it should be: the same, or else the one that is most like it."""
        rest = range(self._place, len(self._states))
        found = next((place for place in rest if not any(_differences(snapshot, self._states[place]))), None)
        if found is None:
            near = rest[:4]  # up to the next stop: nothing else can be meant
            found = min(near, key=lambda place: len(list(_differences(snapshot, self._states[place]))))
        yield from self._skipped(found)
        yield from _differences(snapshot, self._states[found])
        yield from self._at_a_stop(snapshot, self._states[found])
        self._place = found + 1

    def _skipped(self, to: int) -> Iterator[Problem]:
        """The states between, which are missing: those at which a review waits or has ended are always saved."""
        yield from (("state", state.cause, "is missing") for state in self._states[self._place : to] if state.settled)
        self._place = to

    def _at_a_stop(self, snapshot: Row, state: Expected) -> Iterator[Problem]:
        """Whether a saved state waits where it should, and shows what it should."""
        shown = [loop.put_up(state.values)] if state.next == "review" else []
        stops = [{name: value for name, value in stop.items() if name != "id"} for stop in snapshot["stops"]]
        if not alike(stops, shown):
            yield "state", state.cause, "put up something else for decision than the record says"
        decision = next((row for row in self._record.decisions if row["number"] == state.cause + 1), None)
        names = [stop["id"] for stop in snapshot["stops"]]
        if decision and names and decision["interrupt_id"] not in names and not self._made_anew(decision["number"]):
            yield "decision", decision["number"], "was taken at another stop than the saved states know"

    def _made_anew(self, decision: int) -> bool:
        """Whether the state was made anew after a decision was taken there: its stop then has another name."""
        remade = [row["number"] for row in self._record.repairs if THE_STATES in row["changed"]]
        if not remade:
            return False
        steps = [(kind, number) for kind, number, _ in self._record.steps()]
        return steps.index(("decision", decision)) < steps.index(("repair", max(remade)))

    def _leads_on(self, snapshot: Row) -> bool:
        """Whether a state is where the last decision led, and the tables are about to be brought level with it."""
        values, known = snapshot["values"], self._record
        if not known.running or (values.get("decision") or {}).get("number", 0) != len(known.decisions):
            return False
        review = known.review | {"outcome": values.get("outcome")}
        came = {"calls": values.get("call"), "revisions": values.get("revision")}
        rows = {name: [*getattr(known, name), row | {"v": VERSION}] for name, row in came.items() if row}
        *_, last = expected(replace(known, review=review, **rows))
        return not any(_differences(snapshot, last))

    def _beyond(self, snapshot: Row) -> Iterator[Problem]:
        """What is wrong with a state that the records do not lead to."""
        values, known = snapshot["values"], self._record
        for field, kind in _RECORDS.items():
            row = values.get(field)
            if row and not _is_known(known, kind, row):
                yield kind, _number(kind, row, len(known.decisions)), ONLY_SAVED
        yield "state", (values.get("decision") or {}).get("number", 0), "is not one that the record leads to"


def _differences(snapshot: Row, state: Expected) -> Iterator[Problem]:
    """What is another thing in a saved state than it should be."""
    values = snapshot["values"]
    for field, said in state.values.items():
        if alike(values.get(field), said):
            continue
        kind = (_OWN_STATE | _RECORDS).get(field)
        if kind is None:
            yield "state", state.cause, f"has another {field} than the record says"
        else:
            row: Any = said or values.get(field) or {}
            yield kind, 0 if kind == "start" else _number(kind, row, state.cause), OTHER
    if snapshot["next"] != [state.next] * bool(state.next):
        yield "state", state.cause, "goes on elsewhere than the record says"


def alike(one: Any, other: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether two values of JSON are the same, their types too: to Python 1, 1.0 and True are equal."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def _number(kind: Kind, row: Row, otherwise: int) -> int:
    number = row.get("cause" if kind == "call" else "number") if kind != "outcome" else None
    return number if isinstance(number, int) else otherwise


def _is_known(record: Record, kind: Kind, row: Row) -> bool:
    if kind == "outcome":
        return bool(record.review.get("outcome"))
    rows, key = {
        "decision": (record.decisions, "number"),
        "call": (record.calls, "cause"),
        "revision": (record.revisions, "number"),
    }[kind]
    return any(known.get(key) == row.get(key) for known in rows)
