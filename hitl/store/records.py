"""What an auditor asks of the database: reviews as a whole, whatever is in them, and the ledger of the desk."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, inspect, select, text

from hitl.audit import Record
from hitl.errors import NotFound
from hitl.store.database import Database
from hitl.store.faults import faults_in_words
from hitl.store.ledger import Head, enter, enter_settings, entries, head, settings_entered
from hitl.store.reading import Reader
from hitl.store.tables import calls, decisions, next_touch, repairs, reviews, revisions, search

Row = dict[str, Any]

_OF_A_REVIEW = {decisions: "number", calls: "cause", revisions: "number", repairs: "number"}
"""The tables of its records, and the column by which each is in order."""

CHECKPOINTS = ("checkpoints", "writes", "checkpoint_writes", "checkpoint_blobs")
"""LangGraph's tables, of either kind of database."""

_STRAY_WRITES = """
SELECT DISTINCT w.thread_id FROM {} w LEFT JOIN checkpoints c ON c.thread_id = w.thread_id
AND c.checkpoint_ns = w.checkpoint_ns AND c.checkpoint_id = w.checkpoint_id WHERE c.thread_id IS NULL
"""
_STRAYS = {
    "checkpoints": "SELECT DISTINCT thread_id FROM checkpoints WHERE checkpoint_ns <> ''",  # no graph within a graph
    "writes": _STRAY_WRITES.format("writes"),
    "checkpoint_writes": _STRAY_WRITES.format("checkpoint_writes"),
    "checkpoint_blobs": """
SELECT DISTINCT b.thread_id FROM checkpoint_blobs b WHERE NOT EXISTS (
    SELECT 1 FROM checkpoints c WHERE c.thread_id = b.thread_id AND c.checkpoint_ns = b.checkpoint_ns
    AND c.checkpoint -> 'channel_versions' ->> b.channel = b.version)
""",
}

_REVIEW = Reader(reviews, without=("search_key", "touched"))
_READERS = {table: Reader(table) for table in _OF_A_REVIEW}
_TRACES = search.c.review_id.is_(None)
"""The notes that what was removed may still stand in the files."""


