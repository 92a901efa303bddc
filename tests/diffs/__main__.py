"""Who gets how many pairs right, and how fast: `python -m tests.diffs`.

"Exactly" is every character of every change and every move. "Leniently" forgets white space, and counts
a move that is shown as deleted and added as right.
"""

import sys
import time
from collections.abc import Iterable
from itertools import groupby

from hitl.diff import Change
from hitl.diff.change import merged
from tests.diffs import pairs, written
from tests.diffs.rivals import Differ, installed
from tests.diffs.sizes import edited, text

_SIZES = (100, 1_000, 10_000)
_ROUNDS = 3
_SLOW = 2.0
"""Seconds after which a measurement is not taken again."""


def main() -> None:
    """Print the table of quality, then the tables of speed."""
    differs = installed()
    say(_quality(differs))
    for title, related in (("one word in 200 edited and a paragraph moved", True), ("two unrelated texts", False)):
        say(_speed(title, differs, related=related))


def say(lines: Iterable[str]) -> None:
    """Print lines and a blank one."""
    sys.stdout.write("\n".join([*lines, "", ""]))
    sys.stdout.flush()


def _quality(differs: dict[str, Differ]) -> Iterable[str]:
    known = pairs()
    still = [pair for pair in known if not pair.moves]
    yield f"{'right of':24}{len(known):>4} exactly{len(still):>5} without moves, exactly{len(known):>5} leniently"
    for name, differ in differs.items():
        found = {pair.name: list(differ(pair.old, pair.new)) for pair in known}
        exact = {pair.name for pair in known if written(merged(found[pair.name])) == written(pair.expected)}
        lenient = sum(_seen(found[pair.name]) == _seen(pair.expected) for pair in known)
        yield f"{name:24}{len(exact):>4}{sum(pair.name in exact for pair in still):>13}{lenient:>28}"


def _seen(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """What a reader sees of changes who does not look at white space: between texts that stand, what went and came."""
    told = []
    for stands, run in groupby((c for c in changes if c.text.strip()), key=lambda c: c.kind == "same"):
        if stands:
            continue
        group = list(run)
        for kind in ("delete", "insert"):
            text = "".join("".join(c.text.split()) for c in group if c.kind == kind)
            if text:
                told.append((kind, text))
    return told


def _speed(title: str, differs: dict[str, Differ], *, related: bool) -> Iterable[str]:
    yield f"{title}: milliseconds (times hitl's) at words"
    yield f"{'':24}" + "".join(f"{size:>22,}" for size in _SIZES)
    texts = [(old := text(size, 1), edited(old) if related else text(size, 2)) for size in _SIZES]
    ours: list[float] = []
    for name, differ in differs.items():
        taken = [_seconds(differ, old, new) for old, new in texts]
        ours = ours or taken
        cells = (f"{1_000 * t:>13,.1f} ({t / own:>6,.1f})" for t, own in zip(taken, ours, strict=True))
        yield f"{name:24}" + "".join(cells)


def _seconds(differ: Differ, old: str, new: str) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        list(differ(old, new))
        best = min(best, time.perf_counter() - start)
        if best > _SLOW:
            break
    return best


if __name__ == "__main__":
    main()
