"""What it takes to put a review in order again. Plain values, no I/O.

The sealed records win: wherever a row fits its seal it stands as it is, and what is derived (the line in the list, the
saved states) is made from it. Only where rows are missing, or do not fit, is a saved state believed. A decision that is
recorded anywhere is not dropped unless somebody says so.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from hitl.audit import VERSION, Kind, Record, agrees, fields, intact, is_whole, name, seal
from hitl.audit.agreement import THE_STATES, in_line
from hitl.audit.expected import expected
from hitl.audit.record import Row
from hitl.domain import sha256
from hitl.errors import UNREADABLE, BadInput, Damaged

Lost = Literal["refuse", "drop", "take"]
"""What to do about decisions at stake: refuse, go on without them, or take those that only saved states know."""

Source = Literal["records", "checkpoints"]

OWN_FIRST = (1, 0, "editor")
"""Number, cause and author of a first text that an editor brought along."""

TABLES: tuple[tuple[Kind, str, str], ...] = (
    ("decision", "decisions", "number"),
    ("call", "calls", "cause"),
    ("revision", "revisions", "number"),
)
"""Each kind of record with its table, and the column that numbers it."""

AT_STAKE = (
    "Nothing was changed. This would lose what somebody decided: {}. Restore a back-up that has it, or say "
    "--drop-decisions to go on without."
)
ONLY_SAVED = (
    "Nothing was changed. The records of this review are whole, but its saved states go on with {}. Say "
    "--take-decisions if those were taken, or --drop-decisions if somebody put them there."
)
NO_STATES = "There are no saved states of this review, so what is missing cannot be made from them."
NO_FIT = "What is left of this review does not fit together, so it cannot be made anew. Restore it from a back-up."


@dataclass(frozen=True)
class Plan:
    """The `record` that should be there, which `source` was believed, and in words what of it is other than now.

    `remake` says that the saved states have to be made anew from it.
    """

    record: Record
    source: Source
    changed: tuple[str, ...]
    remake: bool


def planned(review_id: str, stored: Record, lost: Lost = "refuse", *, strays: bool = False) -> Plan | None:
    """What to do about a review, None where nothing is wrong with it; `stored` may lack anything, its start too.

    `strays` says that something stands beside its saved states that belongs to none of them.

    Raises Damaged where neither rows nor saved states tell what to do, and BadInput where a decision would be lost and
    nobody said so, or where saved states go on behind records that are whole: `lost` says whether to believe them.
    """
    saved = _as_saved(review_id, stored.snapshots or [])
    ahead = _ahead(saved, stored)
    try:
        whole = is_whole(stored)
        if whole and ahead and lost == "refuse":
            raise BadInput(ONLY_SAVED.format(", ".join(map(_named, ahead))))
        whole = whole and not (ahead and lost == "take")
        if not whole and saved is None:
            raise Damaged(NO_STATES)
        merged = stored if whole or saved is None else _sealed(_merged(stored, saved))
        merged = in_line(merged)
        if not is_whole(merged):
            raise Damaged(NO_FIT)
        remake = strays or not agrees(merged)
    except UNREADABLE as error:
        raise Damaged(NO_FIT) from error
    dropped = _dropped(stored, merged)
    if dropped and lost != "drop":
        raise BadInput(AT_STAKE.format(", ".join(dropped)))
    changed = (*_changed(stored, merged), *((THE_STATES,) if remake else ()))
    if not changed:
        return None
    return Plan(merged, "records" if whole else "checkpoints", changed, remake)


def repaired(plan: Plan, at: str, actor: str, reason: str, old_head: str | None) -> Record:
    """The record of a plan with the repair itself as its last sealed record."""
    record = plan.record
    row: Row = {"number": len(record.repairs) + 1, "place": sum(1 for _ in record.steps()), "at": at, "actor": actor}
    row |= {"reason": reason, "source": plan.source, "old_head": old_head, "changed": list(plan.changed), "v": VERSION}
    row["seal"] = seal(record.review["head"], "repair", row)
    return replace(record, review=record.review | {"head": row["seal"]}, repairs=[*record.repairs, row])


def _ahead(saved: Record | None, stored: Record) -> list[Row]:
    """The decisions that the saved states know and the rows do not."""
    known = {row.get("number") for row in stored.decisions}
    return [row for row in saved.decisions if row["number"] not in known] if saved else []


def _merged(stored: Record, saved: Record) -> Record:
    """Each record as its row has it where that fits its seal, else as the saved states have it."""
    whole = intact(stored)
    review = stored.review if ("start", 0) in whole else stored.review | saved.review
    outcome = stored.review.get("outcome") if any(kind == "outcome" for kind, _ in whole) else None
    review = review | {"outcome": outcome or saved.review["outcome"]}
    rows = {
        table: _rows(kind, key, getattr(stored, table), getattr(saved, table), whole) for kind, table, key in TABLES
    }
    merged = Record(review, **rows, repairs=[dict(row) for row in stored.repairs], snapshots=stored.snapshots)
    if list(expected(merged))[-1].next:  # the decision that ended it is not there
        merged = replace(merged, review=merged.review | {"outcome": None, "outcome_seal": None})
    return _with_last_decision(merged, stored)


def _with_last_decision(merged: Record, stored: Record) -> Record:
    """With the decision that nobody has carried out yet, which no saved state knows, if it fits behind the others.

    Where a record before it was lost, only the chain that was made whole again tells whether it does.
    """
    number = len(merged.decisions) + 1
    row = next((dict(row) for row in stored.decisions if row.get("number") == number), None)
    if row is None or merged.review.get("outcome"):
        return merged
    more = replace(merged, decisions=[*merged.decisions, dict(row)], review=merged.review | {"decided": number})
    made = _sealed(more).decisions[-1]
    return more if made["seal"] == row["seal"] else merged


def _rows(kind: Kind, key: str, stored: list[Row], saved: list[Row], whole: set[tuple[Kind, int]]) -> list[Row]:
    """The rows of one table; one that does not fit, and that no saved state knows, is left out."""
    fitting = {row[key]: dict(row) for row in stored if (kind, row.get(key)) in whole}
    found = {row[key]: dict(row) for row in saved} | fitting
    return [found[number] for number in sorted(found)]


def _sealed(record: Record) -> Record:
    """The same record, each row with the seal that it should have, which is its own where nothing was changed."""
    head, seals = "", {}
    for kind, _, row in record.steps():
        head = seal(head, kind, row)
        if kind in ("start", "outcome"):
            seals["seal" if kind == "start" else "outcome_seal"] = head
        else:
            row["seal"] = head
    return replace(record, review=record.review | seals | {"head": head})


def _as_saved(review_id: str, snapshots: list[Row]) -> Record | None:
    """The records as the saved states have them, None where they cannot be read as any."""
    try:
        return _from_states(review_id, snapshots)
    except UNREADABLE:
        return None


def _from_states(review_id: str, snapshots: list[Row]) -> Record | None:
    """The records as the saved states have them, without seals; None where there are no states."""
    states = [snapshot["values"] for snapshot in snapshots if snapshot["values"]]  # at first there is only the input
    if not states:
        return None
    revisions = [row | {"sha256": sha256(row["text"])} for row in _each(states, "revision", "number")]
    first, outcome = states[0], states[-1].get("outcome")
    own = next((row["text"] for row in revisions if (row["number"], row["cause"], row["author"]) == OWN_FIRST), None)
    begun_from, number = first["start"]["from"] or (None, None)
    review = {"id": review_id, "owner": first["start"]["owner"], "created_at": first["start"]["at"], "v": VERSION}
    review |= {"brief": first["brief"], "policy": first["policy"], "opening": own}
    review |= {"begun_from": begun_from, "begun_from_number": number}
    review |= {"outcome": outcome and outcome | {"v": VERSION}}
    return Record(review, _each(states, "decision", "number"), _each(states, "call", "cause"), revisions)


def _each(states: list[Row], channel: str, key: str) -> list[Row]:
    """Every value that a channel had, once, in the order of its numbers."""
    found = {state[channel][key]: state[channel] for state in states if state.get(channel)}
    return [found[number] | {"v": VERSION} for number in sorted(found)]


def _changed(stored: Record, made: Record) -> tuple[str, ...]:
    """What is another thing in two records, in words."""
    before, after = _by_place(stored), _by_place(made)
    said = [name(*place) for place, row in after.items() if before.get(place) != row]
    said += [f"{name(*place)}, which is taken away" for place in before if place not in after]
    columns = sorted(column for column, value in made.review.items() if stored.review.get(column) != value)
    sealed = (*fields("start"), "outcome", "seal", "head", *(["outcome_seal"] if made.review.get("outcome") else []))
    derived = [column for column in columns if column not in sealed]
    said += [f"The line in the list of drafts ({', '.join(derived)})"] if derived else []
    resealed = _seals(stored) != _seals(made)
    return (*said, *(["The seals"] if resealed else []))


def _by_place(record: Record) -> dict[tuple[Kind, int], Row]:
    """What each record says, without its seal."""
    found = {}
    for kind, number, row in record.steps():
        columns = fields("start") if kind == "start" else row.keys() - {"review_id", "seal"}
        found[kind, number] = {column: row.get(column) for column in columns}
    return found


def _seals(record: Record) -> list[Any]:
    return [record.review.get("head"), *(row.get("seal") for *_, row in record.steps())]


def _named(row: Row) -> str:
    return f"decision {row.get('number')} ({row.get('verb')} by {row.get('actor')})"


def _dropped(stored: Record, made: Record) -> tuple[str, ...]:
    """The decisions that are recorded, or counted, and would not be there any more."""
    kept = {row["number"] for row in made.decisions}
    lost = [row for row in stored.decisions if row.get("number") not in kept]
    said = [_named(row) for row in lost]
    counted = stored.review.get("decided")
    if isinstance(counted, int) and counted > len(made.decisions) + len(lost):
        said.append(f"decision {counted}, of which nothing is left but that it was counted")
    return tuple(said)
