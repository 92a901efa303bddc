"""The states that the loop must have saved, computed anew from the sealed records."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from hitl import loop
from hitl.audit.record import Record, Row
from hitl.audit.seals import Kind, fields
from hitl.codec import load
from hitl.domain import Brief, Counters, Decision, Policy, Review, Status
from hitl.loop import State

_UNSEALED: dict[Kind, tuple[str, ...]] = {"call": ("prompt",), "revision": ("text",)}
"""What is sealed through its SHA-256 only."""


@dataclass(frozen=True)
class Expected:
    """A state after decision number `cause` (0: the start), and the node that is `next` ("" at the end).

    Of a first text that an editor brought along it is not `recorded` yet, at first, that it waits for a decision.
    """

    cause: int
    next: str
    values: State
    recorded: bool = True

    @property
    def settled(self) -> bool:
        """True where the review waits for somebody or has ended: there it is always saved, elsewhere seldom."""
        return self.recorded and self.next in ("review", "")


def expected(record: Record) -> Iterator[Expected]:
    """Each state in turn, as far as the records go. Raises what unreadable values raise."""
    rules: Any = {name: record.review[name] for name in ("brief", "policy")}  # as they were written then
    state = _with(loop.opening_state(begun(record)), rules)
    goto, cause = loop.first_node(state), 0
    decisions = {row["number"]: row for row in record.decisions}
    yield Expected(cause, goto, state, recorded=bool(record.revisions) or goto != "review")
    while True:
        for came in _came(record, goto, cause, state):
            goto, state = came
            yield Expected(cause, goto, state)
        if goto != "review":
            return
        cause += 1
        if cause not in decisions:
            return
        row = _plain("decision", decisions[cause])
        goto, update = loop.decided(state, load(Decision, row))
        state = _with(state, update | {"decision": row})
        yield Expected(cause, goto, state)


def begun(record: Record) -> Review:
    """The review as it stood when it was started. Raises what unreadable values raise."""
    row = record.review
    brief = load(Brief, row["brief"])
    return Review(
        id=row["id"],
        title=brief.title,
        status=Status.DRAFTING,
        owner=row["owner"],
        created_at=row["created_at"],
        updated_at=row["created_at"],
        brief=brief,
        policy=load(Policy, row["policy"]),
        counters=Counters(),
        opening=row["opening"],
        begun_from=(row["begun_from"], row["begun_from_number"]) if row["begun_from"] else None,
    )


def _came(record: Record, goto: str, cause: int, state: State) -> Iterator[tuple[str, State]]:
    """The states up to the next stop or the end, as far as what came there is recorded."""
    text = next((row for row in record.revisions if row.get("cause") == cause), None)
    if goto == "draft":
        call = next((row for row in record.calls if row.get("cause") == cause), None)
        if call is None or (call["problem"] is None and text is None):
            return
        revision = None if call["problem"] else _plain("revision", cast("Row", text))
        goto, update = loop.drafted(state, _plain("call", call), revision)
        state = _with(state, update)
        yield goto, state
    if goto == "amend" and text is not None:
        update = loop.amended(state, text["at"])
        own = {name: update["revision"].get(name) for name in _plain("revision", text)}
        goto, state = "review", _with(state, update | {"revision": own})
        yield goto, state
    if goto == "finalize" and record.review.get("outcome"):
        yield "", _with(state, loop.ended(state, record.review["outcome"]["at"]))


def _plain(kind: Kind, row: Row) -> Row:
    """A record as the state has held it since it was written, with no field that came later."""
    names = [name for name in fields(kind, row["v"]) if (kind, name) != ("revision", "sha256")]
    return {name: row[name] for name in (*names, *_UNSEALED.get(kind, ()))}


def _with(state: State, update: dict[str, Any]) -> State:
    return cast("State", {**state, **update})
