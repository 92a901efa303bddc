"""The tables of a review made anew from its checkpoints."""

from dataclasses import replace
from typing import Any

from hitl.audit import Record, content, seal
from hitl.domain import Brief, Outcome, Status, plain, sha256
from hitl.errors import Damaged
from hitl.store.rows import standing

Rows = dict[str, Any]

OWN_FIRST = (1, 0, "editor")
"""Number, cause and author of a first text that an editor brought along."""


def rebuilt(review_id: str, snapshots: list[Rows], stored: Record | None) -> Record:
    """The rows that the tables should have, by the saved states of a review, each with its seal.

    `stored` is what they have now, None where they have nothing: a decision that was recorded and not carried out
    yet stands there alone, and so does the beginning of a review from before that was kept in its state.
    Raises Damaged where there are no states.
    """
    states = [snapshot["values"] for snapshot in snapshots if snapshot["values"]]  # at first there is only the input
    if not states:
        raise Damaged("There are no saved states of this review, so its tables cannot be made from them.")
    last = snapshots[-1]
    decisions = _each(states, "decision", "number")
    waiting = _not_carried_out(stored, len(decisions), [stop["id"] for stop in last["stops"]])
    revisions = [row | {"sha256": sha256(row["text"])} for row in _each(states, "revision", "number")]
    review = _where_it_stands(last, waiting) | _beginning(review_id, states[-1], revisions, last, stored)
    review |= {"decided": len(decisions) + len(waiting)}
    record = Record(review, [*decisions, *waiting], _each(states, "call", "cause"), revisions, snapshots)
    return _sealed(record, sealed=bool(states[-1].get("start")))


def _each(states: list[Rows], channel: str, key: str) -> list[Rows]:
    """Every value that a channel had, once, in the order of its numbers."""
    found = {state[channel][key]: state[channel] for state in states if state.get(channel)}
    return [dict(found[number]) for number in sorted(found)]


def _not_carried_out(stored: Record | None, known: int, stops: list[str]) -> list[Rows]:
    """The decision that was recorded at the stop where the states end, if one was."""
    rows = stored.decisions if stored else []
    return [row for row in rows if row.get("number") == known + 1 and row.get("interrupt_id") in stops]


def _where_it_stands(last: Rows, waiting: list[Rows]) -> Rows:
    """The columns that change while a review goes on."""
    state = last["values"]
    ended, stop = state.get("outcome"), None
    outcome = plain(Outcome.from_plain(ended)) if ended else None
    if last["stops"] and not waiting:
        shown = dict(last["stops"][0])
        stop = {"interrupt_id": shown.pop("id")} | shown
    status = Status(outcome["status"]) if outcome else Status.WAITING if stop else Status.DRAFTING
    return standing(status) | {
        "number": state["counters"]["texts"],
        "counters": state["counters"],
        "stop_id": stop and stop["interrupt_id"],
        "stop": stop,
        "halt": None,
        "damage": "",
        "ending": outcome["reason"] if outcome else "",
        "outcome": outcome,
    }


def _beginning(review_id: str, state: Rows, revisions: list[Rows], last: Rows, stored: Record | None) -> Rows:
    """The columns that a review begins with; from the tables where the states are too old to say it."""
    begun = {
        "id": review_id,
        "title": Brief.from_plain(state["brief"]).title,
        "kind": state["brief"]["kind"],
        "brief": state["brief"],
        "policy": state["policy"],
    }
    start, known = state.get("start"), stored.review if stored else {}
    if not start:
        names = {"owner": "", "created_at": last["at"], "opening": None, "begun_from": None, "begun_from_number": None}
        return begun | {name: known.get(name, otherwise) for name, otherwise in names.items()}
    begun_from, number = start["from"] or (None, None)
    own = next((row["text"] for row in revisions if (row["number"], row["cause"], row["author"]) == OWN_FIRST), None)
    begun |= {"opening": own, "begun_from": begun_from, "begun_from_number": number}
    return begun | {"owner": start["owner"], "created_at": start["at"]}


def _sealed(record: Record, *, sealed: bool) -> Record:
    """The same record, each row with its seal; with none for a review from before records were sealed."""
    head = "" if sealed else None
    for kind, _, row in record.steps():
        head = None if head is None else seal(head, kind, content(kind, row))
        if kind != "outcome":
            row["seal"] = head
    return replace(record, review=record.review | {"head": head})