class Records:
    """The queries over whole records on one `Database`. Every method may raise StoreFault.

    The rows of a review are its own row under "review", and lists of its decisions, calls, revisions and repairs. A
    value that cannot be read is left out of its row; where the review's own row is gone, that is empty.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def raw_rows(self, review_id: str) -> Row:
        """All rows of a review as they are stored, readable or not. Raises NotFound where there are none."""
        rows = self.many_rows([review_id])[review_id]
        if not any(rows.values()):
            raise NotFound("There is no review with this address.")
        return rows

    def many_rows(self, review_ids: Sequence[str]) -> dict[str, Row]:
        """What `raw_rows` gives of each of some reviews, in few questions; nothing is raised where there are none."""
        with self.database.read() as connection:
            return _rows(connection, review_ids)

    def with_entries(self, review_id: str) -> tuple[Row, list[Row]]:
        """All rows of a review, and its entries in the ledger, of the same moment; there may be none."""
        with faults_in_words(), self.database.snapshot() as connection:
            return _rows(connection, [review_id])[review_id], entries(connection, review_id=review_id)

    def every_id(self) -> list[str]:
        """The ids of all reviews of which anything is stored: rows of any table, or checkpoints."""
        with self.database.read() as connection:
            names = set(inspect(connection).get_table_names())
            places = [("reviews", "id"), *((table.name, "review_id") for table in _OF_A_REVIEW)]
            places += [(name, "thread_id") for name in CHECKPOINTS if name in names]
            union = " UNION ".join(f"SELECT {column} AS id FROM {name}" for name, column in places)  # noqa: S608 - no value
            return [str(each) for each in connection.execute(text(f"{union} ORDER BY id")).scalars()]

    def strays(self) -> list[str]:
        """The reviews beside whose checkpoints something was put that belongs to none of them."""
        with self.database.read() as connection:
            names = set(inspect(connection).get_table_names())
            asked = [query for name, query in _STRAYS.items() if name in names]
            return sorted({each for query in asked for each in connection.execute(text(query)).scalars()})

    def times(self, reviews_read: int) -> list[list[str]]:
        """The times of what was recorded in the reviews that were touched last, for each in the order of its chain."""
        with self.database.read() as connection:
            newest = connection.execute(select(reviews.c.id).order_by(reviews.c.touched.desc()).limit(reviews_read))
            records = [Record(**each) for each in _rows(connection, list(newest.scalars())).values()]
        return [[str(row.get("at", row.get("created_at"))) for *_, row in record.steps()] for record in records]

    def repair(self, review_id: str, made: Callable[[Row], Row | None]) -> None:
        """Put what is `made` of all rows of a review into their place, if it is any; nobody writes there meanwhile.

        The last of its repairs, which tells of this one, is entered in the desk's ledger too.
        """
        with self.database.write() as tx:
            _hold(tx, review_id)
            rows = made(_rows(tx, [review_id])[review_id])
            if rows is not None:
                replace_rows(tx, review_id, rows)
                last = rows["repairs"][-1]
                details = {name: last[name] for name in ("source", "old_head", "changed")}
                details["ended"] = bool(rows["review"].get("outcome"))
                said = {name: last[name] for name in ("at", "actor", "reason")}
                enter(tx, "repair", review_id, head=last["seal"], details=details, **said)

    def remove(self, review_id: str, actor: str, reason: str) -> None:
        """Take all rows of a review away and note that. The caller keeps others from doing so at the same time."""
        with self.database.write() as tx:
            last = _hold(tx, review_id)
            _clear(tx, review_id)
            tx.execute(reviews.delete().where(reviews.c.id == review_id))
            tx.execute(insert(search).values(words=""))  # in the files they may still stand in unused places
            enter(tx, "deletion", review_id, head=last, actor=actor, reason=reason)

    def has_traces(self) -> bool:
        """True where what was deleted may still stand in the files."""
        with self.database.read() as connection:
            return connection.execute(select(search.c.key).where(_TRACES)).first() is not None

    def purge(self) -> None:
        """See to it that what was deleted so far is gone from the files too, as far as that is in our hands."""
        with self.database.read() as connection:
            notes = connection.execute(select(search.c.key).where(_TRACES)).scalars().all()
        self.database.purge()
        with self.database.write() as tx:
            tx.execute(search.delete().where(search.c.key.in_(notes)))

    def ledger(self) -> tuple[list[Row], Head | None]:
        """The entries of the desk's ledger, first to last; its head as it is kept apart, None where that is gone."""
        with faults_in_words(), self.database.snapshot() as connection:
            return entries(connection), head(connection)

    def ledger_head(self) -> Head:
        """How many entries the ledger has, and the seal of the last one."""
        with self.database.read() as connection:
            return head(connection) or Head(0, "")

    def deletions(self) -> list[Row]:
        """The entries of the ledger that tell of deletions, first to last."""
        with self.database.read() as connection:
            return entries(connection, "deletion")

    def note_settings(self, details: Row) -> None:
        """Enter the settings that new reviews begin with in the ledger, where they are others than the last ones."""
        with self.database.read() as connection:
            last = settings_entered(connection)
        if last != details:
            with self.database.write() as tx:
                enter_settings(tx, details)


def _rows(connection: Connection, review_ids: Sequence[str]) -> dict[str, Row]:
    found: dict[str, Row] = {each: {"review": {}} | {table.name: [] for table in _OF_A_REVIEW} for each in review_ids}
    for row in _REVIEW.rows(connection, _REVIEW.query.where(reviews.c.id.in_(review_ids))):
        found[row["id"]]["review"] = row
    for table, by in _OF_A_REVIEW.items():
        query = _READERS[table].query.where(table.c.review_id.in_(review_ids)).order_by(table.c[by])
        for row in _READERS[table].rows(connection, query):
            found[row["review_id"]][table.name].append(row)
    return found


def _hold(tx: Connection, review_id: str) -> str | None:
    """Let nobody write anything of a review until the transaction ends; the last seal, None where it is not there."""
    same = reviews.update().where(reviews.c.id == review_id).values(decided=reviews.c.decided)
    return tx.execute(same.returning(reviews.c.head)).scalar()


def replace_rows(tx: Connection, review_id: str, rows: Row) -> None:
    """Put other rows into the place of those that are there.

    The review's own row stays where it is: whoever waits for it to record a decision finds it.
    """
    _clear(tx, review_id)
    its_own = rows["review"] | {"search_key": None, "touched": next_touch()}
    if not tx.execute(reviews.update().where(reviews.c.id == review_id).values(its_own)).rowcount:
        tx.execute(insert(reviews).values(its_own))
    for table in _OF_A_REVIEW:
        if rows[table.name]:
            tx.execute(insert(table), [row | {"review_id": review_id} for row in rows[table.name]])


def _clear(tx: Connection, review_id: str) -> None:
    """Take all rows of a review away but its own, which whoever does that has locked."""
    for table in (search, *_OF_A_REVIEW):
        tx.execute(table.delete().where(table.c.review_id == review_id))
