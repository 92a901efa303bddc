"""What an auditor asks of the database: reviews as a whole, whatever is in them, and the ledger of the desk."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from hitl.audit import Record
from hitl.errors import NotFound
from hitl.store.database import Database
from hitl.store.faults import faults_in_words
from hitl.store.ledger import Head, enter, enter_settings, entries, head, settings_entered
from hitl.store.tables import reviews
from hitl.store.whole import (
    every_id,
    hold,
    many_rows,
    no_traces,
    raw_rows,
    remove_rows,
    replace_rows,
    strays,
    traces,
)


class Records:
    """The queries over whole records on one `Database`. Every method may raise StoreFault."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._engine = database.engine

    def raw_rows(self, review_id: str) -> dict[str, Any]:
        """All rows of a review as they are stored, readable or not. Raises NotFound where there are none."""
        with faults_in_words(), self._engine.connect() as connection:
            rows = raw_rows(connection, review_id)
        if not any(rows.values()):
            raise NotFound("There is no review with this address.")
        return rows

    def many_rows(self, review_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What `raw_rows` gives of each of some reviews, in few questions; nothing is raised where there are none."""
        with faults_in_words(), self._engine.connect() as connection:
            return many_rows(connection, review_ids)

    def with_entries(self, review_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """All rows of a review, and its entries in the ledger, of the same moment; there may be none."""
        with faults_in_words(), self.database.snapshot() as connection:
            return raw_rows(connection, review_id), entries(connection, review_id=review_id)

    def every_id(self) -> list[str]:
        """The ids of all reviews of which anything is stored: rows of any table, or checkpoints."""
        with faults_in_words(), self._engine.connect() as connection:
            return every_id(connection)

    def strays(self) -> list[str]:
        """The reviews beside whose checkpoints something was put that belongs to none of them."""
        with faults_in_words(), self._engine.connect() as connection:
            return strays(connection)

    def times(self, reviews_read: int) -> list[list[str]]:
        """The times of what was recorded in the reviews that were touched last, for each in the order of its chain."""
        with faults_in_words(), self._engine.connect() as connection:
            newest = connection.execute(select(reviews.c.id).order_by(reviews.c.touched.desc()).limit(reviews_read))
            rows = many_rows(connection, list(newest.scalars()))
        records = [Record(**each) for each in rows.values()]
        return [[str(row.get("at", row.get("created_at"))) for *_, row in record.steps()] for record in records]

    def repair(self, review_id: str, made: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
        """Put what is `made` of all rows of a review into their place, if it is any; nobody writes there meanwhile.

        The last of its repairs, which tells of this one, is entered in the desk's ledger too.
        """
        with faults_in_words(), self._engine.begin() as tx:
            hold(tx, review_id)
            rows = made(raw_rows(tx, review_id))
            if rows is not None:
                replace_rows(tx, review_id, rows)
                last = rows["repairs"][-1]
                details = {name: last[name] for name in ("source", "old_head", "changed")}
                details["ended"] = bool(rows["review"].get("outcome"))
                said = {name: last[name] for name in ("at", "actor", "reason")}
                enter(tx, "repair", review_id, head=last["seal"], details=details, **said)

    def remove(self, review_id: str, actor: str, reason: str) -> None:
        """Take all rows of a review away and note that. The caller keeps others from doing so at the same time."""
        with faults_in_words(), self._engine.begin() as tx:
            last = hold(tx, review_id)
            remove_rows(tx, review_id)
            enter(tx, "deletion", review_id, head=last, actor=actor, reason=reason)

    def has_traces(self) -> bool:
        """True where what was deleted may still stand in the files."""
        with faults_in_words(), self._engine.connect() as connection:
            return bool(traces(connection))

    def purge(self) -> None:
        """See to it that what was deleted so far is gone from the files too, as far as that is in our hands."""
        with faults_in_words(), self._engine.connect() as connection:
            notes = traces(connection)
        self.database.purge()
        with faults_in_words(), self._engine.begin() as tx:
            no_traces(tx, notes)

    def ledger(self) -> tuple[list[dict[str, Any]], Head | None]:
        """The entries of the desk's ledger, first to last; its head as it is kept apart, None where that is gone."""
        with faults_in_words(), self.database.snapshot() as connection:
            return entries(connection), head(connection)

    def ledger_head(self) -> Head:
        """How many entries the ledger has, and the seal of the last one."""
        with faults_in_words(), self._engine.connect() as connection:
            return head(connection) or Head(0, "")

    def deletions(self) -> list[dict[str, Any]]:
        """The entries of the ledger that tell of deletions, first to last."""
        with faults_in_words(), self._engine.connect() as connection:
            return entries(connection, "deletion")

    def note_settings(self, details: dict[str, Any]) -> None:
        """Enter the settings that new reviews begin with in the ledger, where they are others than the last ones."""
        with faults_in_words(), self._engine.connect() as connection:
            last = settings_entered(connection)
        if last != details:
            with faults_in_words(), self._engine.begin() as tx:
                enter_settings(tx, details)
