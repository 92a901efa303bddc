"""The errors that the desk speaks in: each message is a sentence for the editor."""

from hitl.domain import Decision, Problem

UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)
"""What was seen where a stored value is not what was written: cut, overwritten, of another type, endlessly deep."""


class HitlError(Exception):
    """Any failure that the desk explains. The message is a sentence for the editor."""


class BadInput(HitlError):
    """Something typed cannot be taken; the message names the field and the limit."""


class NotFound(HitlError):
    """No review, or no revision, has this id."""


class Stale(HitlError):
    """The stop was already decided, or is no longer the current one.

    `seen` is the number of the revision that the refused click was about, `winner` the decision that
    was taken there, where one was.
    """

    def __init__(self, message: str, seen: int, winner: Decision | None = None) -> None:
        super().__init__(message)
        self.seen = seen
        self.winner = winner


class Damaged(HitlError):
    """What is stored of one review cannot be read; no other is touched by it."""


class NotReplayable(HitlError):
    """The record of a review lacks what a replay needs."""


class StoreFault(HitlError):
    """The database cannot be read or written just now. `fault` is a short stable name."""

    def __init__(self, fault: str, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


class DraftFailed(HitlError):
    """A writer could not deliver. `fault` is a short stable name; `tokens` is what the try cost."""

    def __init__(self, fault: str, sentence: str, tokens: int = 0) -> None:
        super().__init__(sentence)
        self.fault = fault
        self.tokens = tokens

    @property
    def problem(self) -> Problem:
        """The fault as a plain value for the graph's state."""
        return Problem(self.fault, str(self))
