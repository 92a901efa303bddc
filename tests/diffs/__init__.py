"""Pairs of texts with what an editor says changed between them, written by hand.

In the files `*.txt` a line `=== name` begins a pair; `[-gone-]` stands in the old text only, `{+new+}` in
the new one only, and `[1-here-]` with `{1+there+}` is a text that moved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

from hitl.diff import Change, Kind

_MARKED = regex.compile(r"\[(?P<move>\d*)-(?P<gone>.*?)-\]|\{(?P<move>\d*)\+(?P<new>.*?)\+\}", regex.DOTALL)
_HEAD = regex.compile(r"^=== (.+)\n", regex.MULTILINE)


@dataclass(frozen=True)
class Pair:
    """Two texts, and the changes between them that are expected."""

    name: str
    expected: tuple[Change, ...]

    @property
    def old(self) -> str:
        return "".join(change.text for change in self.expected if change.kind != "insert")

    @property
    def new(self) -> str:
        return "".join(change.text for change in self.expected if change.kind != "delete")

    @property
    def moves(self) -> bool:
        return any(change.move for change in self.expected)


def pairs() -> list[Pair]:
    """All pairs, by file and in the order of the file."""
    found = []
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        _, *parts = _HEAD.split(path.read_text(encoding="utf-8"))
        found += [Pair(name, tuple(read(text.strip("\n")))) for name, text in zip(parts[::2], parts[1::2], strict=True)]
    return found


def read(notation: str) -> Iterator[Change]:
    """The changes that a notation stands for."""
    end = 0
    for match in _MARKED.finditer(notation):
        if end < match.start():
            yield Change("same", notation[end : match.start()])
        kind: Kind = "insert" if match["gone"] is None else "delete"
        yield Change(kind, match["new"] if match["gone"] is None else match["gone"], int(match["move"] or 0) or None)
        end = match.end()
    if end < len(notation):
        yield Change("same", notation[end:])


def written(changes: Iterable[Change]) -> str:
    """The notation of changes."""
    frames = {"same": "{1}", "delete": "[{0}-{1}-]", "insert": "{{{0}+{1}+}}"}
    return "".join(frames[change.kind].format(change.move or "", change.text) for change in changes)
