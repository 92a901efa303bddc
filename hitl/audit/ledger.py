"""The ledger: the chain of the desk itself, in which every review's start and end stands with its last seal then.

A review's own chain tells of changes within it. That a review, or a deletion, is not there any more, or that an
older copy of the whole database was put in its place, the ledger tells.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from hitl.audit.record import Record, Row
from hitl.audit.seals import fits, unknown_version


class Ledger:
    """The entries of a desk, first to last, and what is wrong with them as a chain.

    `head` is what the desk keeps apart: the number of entries and the last seal, None where that is gone.
    """

    def __init__(self, entries: Iterable[Row], head: tuple[int, str] | None) -> None:
        self.findings: list[str] = []
        self.seals: list[str] = []
        self._by_review: dict[str, list[Row]] = defaultdict(list)
        number, before = 0, ""
        for entry in entries:
            self.findings += _odd(entry, number + 1, before)
            number, before = int(entry["number"]), str(entry.get("seal"))
            self.seals.append(before)
            if entry.get("review_id"):
                self._by_review[entry["review_id"]].append(entry)
        if head is None:
            self.findings.append("The head of the ledger is missing.")
        elif head != (number, before):
            self.findings.append("The last entries of the ledger are missing, or its head was changed.")

    @property
    def head(self) -> str:
        """The seal of the last entry, "" where there is none."""
        return self.seals[-1] if self.seals else ""

    def started(self) -> list[str]:
        """The reviews that were started here and not deleted since, and so must be there."""
        return [each for each, rows in self._by_review.items() if not _of(rows, "deletion")]

    def of(self, review_id: str) -> list[Row]:
        """The entries about a review."""
        return self._by_review.get(review_id, [])


def ledger_disagreements(record: Record, entries: list[Row]) -> Iterator[str]:
    """What the entries about a review say differently than its record, as sentences.

    Of a review of which nothing is stored the record is empty.
    """
    deleted, started = bool(_of(entries, "deletion")), bool(_of(entries, "start"))
    if not record.review:
        if not (deleted or record.snapshots or any(True for _ in (*record.decisions, *record.revisions))):
            yield "This review was started here and is gone, and no deletion of it is recorded."
        return
    if deleted:
        yield "The ledger says that this review was deleted."
    if not started:
        yield "The ledger does not know the start of this review: it was put in."
    repaired = len(_of(entries, "repair"))
    if repaired != len(record.repairs):
        yield f"The ledger counts repairs of this review: {repaired}. Its record has {len(record.repairs)}."
    closing = [row for row in entries if row.get("event") in ("end", "repair")]
    ended = bool(closing) and (closing[-1]["event"] == "end" or bool((closing[-1].get("details") or {}).get("ended")))
    if ended != bool(record.review.get("outcome")):
        yield f"The ledger says that this review {'has ended' if ended else 'has not ended'}."
    yield from _heads(record, entries)


def _heads(record: Record, entries: list[Row]) -> Iterator[str]:
    """Whether the seals that the ledger noted are those of the record; a repair may have made earlier ones anew."""
    starts, repaired, ends = (_of(entries, event) for event in ("start", "repair", "end"))
    if not repaired and starts and starts[0].get("head") != record.review.get("seal"):
        yield "The ledger noted another seal of the start than the record has."
    last = [row for row in entries if row in repaired or row in ends][-1:]
    if last == ends[-1:] != [] and last[0].get("head") != record.review.get("outcome_seal"):
        yield "The ledger noted another seal of the outcome than the record has."
    if last == repaired[-1:] != [] and record.repairs and last[0].get("head") != record.repairs[-1].get("seal"):
        yield "The ledger noted another seal of the last repair than the record has."


def _of(rows: list[Row], event: str) -> list[Row]:
    return [row for row in rows if row.get("event") == event]


def _odd(entry: Row, number: int, before: str) -> Iterator[str]:
    """What is wrong with an entry that should have a number and stand after a seal."""
    if entry["number"] != number:
        yield f"Entry {number} of the ledger is missing."
        return
    if unknown := unknown_version(entry):
        yield f"Entry {number} of the ledger {unknown}."
    elif not fits(entry.get("seal"), before, "entry", entry):
        yield f"Entry {number} of the ledger is not what was sealed: it was changed, or what stood before it."
