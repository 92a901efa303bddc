"""Seals: SHA-256 over what a record says and the seal before it, so that none can be changed, left out or put in.

A review's chain begins with its start, whose seal before is empty. Then, for each decision in turn and for the
start itself: the decision, the call of a writer that it led to, the revision that came of it. The outcome is last.
Deletions of whole reviews are a chain of their own.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from hitl.domain import sha256
from hitl.errors import UNREADABLE

Kind = Literal["start", "decision", "call", "revision", "outcome", "deletion"]
Subject = Kind | Literal["line", "states"]
"""What may be wrong: a record, the line in the list of drafts, or the states in the checkpoints."""

SEALED: dict[Kind, tuple[str, ...]] = {
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
    "deletion": ("number", "review_id", "at", "actor", "reason", "head"),
}
"""What is sealed of each kind of record. The words of a revision and of a prompt are, through their SHA-256."""


def content(kind: Kind, row: Mapping[str, Any]) -> dict[str, Any]:
    """What is sealed of a row. Raises KeyError where it lacks something."""
    return {name: row[name] for name in SEALED[kind]}


def seal(before: str, kind: Kind, sealed: Mapping[str, Any]) -> str:
    """The seal, in hex: SHA-256 over JSON in UTF-8, its keys sorted and no blanks between them."""
    whole = {"before": before, "kind": kind, "content": sealed}
    return sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def fits(stored: object, before: str, kind: Kind, row: Mapping[str, Any]) -> bool:
    """Whether a stored seal is the one that a row should have; False where something of the row cannot be read."""
    try:
        return stored == seal(before, kind, content(kind, row))
    except UNREADABLE:
        return False
