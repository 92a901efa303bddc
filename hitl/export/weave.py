"""All revisions of a text woven into one: each stretch with the revision that brought it and the one that took it."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from hitl.diff import Change, compare


class Piece(NamedTuple):
    """A stretch of text that came with text number `born` (from 1) and left with number `gone`; 0: it stands."""

    text: str
    born: int
    gone: int = 0


def woven(texts: Sequence[str]) -> list[Piece]:
    """Pieces of which those with born <= n and not 0 < gone <= n join to text number n, for every n."""
    pieces = [Piece(texts[0], 1)]
    for number, (old, new) in enumerate(pairwise(texts), start=2):
        pieces = list(_merged(_revised(pieces, compare(old, new), number)))
    return pieces


def _revised(pieces: Iterable[Piece], changes: Iterable[Change], number: int) -> Iterator[Piece]:
    """The pieces with the changes from the last text to text `number` in them."""
    left = deque(pieces)
    for change in changes:
        if change.kind == "insert":
            yield Piece(change.text, number)
            continue
        gone = number if change.kind == "delete" else 0
        rest = len(change.text)
        while rest:
            piece = left.popleft()
            if piece.gone:
                yield piece
                continue
            head, tail = piece.text[:rest], piece.text[rest:]
            if tail:
                left.appendleft(piece._replace(text=tail))
            rest -= len(head)
            yield piece._replace(text=head, gone=gone)
    yield from left


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for (born, gone), run in groupby(pieces, key=lambda piece: piece[1:]):
        yield Piece("".join(piece.text for piece in run), born, gone)
