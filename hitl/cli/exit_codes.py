"""What a command's exit status says, and the errors behind each."""

from enum import IntEnum
from typing import Any

from hitl.cli.json_output import decision_shape
from hitl.errors import BadInput, Damaged, DraftFailed, HitlError, NotFound, Stale, StoreFault


class Exit(IntEnum):
    """The exit statuses of all commands."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    STALE = 3
    NOT_FOUND = 4
    UNAVAILABLE = 5
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "done",
    Exit.FAILED: "a draft did not come, a check failed, or a file could not be written; what was decided is recorded",
    Exit.USAGE: "wrong usage, or something given cannot be taken; nothing was recorded",
    Exit.STALE: "refused: somebody decided before, or the text that was seen is not the one that waits",
    Exit.NOT_FOUND: "no such review or revision, or no database here",
    Exit.UNAVAILABLE: "the review is damaged, or the database cannot be used just now",
    Exit.INTERRUPTED: "left with Ctrl+C; what was decided is recorded",
}

_KINDS: tuple[tuple[type[HitlError], str, Exit], ...] = (
    (BadInput, "bad input", Exit.USAGE),
    (Stale, "stale", Exit.STALE),
    (NotFound, "not found", Exit.NOT_FOUND),
    (Damaged, "damaged", Exit.UNAVAILABLE),
    (StoreFault, "database", Exit.UNAVAILABLE),
    (DraftFailed, "draft failed", Exit.FAILED),
    (HitlError, "failed", Exit.FAILED),
)


def told(error: HitlError) -> tuple[Exit, dict[str, Any]]:
    """The exit status for an error, and what a program is told of it: its stable name, and what more there is."""
    kind, status = next((name, status) for kind, name, status in _KINDS if isinstance(error, kind))
    shape: dict[str, Any] = {"kind": kind, "status": status.value, "sentence": str(error)}
    if isinstance(error, Stale):
        return status, shape | {"seen": error.seen, "winner": error.winner and decision_shape(error.winner)}
    return status, shape | ({"fault": error.fault} if isinstance(error, StoreFault | DraftFailed) else {})
