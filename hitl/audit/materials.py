"""What a model was asked, read from a record."""

import json

from hitl.audit.record import Record, Row
from hitl.codec import load
from hitl.domain import Brief, sha256
from hitl.errors import UNREADABLE
from hitl.writing import Messages, material, unpacked


def prompt_of(record: Record, call: Row) -> Messages | None:
    """The messages of a call exactly as they were sent; None where they are not the recorded ones any more."""
    try:
        prompt = _unpacked(record, call)
        if sha256(prompt) != call["prompt_sha256"]:
            return None
        return tuple((role, content) for role, content in json.loads(prompt))
    except UNREADABLE:
        return None


def _unpacked(record: Record, call: Row) -> str:
    return unpacked(call["prompt"], material_of(record, call))


def material_of(record: Record, call: Row) -> bytes:
    """What the prompt of a call is packed with: all of it stood in the record before the call.

    Raises LookupError and the like where that is not there any more.
    """
    decisions = [row for row in record.decisions if row["number"] <= call["cause"]]
    seen = next((row["seen_number"] for row in decisions if row["number"] == call["cause"]), 0)
    draft = next((row["text"] for row in record.revisions if row["number"] == seen), "")
    feedback = [row["feedback"] for row in decisions if row["verb"] == "revise"]
    return material(load(Brief, record.review["brief"]), feedback, draft)
