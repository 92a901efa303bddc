"""Changes as plain data, and the regions among which an editor takes or leaves them one by one."""

from collections.abc import Collection, Iterable, Sequence
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


@dataclass(frozen=True)
class Region:
    """One thing to take or to leave: an addition, a removal, a replacement, or a move with both its places.

    `number` counts from 1; `places` are the positions of its changes in the list; `old` goes and `new`
    comes when it is taken. Of a move that was edited on its way the two differ.
    """

    number: int
    old: str
    new: str
    move: int | None
    places: tuple[int, ...]


def regions(changes: Sequence[Change]) -> list[Region]:
    """The regions of a comparison in the order in which they begin."""
    groups: list[list[int]] = []
    moves: dict[int, list[int]] = {}
    for k, change in enumerate(changes):
        if change.kind == "same":
            continue
        if change.move is not None and change.move in moves:
            moves[change.move].append(k)
        elif change.is_plain("insert") and k and changes[k - 1].is_plain("delete"):
            groups[-1].append(k)
        else:
            groups.append([k])
            if change.move is not None:
                moves[change.move] = groups[-1]
    return [_region(number, changes, places) for number, places in enumerate(groups, 1)]


def take(changes: Sequence[Change], taken: Collection[int]) -> str:
    """The text in which the regions with these numbers have changed and the others not.

    All give the new text, none the old one.
    """
    numbered = numbers(changes)
    left_out = {True: "delete", False: "insert"}
    return "".join(c.text for k, c in enumerate(changes) if c.kind != left_out[numbered.get(k) in taken])


def numbers(changes: Sequence[Change]) -> dict[int, int]:
    """The number of the region at each place that changed."""
    return {place: region.number for region in regions(changes) for place in region.places}


def _region(number: int, changes: Sequence[Change], places: Sequence[int]) -> Region:
    old, new = ("".join(changes[k].text for k in places if changes[k].kind == kind) for kind in ("delete", "insert"))
    return Region(number, old, new, changes[places[0]].move, tuple(places))
