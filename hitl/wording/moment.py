"""One moment of a review: a line, facts, and what can be read of it to the letter.

Its record may be damaged, and holds text that nobody has checked: whoever shows it shows it as text.
"""

import json
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, cast

from hitl.audit import Kind, content, name
from hitl.audit.record import Row
from hitl.domain import Counters
from hitl.errors import UNREADABLE
from hitl.wording import SECONDS, clock, counted, version
from hitl.wording.readable import Readable

MomentKind = Kind | Literal["stop"]
Facts = list[tuple[str, str]]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Paper:
    """Something to read: its name, what to know before, and its parts, each a heading (or "") and the exact text."""

    name: str
    remark: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    form: Literal["text", "JSON"] = "text"


@dataclass(frozen=True)
class Moment(Generic[_T]):
    """A sealed record of a review, or a stop; by itself one that is missing or cannot be read.

    `number` is the record's own, of a stop that of the decision which is taken there; `cause` is the number of the
    decision behind it. `row` is empty for a stop, `before` is the seal before, and `at` a time as it is stored.
    """

    of: Readable
    kind: MomentKind
    number: int
    cause: int
    value: _T
    row: Row
    at: str = ""
    before: str = ""
    odd: str = ""

    @property
    def seal(self) -> str:
        """The seal, empty for a stop, which has none."""
        return str(self.row.get("seal") or "")

    @property
    def line(self) -> str:
        """What happened, in one line."""
        line = self._line()
        if not line:
            return f"{name(cast('Kind', self.kind), self.number)} {self.odd or 'cannot be read'}"
        return f"{line} ({self.odd})" if self.odd else line

    @property
    def facts(self) -> Facts:
        """What neither the line nor a paper says, in pairs of a name and words."""
        when = [("When", clock(self.at, SECONDS))] if self.at else []
        return [(name, said) for name, said in when + self._facts() if said]

    @property
    def papers(self) -> list[Paper]:
        """All that can be read to the letter, what is asked for most first."""
        return [*self._papers(), *([] if self.kind == "stop" else [self._sealed()]), self._state()]

    def _line(self) -> str:
        return ""

    def _facts(self) -> Facts:
        return []

    def _papers(self) -> list[Paper]:
        return []

    def _sealed(self) -> Paper:
        if not self.seal:
            return Paper("Seal", "This record has no seal.", (("", _json(self.row)),), "JSON")
        remark = "The seal is the SHA-256 of what is here as “sealed”, without blanks and with its names in order:"
        try:
            held = content(cast("Kind", self.kind), self.row)
        except UNREADABLE:
            remark, held = "A part of what was sealed cannot be read. What can:", self.row
        sealed = {"before": self.before, "content": held, "kind": self.kind, "v": self.row.get("v")}
        return Paper("Seal", remark, (("", _json({"seal": self.seal, "sealed": sealed})),), "JSON")

    def _state(self) -> Paper:
        """The state where the loop stopped next: elsewhere it is seldom saved."""
        states = self.of.record.snapshots
        if states is None:
            return Paper("Saved state", "The saved states of this review cannot be read.")
        here = [state for state in states if _decided(state) == self.cause]
        if not here:
            return Paper("Saved state", "No state was saved for this alone.")
        remark = "What the loop kept where it stopped next, and the node that follows there:"
        return Paper("Saved state", remark, (("", _json(here[-1])),), "JSON")

    def _text(self, name: str, number: int, digest: str) -> Paper:
        """A text by its number, and whether it is still the one with this SHA-256."""
        if not number:
            return Paper(name, "There was no text yet.")
        text = self.of.text(number)
        if text is None:
            return Paper(name, f"The text of {version(number)} is not there any more.")
        remark = f"{version(number)}, to the letter (SHA-256 {digest}):"
        if not self.of.stands(number, digest):
            remark = f"This is stored as {version(number)} now. It is not the text of then, whose SHA-256 is {digest}:"
        return Paper(name, remark, (("", text),))

    def _used(self, counters: Counters) -> str:
        """What had been used up: "2 of 5 revisions used, 1,234 tokens"."""
        policy, spent = self.of.review.policy, counters.tokens_spent
        tokens = f"{spent:,} of {counted(policy.token_budget, 'token')}" if policy.token_budget else ""
        revisions = f"{counters.revisions_used:,} of {counted(policy.max_revisions, 'revision')} used"
        return f"{revisions}, {tokens or counted(spent, 'token')}"


def _decided(state: Row) -> int:
    """The number of the last decision in a saved state, 0 where there is none."""
    try:
        return int(state["values"]["decision"]["number"])
    except UNREADABLE:
        return 0


def _json(value: Any) -> str:  # noqa: ANN401 - whatever a record holds
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
