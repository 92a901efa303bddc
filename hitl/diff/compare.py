"""What changed between two texts, word by word and sentence by sentence."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count, takewhile

from hitl.diff.align import Words, matched, spans
from hitl.diff.change import Change, Kind, merged
from hitl.diff.moves import Cut, Pair, Span, plan
from hitl.diff.tidy import tidied
from hitl.diff.tokens import Whole, alike, sentences, tokens

_OUTER = 3
"""Sentences and line breaks beside a change, on either side, among which its most natural place is looked for."""


class _Side:
    """One text as tokens without what moved, which is kept aside with the place that it had or has."""

    def __init__(self, text: Sequence[str], moved: Mapping[int, int], cut: Cut) -> None:
        """Begin with nothing of the text's sentences; `moved` has the move of those that moved."""
        self.text, self.moved, self.cut = text, moved, cut
        self.tokens: list[str] = []
        self.owner: list[int] = []
        self.asides: deque[tuple[int, int]] = deque()

    def add(self, k: int, found: Sequence[str]) -> None:
        """Add a sentence that was cut into tokens."""
        self.tokens += found
        self.owner += [k] * len(found)

    def add_all(self, sentences: Iterable[int]) -> None:
        """Add sentences of which some may have moved."""
        for k in sentences:
            if k in self.moved:
                self.asides.append((len(self.tokens), k))
            else:
                self.add(k, self.cut(self.text[k]))

    def words(self, start: int = 0) -> Words:
        return Words(self.tokens[start:], self.owner[start:])

    def places_before(self, end: int) -> Iterator[int]:
        """The places before a token at which something is still aside."""
        return takewhile(end.__gt__, (place for place, _ in self.asides))

    def changes(self, kind: Kind, start: int, end: int) -> deque[Change]:
        """The tokens `start:end` and what was put aside there, at both ends too, as changes of one kind."""
        found: list[Change] = []
        while self.asides and self.asides[0][0] <= end:
            place, k = self.asides.popleft()
            found += [Change(kind, "".join(self.tokens[start:place])), Change(kind, self.text[k], self.moved[k])]
            start = place
        return deque(merged([*found, Change(kind, "".join(self.tokens[start:end]))]))


def compare(old: str, new: str) -> list[Change]:
    """What an editor would say changed: `same` and `delete` join to old, `same` and `insert` to new.

    No text is empty; neighbours differ in kind or in move; of a replacement the delete comes first.
    What changed its place is a delete and an insert with the same `move`; if it was edited on its way
    their texts differ.
    """
    if old == new:
        return [Change("same", old)] if old else []
    before, after, matches = _laid_out(sentences(old), sentences(new))
    found = tidied(before.words(), after.words(), spans(before.tokens, after.tokens, matches))
    return merged(_cut_alike(merged(_with_their_blanks(merged(_told(before, after, found))))))


def _laid_out(old: Sequence[str], new: Sequence[str]) -> tuple[_Side, _Side, list[Pair]]:
    """Both texts as tokens, and the pairs of tokens that are the same."""
    cut = cache(tokens)
    standing, moves = plan(old, new, cut)
    before = _Side(old, {i: number for number, move in enumerate(moves, 1) for i in range(move.i1, move.i2)}, cut)
    after = _Side(new, {j: number for number, move in enumerate(moves, 1) for j in range(move.j1, move.j2)}, cut)
    matches: list[Pair] = []
    beside = [*[None] * _OUTER, *standing, *[None] * _OUTER]
    i = j = 0
    for n, (i_next, j_next) in enumerate([*standing, (len(old), len(new))]):
        if (i, j) != (i_next, j_next):
            start = len(before.tokens), len(after.tokens)
            before.add_all(range(i, i_next))
            after.add_all(range(j, j_next))
            shared = matched(before.words(start[0]), after.words(start[1]))
            matches += ((start[0] + a, start[1] + b) for a, b in shared)
        i, j = i_next, j_next
        if n < len(standing):
            is_inner = (beside[n], beside[n + 2 * _OUTER]) == ((i - _OUTER, j - _OUTER), (i + _OUTER, j + _OUTER))
            found = [Whole(old[i])] if is_inner else cut(old[i])
            matches += zip(count(len(before.tokens)), range(len(after.tokens), len(after.tokens) + len(found)))
            before.add(i, found)
            after.add(j, found)
            i, j = i + 1, j + 1
    return before, after, matches


def _told(before: _Side, after: _Side, found: Iterable[Span]) -> Iterator[Change]:
    """The changes and what stands between them, cut where something was taken from or put to."""
    i, j = 0, 0
    for span in [Span(0, 0, 0, 0), *found, Span(*(len(side.tokens) for side in (before, after) for _ in range(2)))]:
        cuts = {*before.places_before(span.i1), *(place - j + i for place in after.places_before(span.j1))}
        for cut in [*(Span(k, k, k - i + j, k - i + j) for k in sorted(cuts)), span]:
            yield Change("same", "".join(before.tokens[i : cut.i1]))
            yield from _in_turn(before.changes("delete", cut.i1, cut.i2), after.changes("insert", cut.j1, cut.j2))
            i, j = cut.i2, cut.j2


def _in_turn(deletes: deque[Change], inserts: deque[Change]) -> Iterator[Change]:
    """What went and what came in one place: what moved first, then what replaces each other."""
    while deletes or inserts:
        for side in (deletes, inserts):
            while side and side[0].move:
                yield side.popleft()
        for side in (deletes, inserts):
            if side and not side[0].move:
                yield side.popleft()


def _with_their_blanks(changes: Sequence[Change]) -> Iterator[Change]:
    """Give what moved the white space beside it that came or went with it."""
    around = [None, *changes, None]
    for before, change, after in zip(around, changes, around[2:], strict=False):
        plain = [c.kind for c in (before, after) if c and c.move is None and c.kind != "same"]
        moves = [c.move for c in (before, after) if c and c.move and c.kind == change.kind]
        if change.move is None and moves and not plain and change.text.isspace():
            change = Change(change.kind, change.text, moves[0])
        yield change


def _cut_alike(changes: Iterable[Change]) -> Iterator[Change]:
    """Make replacements as small as they are where ICU cut words that begin or end alike in different ways."""
    left = deque(changes)
    while left:
        change = left.popleft()
        if not (change.is_plain("delete") and left and left[0].is_plain("insert")):
            yield change
            continue
        old, new = change.text, left.popleft().text
        start, end = alike(old, new)
        yield Change("same", old[:start])
        yield Change("delete", old[start : len(old) - end])
        yield Change("insert", new[start : len(new) - end])
        yield Change("same", old[len(old) - end :])
