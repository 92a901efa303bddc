"""What came of an assignment, and how the editor is told what was not done."""

from collections.abc import Sequence
from dataclasses import dataclass

from hitl.writer.offline.sheet import NOT_UNDERSTOOD, Miss
from hitl.writer.offline.text import quoted

_HINT = (
    'The built-in writer knows simple asks such as "shorter" or "add a call to action"; put it in other words or edit '
    "by hand."
)


@dataclass(frozen=True)
class Outcome:
    """A text, what was asked for and missed, further sentences for the editor, and the clauses that were seen to."""

    text: str
    missed: tuple[Miss, ...] = ()
    notes: tuple[str, ...] = ()
    done: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The notes for the editor, with one that names everything that was not done."""
        not_done = f"Not done: {_reasoned(self.missed)}." if self.missed else ""
        return tuple(filter(None, (not_done, *dict.fromkeys(self.notes))))

    def nothing_done(self, feedback: str) -> str:
        """Why the text is unchanged, and what the editor can do now."""
        unknown = [miss for miss in self.missed if miss.reason == NOT_UNDERSTOOD]
        rest = [miss for miss in self.missed if miss.reason != NOT_UNDERSTOOD]
        said = (
            f"Not understood: {_listed([miss.clause for miss in unknown])}." if unknown else "",
            f"Not done: {_reasoned(rest)}." if rest else "",
            f"Already so: {_listed(self.done)}." if self.done else "",
            "" if self.missed or self.done else f"No ask was found in {quoted(feedback)}.",
        )
        return " ".join(filter(None, ("Nothing was changed.", *said, *dict.fromkeys(self.notes), _HINT)))


def _listed(clauses: Sequence[str]) -> str:
    return "; ".join(map(quoted, clauses))


def _reasoned(missed: Sequence[Miss]) -> str:
    return "; ".join(f"{quoted(miss.clause)} ({miss.reason})" for miss in missed)
