"""What of a record is sealed, as a bundle holds it: `record.json`, the one file that all others are made of.

The line in the list and the saved states are left out: no seal covers them, so a bundle computes them from the
records, and there is nothing in it that could be changed without breaking a seal.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hitl import loop
from hitl.audit import VERSION, Kind, Record, fields, prompt_of
from hitl.audit.agreement import line
from hitl.audit.expected import Expected, expected
from hitl.audit.materials import material_of
from hitl.audit.record import Row
from hitl.audit.seals import FIELDS
from hitl.domain import Brief
from hitl.errors import UNREADABLE, BadInput
from hitl.writing import packed

RECORD = "record.json"

NO_NAME = "waits"
"""The name of the stop that waits for a decision: its own is sealed with the decision that is taken there."""

_LISTS: dict[str, str] = {"decision": "decisions", "call": "calls", "revision": "revisions", "repair": "repairs"}
_BESIDE: dict[str, str] = {"revision": "text", "call": "prompt"}
"""What stands beside the content of a record, since it is sealed through its SHA-256."""


def plain_of(record: Record) -> dict[str, Any]:
    """The sealed records in the order of their chain, and the last seal, in JSON's types."""
    steps = [_entry(record, kind, row) for kind, _, row in record.steps()]
    return {"head": record.review.get("head"), "records": steps}


def record_of(plain: dict[str, Any]) -> Record:
    """The record that `plain_of` told, its line and its states computed anew. Raises BadInput for another form."""
    steps = plain.get("records")
    if set(plain) != {"head", "records"} or not isinstance(steps, list) or not all(map(_is_entry, steps)):
        raise _other_form()
    kinds = [step["kind"] for step in steps]
    if kinds[:1] != ["start"] or kinds.count("start") > 1 or "outcome" in kinds[:-1]:
        raise _other_form()
    rows = [_row(step) for step in steps]
    review = rows[0] | {"head": plain["head"], "outcome": None, "outcome_seal": None}
    if kinds[-1] == "outcome":
        review |= {"outcome": {name: rows[-1][name] for name in rows[-1] if name != "seal"}}
        review |= {"outcome_seal": rows[-1]["seal"]}
    record = Record(review)
    for kind, row in zip(kinds, rows, strict=True):
        if kind in _LISTS:
            getattr(record, _LISTS[kind]).append(row | {"review_id": review.get("id")})
    _see_the_order(record, steps)
    for call in record.calls:
        call |= _packed(record, call)
    return _stood(record)


def _entry(record: Record, kind: Kind, row: Row) -> dict[str, Any]:
    content = {name: row[name] for name in _fields(kind, row.get("v")) if name in row}
    entry = {"kind": kind, "v": row.get("v"), "seal": row.get("seal"), "content": content}
    if kind == "call":
        return entry | {"prompt": prompt_of(record, row)}
    return entry | {"text": row.get("text")} if kind == "revision" else entry


def _fields(kind: Kind, version: object) -> tuple[str, ...]:
    """What a version seals; of an unknown one, which `verify` names, what the newest does."""
    return fields(kind, version if type(version) is int and version in FIELDS else VERSION)


def _is_entry(step: object) -> bool:
    if not isinstance(step, dict) or step.get("kind") not in (*_BESIDE, "start", "decision", "outcome", "repair"):
        return False
    kind = step["kind"]
    names = {"kind", "v", "seal", "content"} | ({_BESIDE[kind]} if kind in _BESIDE else set())
    content, prompt = step.get("content"), step.get("prompt")
    known = isinstance(content, dict) and set(content) <= set(_fields(kind, step.get("v")))
    return set(step) == names and known and (prompt is None or _is_prompt(prompt))


def _is_prompt(prompt: object) -> bool:
    return isinstance(prompt, list) and all(
        isinstance(message, list) and [type(part) for part in message] == [str, str] for message in prompt
    )


def _row(step: dict[str, Any]) -> Row:
    beside = {name: step[name] for name in _BESIDE.values() if step.get(name) is not None}
    content: Row = step["content"]
    return content | beside | {"v": step["v"], "seal": step["seal"]}


def _see_the_order(record: Record, steps: list[dict[str, Any]]) -> None:
    """Raise BadInput unless each record is in its place, once: what is told of a review goes by their order."""
    places = [(kind, row.get("seal")) for kind, _, row in record.steps()]
    if places != [(step["kind"], step["seal"]) for step in steps]:
        raise BadInput(f"This is no bundle: the records in {RECORD} are not in the order of their chain.")


def _packed(record: Record, call: Row) -> Row:
    """The prompt of a call as a record holds it; "" where it cannot be, which is no prompt."""
    try:
        prompt = json.dumps(call["prompt"], ensure_ascii=False)
        return {"prompt": packed(prompt, material_of(record, call))}
    except UNREADABLE:
        return {"prompt": ""}


def _stood(record: Record) -> Record:
    """The same record with its states and its line, as far as its values can be read."""
    try:
        record.review["title"] = Brief.from_plain(record.review["brief"]).title
        states = list(expected(record))
        snapshots = list(_snapshots(record, states))
        record = replace(record, snapshots=snapshots)
        stop = {"stop_id": NO_NAME if snapshots and snapshots[-1]["stops"] else None}
        return replace(record, review=record.review | stop | line(record, states) | {"damage": ""})
    except UNREADABLE:
        return record


def _snapshots(record: Record, states: list[Expected]) -> Iterator[Row]:
    """The states at which the review waited or ended: there it is always saved."""
    names = {row["number"]: row["interrupt_id"] for row in record.decisions}
    for state in states:
        if state.settled:
            name = names.get(state.cause + 1, NO_NAME)
            stops = [{**loop.put_up(state.values), "id": name}] if state.next else []
            yield {"next": [state.next] * bool(state.next), "values": dict(state.values), "stops": stops}


def _other_form() -> BadInput:
    return BadInput(f"This is no bundle: {RECORD} is of another form.")
