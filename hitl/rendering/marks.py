"""What changed in a text, marked in the runs of it that are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from hitl.diff import Change
from hitl.rendering.offsets import Run


@dataclass(frozen=True)
class Mark:
    """A change number `number` in a text: what came stands from `start` to `end`; `gone` is what went there."""

    number: int
    start: int
    end: int
    gone: str = ""
    moved: bool = False


def marked(changes: Iterable[Change], *, gone: bool = True) -> tuple[Mark, ...]:
    """What changed from one text to another, as marks in the other; neighbouring changes are one.

    Without `gone` what went is not in them: where nothing came for it, an empty mark has its place.
    """
    marks: list[Mark] = []
    at = 0
    for same, run in groupby(changes, key=lambda change: change.kind == "same"):
        group = list(run)
        came = [change for change in group if change.kind != "delete"]
        end = at + sum(len(change.text) for change in came)
        went = "".join(change.text for change in group if change.is_plain("delete"))
        if not same and (went or end > at):
            moved = any(change.move is not None for change in came)
            marks.append(Mark(len(marks) + 1, at, end, went if gone else "", moved))
        at = end
    return tuple(marks)


class Marked:
    """Runs of a text as HTML, one after the other, with the marks in them."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._next = 0  # of the marks that end behind what was shown
        self._seen: set[int] = set()
        self.shown: list[tuple[int, int]] = []
        """Where in the source what was shown stands."""

    def run(self, run: Run) -> str:
        """A run with its changes; one that shows nowhere stands before the next run that is shown."""
        if run.start is None or run.end is None:
            return escape(run.text)
        self.shown.append((run.start, run.end))
        shown, at = [self._unseen(run.start)], run.start
        while at < run.end and (mark := self._mark) and mark.start < run.end:
            if mark.start > at and run.exact:
                shown.append(_span(run, at, mark.start))
                at = mark.start
            shown.append(self._went(mark))
            end = min(mark.end, run.end) if run.exact else run.end
            if mark.end > at and end > at:
                moved = ' class="hitl-moved"' if mark.moved else ""
                self._seen.add(mark.number)
                shown.append(f'<ins data-change="{mark.number}"{moved}>{_span(run, at, end)}</ins>')
                at = end
            if mark.end > run.end:
                return "".join(shown)
            self._next += 1
        shown.append(_span(run, at, run.end) if at < run.end else "")
        while (mark := self._mark) and mark.start == mark.end == run.end:  # what went stood behind this run
            shown.append(self._went(mark))
            self._next += 1
        return "".join(shown)

    @property
    def _mark(self) -> Mark | None:
        return self._marks[self._next] if self._next < len(self._marks) else None

    def _unseen(self, before: int) -> str:
        """The changes that end before an offset and were not shown, as places; what went there at each."""
        shown = ""
        while (mark := self._mark) and max(mark.end, mark.start + 1) <= before:
            shown += self._went(mark) or self._place(mark)
            self._next += 1
        return shown

    def _went(self, mark: Mark) -> str:
        """What went at a change, once, or the place where nothing came for it."""
        if mark.number in self._seen or not mark.gone:
            return self._place(mark) if mark.start == mark.end else ""
        self._seen.add(mark.number)
        return f'<del data-change="{mark.number}">{escape(mark.gone)}</del>'

    def _place(self, mark: Mark) -> str:
        """The place of a change that shows nowhere else."""
        if mark.number in self._seen:
            return ""
        self._seen.add(mark.number)
        return f'<ins data-change="{mark.number}" class="hitl-place"></ins>'

    def rest(self) -> str:
        """The changes that stand behind all that was shown."""
        return self._unseen(self._marks[-1].end + 1) if self._marks else ""


def _span(run: Run, start: int, end: int) -> str:
    text = run.text[start - (run.start or 0) : end - (run.start or 0)] if run.exact else run.text
    return f'<span data-s="{start}" data-e="{end}">{escape(text)}</span>'
