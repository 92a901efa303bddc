"""A change as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["same", "insert", "delete"]


@dataclass(frozen=True)
class Change:
    """A stretch of text that is in both texts, in the new one only, or in the old one only.

    A text that only changed its place is a delete where it was and an insert where it is now, both with
    the same number `move`, counted from 1 in the order of the new text.
    """

    kind: Kind
    text: str
    move: int | None = None

    def is_plain(self, kind: Kind) -> bool:
        """Whether it is of this kind and no part of a move."""
        return self.kind == kind and self.move is None


def merged(changes: Iterable[Change]) -> list[Change]:
    """Neighbours of one kind and one move as one change; what is empty is left out."""
    runs = groupby((c for c in changes if c.text), key=lambda c: (c.kind, c.move))
    return [Change(kind, "".join(c.text for c in run), move) for (kind, move), run in runs]
