"""A log of what the desk has acknowledged that survives the death of whoever writes it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from hitl.domain import Decision

RECORDED, REFUSED, FAULTED, STARTED = "recorded", "refused", "faulted", "started"


@dataclass(frozen=True)
class Click:
    """What became of a click: `words` are its feedback or text, `number` the decision that it was told."""

    outcome: str
    review_id: str
    verb: str = ""
    actor: str = ""
    words: str = ""
    number: int = 0


def recorded(review_id: str, decision: Decision) -> Click:
    """The click behind a decision that the desk has returned."""
    words = decision.feedback if decision.text is None else decision.text
    return Click(RECORDED, review_id, decision.verb, decision.actor, words, decision.number)


class ClickLog:
    """A file that any number of processes append to, one write for each line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def add(self, click: Click) -> None:
        """Write a click down; it is in the kernel's hands when this returns."""
        os.write(self._file, f"{json.dumps(asdict(click))}\n".encode())

    def close(self) -> None:
        """Give the file back."""
        os.close(self._file)

    def clicks(self) -> list[Click]:
        """All clicks so far, oldest first."""
        return [Click(**json.loads(line)) for line in self._path.read_text("utf-8").splitlines()]
