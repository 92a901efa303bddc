"""Whether the record of deleted reviews is as it was written."""

from collections.abc import Iterator, Sequence

from hitl.audit.record import Row
from hitl.audit.seals import fits


def verify_deletions(rows: Sequence[Row]) -> list[str]:
    """What is wrong with the record of deletions, as sentences; empty where all is as it was written."""
    return list(_odd(rows))


def _odd(rows: Sequence[Row]) -> Iterator[str]:
    before = ""
    for place, row in enumerate(rows, 1):
        if row["number"] != place:
            yield f"Deletion {place} is missing."
            return
        if not fits(row["seal"], before, "deletion", row):
            yield f"Deletion {place} is not what was sealed: it was changed, or what stood before it."
        before = row["seal"]
