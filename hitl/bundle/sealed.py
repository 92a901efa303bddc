"""What of a record is sealed, as a bundle holds it: `record.json`, the one file that all others are made of.

The line in the list and the saved states are left out: no seal covers them, so a bundle computes them from the
records, and there is nothing in it that could be changed without breaking a seal.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from hitl import loop
from hitl.audit import VERSION, Kind, Record, fields, prompt_of
from hitl.audit.agreement import in_line
from hitl.audit.expected import expected
from hitl.audit.materials import material_of
from hitl.audit.record import Row
from hitl.audit.seals import FIELDS
from hitl.codec import load
from hitl.domain import Brief
from hitl.errors import UNREADABLE, BadInput
from hitl.writing import Messages, packed

RECORD = "record.json"

NO_NAME = "waits"
"""The name of the stop that waits for a decision: its own is sealed with the decision that is taken there."""

_LISTS: dict[str, str] = {"decision": "decisions", "call": "calls", "revision": "revisions", "repair": "repairs"}


@dataclass(frozen=True)
class Entry:
    """A record: its kind, the version that it is sealed by, its seal, and what is sealed of it."""

    kind: Literal["start", "decision", "outcome", "repair"]
    v: Any
    seal: Any
    content: Row


@dataclass(frozen=True)
class RevisionEntry:
    """A revision, whose text is sealed through its SHA-256 and so stands beside its content."""

    kind: Literal["revision"]
    v: Any
    seal: Any
    content: Row
    text: Any


@dataclass(frozen=True)
class CallEntry:
    """A call, whose prompt is sealed through its SHA-256; None where it is not the recorded one any more."""

    kind: Literal["call"]
    v: Any
    seal: Any
    content: Row
    prompt: Messages | None


@dataclass(frozen=True)
class Sealed:
    """The sealed records of a review in the order of their chain, and the last seal."""

    head: Any
    records: list[Entry | RevisionEntry | CallEntry]


def sealed(record: Record) -> Sealed:
    """What of a record is sealed."""
    return Sealed(record.review.get("head"), [_entry(record, kind, row) for kind, _, row in record.steps()])


def record_of(sealed: Sealed) -> Record:
    """The record that was `sealed`, its line and its states computed anew. Raises BadInput for another form."""
    entries = sealed.records
    kinds = [entry.kind for entry in entries]
    if (
        kinds[:1] != ["start"]
        or kinds.count("start") > 1
        or "outcome" in kinds[:-1]
        or not all(map(_is_known, entries))
    ):
        raise BadInput(f"This is no bundle: {RECORD} is of another form.")
    rows = [_row(entry) for entry in entries]
    review = rows[0] | {"head": sealed.head, "outcome": None, "outcome_seal": None}
    if kinds[-1] == "outcome":
        review |= {"outcome": {name: rows[-1][name] for name in rows[-1] if name != "seal"}}
        review |= {"outcome_seal": rows[-1]["seal"]}
    record = Record(review)
    for kind, row in zip(kinds, rows, strict=True):
        if kind in _LISTS:
            getattr(record, _LISTS[kind]).append(row | {"review_id": review.get("id")})
    if [(kind, row.get("seal")) for kind, _, row in record.steps()] != [(entry.kind, entry.seal) for entry in entries]:
        raise BadInput(f"This is no bundle: the records in {RECORD} are not in the order of their chain.")
    for call in record.calls:
        call["prompt"] = _packed(record, call)
    return _stood(record)


def _entry(record: Record, kind: Kind, row: Row) -> Entry | RevisionEntry | CallEntry:
    content = {name: row[name] for name in _fields(kind, row.get("v")) if name in row}
    said: dict[str, Any] = {"kind": kind, "v": row.get("v"), "seal": row.get("seal"), "content": content}
    if kind == "call":
        return CallEntry(**said, prompt=prompt_of(record, row))
    return RevisionEntry(**said, text=row.get("text")) if kind == "revision" else Entry(**said)


def _fields(kind: Kind, version: object) -> tuple[str, ...]:
    """What a version seals; of an unknown one, which `verify` names, what the newest does."""
    return fields(kind, version if type(version) is int and version in FIELDS else VERSION)


def _is_known(entry: Entry | RevisionEntry | CallEntry) -> bool:
    """Whether there is nothing in a record but what is sealed."""
    return set(entry.content) <= set(_fields(entry.kind, entry.v))


def _row(entry: Entry | RevisionEntry | CallEntry) -> Row:
    row = entry.content | {"v": entry.v, "seal": entry.seal}
    if isinstance(entry, RevisionEntry) and entry.text is not None:
        row["text"] = entry.text
    return row | {"prompt": entry.prompt} if isinstance(entry, CallEntry) else row


def _packed(record: Record, call: Row) -> str:
    """The prompt of a call as a record holds it; "" where it cannot be, which is no prompt."""
    try:
        return packed(json.dumps(call["prompt"], ensure_ascii=False), material_of(record, call))
    except UNREADABLE:
        return ""


def _stood(record: Record) -> Record:
    """The same record with its states and its line, as far as its values can be read."""
    try:
        record.review["title"] = load(Brief, record.review["brief"]).title
        return in_line(replace(record, snapshots=list(_snapshots(record))))
    except UNREADABLE:
        return record


def _snapshots(record: Record) -> Iterator[Row]:
    """The states at which the review waited or ended: there it is always saved."""
    names = {row["number"]: row["interrupt_id"] for row in record.decisions}
    for state in expected(record):
        if state.settled:
            name = names.get(state.cause + 1, NO_NAME)
            stops = [{**loop.put_up(state.values), "id": name}] if state.next else []
            yield {"next": [state.next] * bool(state.next), "values": dict(state.values), "stops": stops}
