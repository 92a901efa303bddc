"""Everything that is stored of one review, as plain values, and the order in which it was written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hitl.audit.seals import Kind
from hitl.domain import Status

Row = dict[str, Any]

MISSING = "is missing"
PUT_IN = "was put in"


class Step(NamedTuple):
    """A kind of record, its number (of a call and an outcome: of the decision behind it), its row, and what is odd."""

    kind: Kind
    number: int
    row: Row | None
    odd: str = ""


@dataclass(frozen=True)
class Record:
    """The rows of the tables, in order, and the states in the checkpoints, oldest first; all in JSON's types.

    A value of a row that cannot be read is missing in it. `snapshots` is None where the states cannot be read; each
    has `next` (the nodes that follow), `values` (the state) and `stops` (what it waits for, if it does).
    """

    review: Row
    decisions: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)
    revisions: list[Row] = field(default_factory=list)
    repairs: list[Row] = field(default_factory=list)
    snapshots: list[Row] | None = None

    @property
    def running(self) -> bool:
        """True where the last decision is being carried out, or was recorded just now: what came of it comes later."""
        stands = self.review.get("outcome") or self.review.get("stop_id")
        return self.review.get("status") == Status.DRAFTING and not stands

    def steps(self) -> Iterator[tuple[Kind, int, Row]]:
        """All records that are there, in the order in which they were sealed."""
        for step in self.walk():
            if step.row is not None:
                yield step.kind, step.number, step.row

    def walk(self) -> Iterator[Step]:
        """All records in the order in which they were sealed, and in their places those that should be there too."""
        repairs, there = [Step("repair", row.get("number", 0), row) for row in self.repairs], 0
        for step in self._without_repairs():
            while repairs and (repairs[0].row or {}).get("place") == there:
                yield repairs.pop(0)
                there += 1
            yield step
            there += step.row is not None
        yield from repairs

    def _without_repairs(self) -> Iterator[Step]:
        decisions, calls = _by(self.decisions, "number"), _by(self.calls, "cause")
        texts, number = _by(self.revisions, "number"), 0
        last = max(decisions, default=0)
        if self.review.get("decided") == last + 1:  # the last one is gone
            last += 1
        yield Step("start", 0, self.review)
        for cause in _without_gaps([0, *decisions, last]):
            decision = decisions.get(cause)
            if cause:
                yield Step("decision", cause, decision, "" if decision else MISSING)
            running = cause == last and self.running
            for step in self._led_to(cause, decision, calls.pop(cause, None), texts, number + 1):
                number += step.kind == "revision"
                if not (running and step.odd == MISSING):
                    yield step
                if step.kind == "revision":
                    texts.pop(number, None)
        yield from (Step("call", cause, row, PUT_IN) for cause, row in calls.items())
        yield from (Step("revision", stray, row, PUT_IN) for stray, row in texts.items())
        yield from self._outcome(last)

    def _led_to(
        self, cause: int, decision: Row | None, call: Row | None, texts: dict[int, Row], number: int
    ) -> Iterator[Step]:
        """The call and the revision that a decision, or the start, led to; the revision has that number."""
        goto = (decision or {}).get("goto")
        if not cause:
            goto = "draft" if self.review.get("opening") is None else "amend"
        if call or goto == "draft":
            odd = MISSING if call is None else "" if goto in ("draft", None) else PUT_IN
            yield Step("call", cause, call, odd)
        came = goto == "amend" or (not call and texts.get(number, {}).get("cause") == cause)
        if came or (goto in ("draft", None) and call and call.get("problem") is None):
            yield Step("revision", number, texts.get(number), "" if number in texts else MISSING)

    def _outcome(self, last: int) -> Iterator[Step]:
        outcome = self.review.get("outcome")
        if outcome:
            sealed = {"seal": self.review.get("outcome_seal")}
            yield Step("outcome", last, outcome | sealed if isinstance(outcome, dict) else outcome)
        elif not self.running and self.review.get("status") != Status.WAITING:
            yield Step("outcome", last, None, MISSING)


def _by(rows: list[Row], key: str) -> dict[int, Row]:
    """Rows by their number, 0 for one that has none."""
    return {row[key] if isinstance(row.get(key), int) else 0: row for row in rows}


def _without_gaps(numbers: list[int]) -> Iterator[int]:
    """The numbers in order, and the first one of those that are missing in each gap."""
    before = -1
    for number in sorted(set(numbers)):
        if number > before + 1 >= 0:
            yield before + 1
        yield number
        before = number
