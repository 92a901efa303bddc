"""The built-in writer: no language model, no network, the same text for the same assignment.

It writes a first draft from sentences of its own and the brief's facts, and it revises by editing:
what the last feedback asks for is carried out on the text as it stands, and what it could not
understand or do is said in the notes.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from hitl.domain import Brief
from hitl.errors import DraftFailed
from hitl.settings import OFFLINE_MODEL
from hitl.writer.offline.compose import compose
from hitl.writer.offline.length import fitted
from hitl.writer.offline.outcome import Outcome
from hitl.writer.offline.revise import carry_out, revise
from hitl.writer.offline.sheet import Sheet
from hitl.writer.offline.text import metrics, quoted
from hitl.writer.offline.topic import Story
from hitl.writing import Assignment, Writing, Written

__all__ = ["MODEL", "OfflineWriter", "metrics"]

MODEL = OFFLINE_MODEL
_LONGEST = 4.0
_ENGLISH = ("", "english", "en", "british english", "american english", "en-us", "en-gb", "uk english", "us english")


@dataclass(frozen=True)
class OfflineWriter:
    """A `Writer` that pauses `pause` seconds between words, and never more than four seconds in all."""

    pause: float = 0.02

    def __call__(self, assignment: Assignment) -> Writing:
        """Yield the text word by word and return it; the pieces joined are the text.

        Raises `DraftFailed` "nothing_done", before the first word, when a revision would change nothing.
        """
        outcome = _outcome(assignment)
        if assignment.draft and outcome.text == assignment.draft:
            last = assignment.feedback[-1] if assignment.feedback else ""
            raise DraftFailed("nothing_done", outcome.nothing_done(last))
        pieces = _pieces(outcome.text, self._most(assignment))
        for number, piece in enumerate(pieces):
            if number and self.pause:
                time.sleep(self.pause)
            yield piece
        return Written(outcome.text, model=MODEL, tokens=0, notes=outcome.told)

    def _most(self, assignment: Assignment) -> int:
        """How many pieces there is time for."""
        return int(min(_LONGEST, assignment.seconds / 2) / self.pause) if self.pause else 0


def _outcome(assignment: Assignment) -> Outcome:
    if assignment.draft:
        return revise(assignment.brief, assignment.draft, assignment.feedback)
    return _first_draft(assignment.brief)


def _first_draft(brief: Brief) -> Outcome:
    text, story = compose(brief)
    sheet = carry_out(Sheet(text, brief, before=text, fresh=story.told), story.wishes)
    limit = brief.character_limit
    notes = list(sheet.notes)
    if limit is not None and len(sheet.text) > limit:
        sheet = sheet.with_text(fitted(sheet, "characters", limit))
        notes.append(_cut_note(sheet.text, story, limit))
    if brief.language.strip().lower() not in _ENGLISH:
        notes.append(f"The built-in writer writes English only; the brief asks for {brief.language.strip()}.")
    return Outcome(sheet.text, sheet.missed, tuple(notes))


def _cut_note(text: str, story: Story, limit: int) -> str:
    """What the editor has to know about a draft that was cut: the limit, and what it left no room for."""
    left_out = [words for words in story.told if words.rstrip(".") not in text]
    cut = f"The draft was cut to keep to {limit:,} characters."
    return cut + (f" There was no room for {'; '.join(map(quoted, left_out))}." if left_out else "")


def _pieces(text: str, most: int) -> Sequence[str]:
    """The text in words with the white space after them, several at a time where there are more than `most`."""
    words = re.findall(r"^\s+|\S+\s*", text)
    size = -(-len(words) // most) if most else 1
    return ["".join(words[start : start + size]) for start in range(0, len(words), size)]
