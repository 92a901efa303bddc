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


def status_of(error: HitlError) -> tuple[str, Exit]:
    """The short stable name of an error's kind, and its exit status."""
    return next((name, status) for kind, name, status in _KINDS if isinstance(error, kind))


def details(error: HitlError) -> dict[str, Any]:
    """What a program may want to know of an error beside its sentence."""
    if isinstance(error, Stale):
        return {"seen": error.seen, "winner": decision_shape(error.winner) if error.winner else None}
    return {"fault": error.fault} if isinstance(error, StoreFault | DraftFailed) else {}
