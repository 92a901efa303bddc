"""Everything that is stored of one review, as plain values."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from hitl.audit.seals import Kind

Row = dict[str, Any]
Step = tuple[Kind, int, Row]
"""A kind of record, its number (of a call and an outcome: of the decision behind it), and its row."""


@dataclass(frozen=True)
class Record:
    """The rows of the tables, in order, and the states in the checkpoints, oldest first; all in JSON's types.

    A value of a row that cannot be read is missing in it. `snapshots` is None where the states cannot be read; each
    has `at`, `next` (the nodes that follow), `values` (the state) and `stops` (what it waits for, if it does).
    """

    review: Row
    decisions: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)
    revisions: list[Row] = field(default_factory=list)
    snapshots: list[Row] | None = None

    @property
    def sealed(self) -> bool:
        """False for a review from before records were sealed."""
        return bool(self.review.get("seal"))

    @property
    def plain(self) -> dict[str, Any]:
        """The record in JSON's types; `Record(**plain)` is the record again."""
        return asdict(self)

    def steps(self) -> Iterator[Step]:
        """All records in the order in which they were sealed."""
        calls = {row.get("cause"): row for row in self.calls}
        yield "start", 0, self.review
        yield from self._drafted(0, calls)
        for row in self.decisions:
            number = row.get("number", 0)
            yield "decision", number, row
            yield from self._drafted(number, calls)
        known = {0, *(row.get("number", 0) for row in self.decisions)}
        for row in self.calls:
            if row.get("cause") not in known:
                yield "call", row.get("cause", 0), row
        yield from (("revision", r.get("number", 0), r) for r in self.revisions if r.get("cause") not in known)
        if self.review.get("outcome"):
            yield "outcome", len(self.decisions), self.review["outcome"]

    def _drafted(self, cause: int, calls: dict[Any, Row]) -> Iterator[Step]:
        """What came of a decision, or of the start."""
        if cause in calls:
            yield "call", cause, calls[cause]
        for row in self.revisions:
            if row.get("cause") == cause:
                yield "revision", row.get("number", 0), row
