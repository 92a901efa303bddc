"""Seals: SHA-256 over what a record says and the seal before it, so that none can be changed, left out or put in.

A review's chain begins with its start, whose seal before is empty. Then, for each decision in turn and for the
start itself: the decision, the call of a writer that it led to, the revision that came of it. The outcome is last.
A repair stands where it was made. The desk itself has a chain of its own, its ledger: see `hitl.audit.ledger`.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from hitl.domain import sha256
from hitl.errors import UNREADABLE

Kind = Literal["start", "decision", "call", "revision", "outcome", "repair", "entry"]
Subject = Kind | Literal["line", "state", "states"]
"""What may be wrong: a record, the line in the list of drafts, one saved state, or all of them."""

VERSION = 1
"""The version that new records are sealed by. Each record says its own, and keeps it for ever."""

FIELDS: dict[int, dict[Kind, tuple[str, ...]]] = {
    1: {
        "start": ("id", "owner", "created_at", "brief", "policy", "opening", "begun_from", "begun_from_number"),
        "decision": (
            "number",
            "interrupt_id",
            "verb",
            "actor",
            "seen_number",
            "seen_sha256",
            "at",
            "goto",
            "reason",
            "counters",
            "feedback",
            "text",
            "restored",
            "displayed",
        ),
        "call": (
            "cause",
            "at",
            "model",
            "server",
            "limit",
            "prompt_sha256",
            "answer",
            "seconds",
            "tokens",
            "problem",
        ),
        "revision": ("number", "sha256", "author", "cause", "at", "model", "tokens", "seconds", "notes"),
        "outcome": ("status", "reason", "unresolved", "number", "sha256", "at"),
        "repair": ("number", "place", "at", "actor", "reason", "source", "old_head", "changed"),
        "entry": ("number", "event", "review_id", "at", "actor", "reason", "head", "details"),
    }
}
"""What each version seals of each kind of record: a field that comes later is sealed from a later version on.

The words of a revision and of a prompt are sealed through their SHA-256.
"""


def fields(kind: Kind, version: int = VERSION) -> tuple[str, ...]:
    """What a version seals of a kind of record."""
    return FIELDS[version][kind]


def content(kind: Kind, row: Mapping[str, Any]) -> dict[str, Any]:
    """What is sealed of a row, by the version that it says. Raises LookupError where it lacks something."""
    return {name: row[name] for name in fields(kind, row["v"])}


def seal(before: str, kind: Kind, row: Mapping[str, Any]) -> str:
    """The seal of a row, in hex: SHA-256 over JSON in UTF-8, its keys sorted and no blanks between them.

    Raises LookupError where the row lacks something that its version seals.
    """
    whole = {"v": row["v"], "before": before, "kind": kind, "content": content(kind, row)}
    return sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def fits(stored: object, before: str, kind: Kind, row: Mapping[str, Any]) -> bool:
    """Whether a stored seal is the one that a row should have; False where something of the row cannot be read."""
    try:
        return stored == seal(before, kind, row)
    except UNREADABLE:
        return False


def unknown_version(row: Mapping[str, Any]) -> str:
    """What to say of a row that a version sealed which this hitl does not know, "" where it does know it."""
    version = row.get("v", VERSION)
    if isinstance(version, int) and version in FIELDS:
        return ""
    return f"is sealed by a version ({str(version)[:20]}) that this hitl does not know: a newer one can check it"
