"""Reviews, revisions and decisions in one database, beside LangGraph's checkpoints.

A decision is recorded by a compare-and-swap: one UPDATE that only matches while the stop waits and
counts the decision, then an INSERT under a unique key on (review, interrupt). It begins with the UPDATE,
so that SQLite waits for its turn there instead of failing on an old snapshot.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from hitl.audit import PLACES, VERSION
from hitl.codec import dump
from hitl.domain import Decision, Outcome, Review, Revision, Status, Stop
from hitl.errors import NotFound, Stale
from hitl.store.chain import Level, Reached, append, level
from hitl.store.database import Database, open_database
from hitl.store.ledger import Head, enter, enter_settings
from hitl.store.listing import MOST_COUNTED, Listed, listed
from hitl.store.records import Records
from hitl.store.rows import as_decision, as_review, as_revision, damage_in_words, review_row, standing
from hitl.store.search import has_index, index, not_indexed
from hitl.store.tables import decisions, next_touch, reviews, revisions
from hitl.wording import clock, in_short

__all__ = [
    "MOST_COUNTED",
    "Database",
    "Head",
    "Level",
    "Listed",
    "Reached",
    "Store",
    "damage_in_words",
    "open_database",
]

_DRAFTING = (reviews.c.place == PLACES[Status.DRAFTING]) & (reviews.c.status == Status.DRAFTING.value)

# What each turn asks is made once: making a statement takes as long as carrying it out.
_REVIEW = reviews.select().where(reviews.c.id == bindparam("here"))
_DECISION_AT = decisions.select().where(
    decisions.c.review_id == bindparam("here"), decisions.c.interrupt_id == bindparam("stop")
)
_COUNT = (
    reviews.update()
    .where(reviews.c.id == bindparam("here"), reviews.c.stop_id == bindparam("stands"))
    .values({name: bindparam(f"new_{name}") for name in ("status", "place", "updated_at")})
    .values(stop_id=None, stop=None, halt=None, decided=reviews.c.decided + 1, touched=next_touch())
    .returning(reviews.c.decided, reviews.c.head)
)


class Store(Records):
    """The queries of the desk on one `Database`. Every method may raise StoreFault; those that read, Damaged."""

    def add(self, review: Review, settings: dict[str, Any] | None = None) -> bool:
        """Record a new review, once, and before it the `settings` that it begins with where they are new ones.

        It counts as started from here on. False where the same click has come before.
        """
        row = review_row(review)
        with self.database.read() as tx:
            try:
                tx.execute(insert(reviews).values(row | {"touched": next_touch()}))
            except IntegrityError:
                tx.rollback()
                _one(tx, review.id)
                return False
            if settings is not None:
                enter_settings(tx, settings)
            enter(tx, "start", review.id, head=row["seal"], at=review.created_at, actor=review.owner)
            tx.commit()
            return True

    def review(self, review_id: str) -> Review:
        """The review of this id. Raises NotFound."""
        with damage_in_words("The record"), self.database.read() as connection:
            return as_review(_one(connection, review_id))

    def record(self, review_id: str, decision: Decision) -> Decision:
        """Record what was decided at a stop, once; the decision gets its number.

        The same decision again is answered with the one that stands. Raises Stale where another one
        stands, or where the stop is not the current one; NotFound.
        """
        told = {"here": review_id, "stands": decision.interrupt_id}
        told |= {f"new_{name}": value for name, value in standing(Status.DRAFTING).items()}
        with self.database.write() as tx:
            row = tx.execute(_COUNT, told).first()
            if row is None:
                return _standing_decision(tx, review_id, decision)
            numbered = replace(decision, number=row.decided)
            append(tx, review_id, row.head, [(decisions, dump(numbered))])
            return numbered

    def decision_at(self, review_id: str, interrupt_id: str) -> Decision | None:
        """The decision that was taken at a stop, if one was."""
        with damage_in_words("A decision"), self.database.read() as connection:
            return _decision_at(connection, review_id, interrupt_id)

    def said(self, review_id: str, numbers: Sequence[int]) -> dict[int, str]:
        """The feedback of decisions by their numbers. Raises Damaged where one is gone."""
        if not numbers:
            return {}
        with damage_in_words("A decision"), self.database.read() as connection:
            query = select(decisions.c.number, decisions.c.feedback).where(decisions.c.review_id == review_id)
            said = dict(connection.execute(query).all())
            return {number: said[number] for number in numbers}

    def level(self, review_id: str, reached: Reached, stop: Stop) -> Level:
        """Bring the tables level with a checkpoint that waits at a stop."""
        values = standing(Status.WAITING) | {"stop_id": stop.interrupt_id, "stop": dump(stop)}
        with self.database.write() as tx:
            return level(tx, review_id, reached, values)

    def end(self, review_id: str, reached: Reached, outcome: Outcome) -> Level:
        """Bring the tables level with a checkpoint of a review that has ended."""
        values = standing(outcome.status) | {"stop_id": None, "stop": None}
        values |= {"ending": outcome.reason, "outcome": dump(outcome) | {"v": VERSION}}
        with self.database.write() as tx:
            return level(tx, review_id, reached, values)

    def mark(self, review_id: str, damage: str) -> None:
        """Note what cannot be read of a review, in words; empty once it can."""
        changed = (reviews.c.id == review_id) & (reviews.c.damage != damage)
        with self.database.write() as tx:
            tx.execute(reviews.update().where(changed).values(damage=damage))

    def ask_to_halt(self, review_id: str, decided: int, actor: str) -> bool:
        """Ask the draft that came of decision number `decided`, wherever it runs, to stop; False if none does."""
        here = (reviews.c.id == review_id) & (reviews.c.decided == decided)
        running = here & (reviews.c.status == Status.DRAFTING.value)
        with self.database.write() as tx:
            return bool(tx.execute(reviews.update().where(running).values(halt=actor)).rowcount)

    def halted(self) -> dict[str, str]:
        """The reviews whose running drafts somebody asked to stop, and who."""
        asked = _DRAFTING & reviews.c.halt.is_not(None)
        with self.database.read() as connection:
            return {row.id: row.halt for row in connection.execute(select(reviews.c.id, reviews.c.halt).where(asked))}

    def unfinished(self) -> dict[str, int]:
        """The reviews that somebody should be driving now, oldest click first; damaged ones are left out.

        With each comes a number that is another one as soon as anything is done to it.
        """
        with self.database.read() as connection:
            query = select(reviews.c.id, reviews.c.touched).where(_DRAFTING & (reviews.c.damage == ""))
            return {row.id: row.touched for row in connection.execute(query.order_by(reviews.c.touched))}

    def last_touch(self) -> int:
        """The number of the review that was touched last, 0 where there is none."""
        with self.database.read() as connection:
            return int(connection.execute(select(func.coalesce(func.max(reviews.c.touched), 0))).scalar_one())

    def damaged(self) -> list[str]:
        """The reviews of which something cannot be read."""
        with self.database.read() as connection:
            return list(connection.execute(select(reviews.c.id).where(reviews.c.damage != "")).scalars())

    def beginning(self, with_id: str, most: int) -> list[tuple[str, str]]:
        """The ids and titles of the reviews whose id, in hex, begins so; at most so many."""
        here = (reviews.c.id >= with_id) & (reviews.c.id < with_id + "g")
        query = select(reviews.c.id, reviews.c.title).where(here).order_by(reviews.c.id).limit(most)
        with self.database.read() as connection:
            return [(row.id, row.title) for row in connection.execute(query)]

    def revisions(self, review_id: str) -> list[Revision]:
        """All texts of a review, first to last."""
        with damage_in_words("A revision"), self.database.read() as connection:
            return [as_revision(row) for row in connection.execute(_of(revisions, review_id))]

    def revision(self, review_id: str, number: int) -> Revision:
        """One text of a review. Raises NotFound."""
        with damage_in_words("A revision"), self.database.read() as connection:
            row = connection.execute(_of(revisions, review_id).where(revisions.c.number == number)).first()
            if row is None:
                raise NotFound(f"This review has no revision {number}.")
            return as_revision(row)

    def decisions(self, review_id: str) -> list[Decision]:
        """All decisions of a review, first to last."""
        with damage_in_words("A decision"), self.database.read() as connection:
            return [as_decision(row) for row in connection.execute(_of(decisions, review_id))]

    def index(self, most: int) -> int:
        """Make the words of some reviews ready to be searched in; how many reviews that were."""
        with self.database.write() as tx:
            return index(tx, most)

    def not_indexed(self) -> int | None:
        """How many reviews have words that are not ready yet; None where the database cannot have an index of words."""
        with self.database.read() as connection:
            return not_indexed(connection) if has_index(connection) else None

    def lines(
        self,
        statuses: Sequence[Status] = (),
        search: str = "",
        limit: int = 25,
        offset: int = 0,
        most: int | None = MOST_COUNTED,
    ) -> Listed:
        """A page of the list, and how many lines there are in all; those that a search finds are counted up to `most`.

        What waits comes first, then what is drafting, then what has ended; the newest first in each.
        `search` looks for a phrase in the title and the text that stands, without regard to case.
        """
        with self.database.read() as connection:
            return listed(connection, statuses, search.strip(), limit, offset, most)


def _of(table: Table, review_id: str) -> Select[Any]:
    """The records of a review in a table, first to last."""
    return table.select().where(table.c.review_id == review_id).order_by(table.c.number)


def _one(connection: Connection, review_id: str) -> Row[Any]:
    row = connection.execute(_REVIEW, {"here": review_id}).first()
    if row is None:
        raise NotFound("There is no review with this address.")
    return row


def _decision_at(connection: Connection, review_id: str, interrupt_id: str) -> Decision | None:
    row = connection.execute(_DECISION_AT, {"here": review_id, "stop": interrupt_id}).first()
    return as_decision(row) if row else None


def _standing_decision(connection: Connection, review_id: str, late: Decision) -> Decision:
    """The decision that a late click lost to: itself when it is the same click again, else Stale."""
    _one(connection, review_id)
    first = _decision_at(connection, review_id, late.interrupt_id)
    if first is None:
        moved = "This review has moved on since the page was drawn. Nothing was recorded."
        raise Stale(moved, late.seen_number)
    if replace(late, number=first.number, at=first.at) == first:
        return first
    raise Stale(
        f"{first.actor} already decided on revision {first.seen_number} before you, {clock(first.at)} "
        f"({in_short(first)}). Yours was not recorded.",
        late.seen_number,
        first,
    )
