"""Changes as the pages show them: in numbers, side by side, and without what nobody changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import regex

from hitl.diff.change import Change, merged, numbers, regions
from hitl.diff.compare import compare
from hitl.diff.moves import heaviest_chain
from hitl.diff.tokens import is_word, tokens
from hitl.sentences import NEWLINE, split

_ALIKE = 1 / 3
"""The share of their characters that two paragraphs have in common if one was made from the other.

In the pairs of `tests.diffs` those that were share 0.35 or more, those that were not 0.21 or less.
"""

_PART, _MOST = 12, 0.6
"""Characters, and the share of the shorter paragraph, that it has in common with one that it is a part of."""

_PIECE = regex.compile(rf"[^{NEWLINE}]*[{NEWLINE}]+|[^{NEWLINE}]+")


@dataclass(frozen=True)
class Counts:
    """How much changed, in words; what moved is neither added nor removed.

    A word is a token with a letter or a digit.
    """

    added: int
    removed: int
    unchanged: int
    moved: int = 0


@dataclass(frozen=True)
class Row:
    """One paragraph of the old text beside its counterpart in the new; empty where there is none.

    A paragraph is a line with the newlines that follow it, so the texts of all `left` join to the
    old text, those of all `right` to the new one.
    """

    left: tuple[Change, ...]
    right: tuple[Change, ...]


@dataclass(frozen=True)
class Hunk:
    """Changes that lie close together, what stands around them, and how many words are left out before and behind.

    `regions` are the numbers of the regions that have a place in it, in order.
    """

    changes: tuple[Change, ...]
    regions: tuple[int, ...]
    before: int
    after: int


def counts(changes: Iterable[Change]) -> Counts:
    """The words that were added, removed, kept in place, and moved."""
    changes = list(changes)
    words = {"same": 0, "insert": 0, "delete": 0}
    for change in changes:
        if change.move is None:
            words[change.kind] += _words(change.text)
    moved = 0
    for region in regions(changes):
        if region.move:
            inner = counts(compare(region.old, region.new))
            words["insert"] += inner.added
            words["delete"] += inner.removed
            moved += inner.unchanged + inner.moved
    return Counts(words["insert"], words["delete"], words["same"], moved)


def share_unchanged(changes: Iterable[Change]) -> float:
    """The share of the old text's words that the new one kept, in their place or in another: 0 to 1; 1 of no words."""
    count = counts(changes)
    kept = count.unchanged + count.moved
    return kept / (kept + count.removed) if kept + count.removed else 1.0


def side_by_side(changes: Iterable[Change]) -> list[Row]:
    """The two texts as rows of paragraphs; two that share much of their text face each other, others face nothing."""
    left: list[list[Change]] = []
    right: list[list[Change]] = []
    shared: dict[tuple[int, int], str] = {}
    for change in changes:
        for text in _PIECE.findall(change.text):
            piece = Change(change.kind, text, change.move)
            if piece.kind != "insert":
                _add(left, piece)
            if piece.kind != "delete":
                _add(right, piece)
            if piece.kind == "same":
                pair = (len(left) - 1, len(right) - 1)
                shared[pair] = shared.get(pair, "") + text
    alike = {(p, q): len(text) for (p, q), text in shared.items() if _is_alike(text, left[p], right[q])}
    rows: list[tuple[list[Change], list[Change]]] = []
    p = q = 0
    for p_next, q_next in [*heaviest_chain(alike), (len(left), len(right))]:
        rows += [(paragraph, []) for paragraph in left[p:p_next]]
        rows += [([], paragraph) for paragraph in right[q:q_next]]
        rows += zip(left[p_next : p_next + 1], right[q_next : q_next + 1], strict=True)
        p, q = p_next + 1, q_next + 1
    return [Row(tuple(merged(a)), tuple(merged(b))) for a, b in rows]


def context(
    changes: Sequence[Change], around: int = 1, unit: Literal["sentence", "paragraph"] = "sentence"
) -> list[Hunk]:
    """The changes only, each with the rest of its own sentence or paragraph and `around` more before and behind.

    Changes whose surroundings touch are one hunk. Texts without a change have none.
    """
    new = "".join(change.text for change in changes if change.kind != "delete")
    units = split(new) if unit == "sentence" else _PIECE.findall(new)
    ends = list(accumulate(map(len, units)))
    numbered = numbers(changes)
    hunks: list[Hunk] = []
    shown: list[Change] = []
    inside: list[int] = []
    before = place = 0
    for k, change in enumerate(changes):
        if change.kind != "same":
            shown.append(change)
            inside.append(numbered[k])
            place += len(change.text) * (change.kind == "insert")
            continue
        head, tail = _near(change.text, place, ends, around)
        head, tail = head * (k > 0), tail * (k < len(changes) - 1)
        place += len(change.text)
        if head + tail >= len(change.text):
            shown.append(change)
            continue
        left_out = _words(change.text[head : len(change.text) - tail])
        if k:
            shown.append(Change("same", change.text[:head]))
            hunks.append(Hunk(tuple(merged(shown)), tuple(dict.fromkeys(inside)), before, left_out))
        shown, inside, before = [Change("same", change.text[len(change.text) - tail :])], [], left_out
    if inside:
        hunks.append(Hunk(tuple(merged(shown)), tuple(dict.fromkeys(inside)), before, 0))
    return hunks


def _near(text: str, place: int, ends: Sequence[int], around: int) -> tuple[int, int]:
    """How many characters at the start and at the end of a standing text belong to the changes beside it."""
    stop = place + len(text)
    inside = [end for end in [0, *ends] if place <= end <= stop]
    head = inside[around : around + 1]
    tail = inside[-1 - around :][:1] if len(inside) > around else []
    return (head[0] - place if head else len(text)), (stop - tail[0] if tail else len(text))


def _words(text: str) -> int:
    return sum(map(is_word, tokens(text)))


def _add(lines: list[list[Change]], piece: Change) -> None:
    if not lines or (lines[-1][-1].text[-1] in NEWLINE and piece.text[0] not in NEWLINE):
        lines.append([])
    lines[-1].append(piece)


def _is_alike(shared: str, left: Sequence[Change], right: Sequence[Change]) -> bool:
    """Whether two paragraphs are one in two wordings, or one a part of the other, by the text that they share."""
    both, one, other = (_size(text) for text in (shared, *("".join(c.text for c in side) for side in (left, right))))
    return 2 * both >= _ALIKE * (one + other) or (both >= _PART and both >= _MOST * min(one, other))


def _size(text: str) -> int:
    """Characters that are no blanks."""
    return sum(map(len, text.split()))
