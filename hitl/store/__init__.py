"""Reviews, revisions and decisions in one database, beside LangGraph's checkpoints.

A decision is recorded by a compare-and-swap: one UPDATE that only matches while the stop waits, then
an INSERT under a unique key on (review, interrupt). Each writing transaction begins with its UPDATE,
so that SQLite waits for its turn there instead of failing on an old snapshot.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select
from sqlalchemy import insert as insert_into

from hitl.domain import Brief, Counters, Decision, Line, Policy, Review, Revision, Status, Stop, Verb, now, plain
from hitl.errors import NotFound, Stale
from hitl.store.database import Database, faults_in_words
from hitl.store.tables import decisions, reviews, revisions

__all__ = ["Database", "Store", "faults_in_words"]

_PLACES = {Status.WAITING: 0, Status.DRAFTING: 1}


class Store:
    """The queries of the desk on one `Database`. Every method may raise StoreFault."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._engine = database.engine

    def add(self, review: Review) -> None:
        """Record a new review; it counts as started from here on."""
        row = {
            "id": review.id,
            "title": review.title,
            "kind": review.brief.kind.value,
            "number": review.counters.texts,
            "owner": review.owner,
            "created_at": review.created_at,
            "brief": plain(review.brief),
            "policy": plain(review.policy),
            "counters": plain(review.counters),
            "opening": review.opening,
            "ending": review.ending,
        }
        with faults_in_words(), self._engine.begin() as tx:
            tx.execute(insert_into(reviews).values(row | _standing(review.status)))

    def review(self, review_id: str) -> Review:
        """The review of this id. Raises NotFound."""
        with faults_in_words(), self._engine.connect() as connection:
            return _review(_one(connection, review_id))

    def record(self, review_id: str, decision: Decision) -> Decision:
        """Record what was decided at a stop, once; the decision gets its number.

        The same decision again is answered with the one that stands. Raises Stale where another one
        stands, or where the stop is not the current one; NotFound.
        """
        with faults_in_words(), self._engine.begin() as tx:
            won = tx.execute(
                reviews.update()
                .where(reviews.c.id == review_id, reviews.c.stop_id == decision.interrupt_id)
                .values(_standing(Status.DRAFTING) | {"stop_id": None, "stop": None, "halt": None})
            ).rowcount
            if not won:
                return _standing_decision(tx, review_id, decision)
            taken = tx.execute(select(func.count()).where(decisions.c.review_id == review_id)).scalar_one()
            numbered = replace(decision, number=taken + 1)
            tx.execute(insert_into(decisions).values(plain(numbered) | {"review_id": review_id}))
            return numbered

    def decision_at(self, review_id: str, interrupt_id: str) -> Decision | None:
        """The decision that was taken at a stop, if one was."""
        with faults_in_words(), self._engine.connect() as connection:
            return _decision_at(connection, review_id, interrupt_id)

    def level(self, review_id: str, revision: Revision | None, counters: Counters, stop: Stop) -> bool:
        """Bring the tables level with a checkpoint that waits at `stop`; False if that was decided meanwhile."""
        with faults_in_words(), self._engine.begin() as tx:
            values = _standing(Status.WAITING) | {"stop_id": stop.interrupt_id, "stop": plain(stop)}
            _level(tx, review_id, revision, counters, values)
            return _decision_at(tx, review_id, stop.interrupt_id) is None

    def end(self, review_id: str, revision: Revision | None, counters: Counters, status: Status, why: str) -> None:
        """Bring the tables level with a checkpoint of a review that has ended."""
        with faults_in_words(), self._engine.begin() as tx:
            values = _standing(status) | {"stop_id": None, "stop": None, "ending": why}
            _level(tx, review_id, revision, counters, values)

    def ask_to_halt(self, review_id: str, number: int, actor: str) -> None:
        """Ask the draft that follows revision `number`, wherever it runs, to stop."""
        here = (reviews.c.id == review_id) & (reviews.c.number == number)
        running = here & (reviews.c.status == Status.DRAFTING.value)
        with faults_in_words(), self._engine.begin() as tx:
            tx.execute(reviews.update().where(running).values(halt=actor))

    def halted_by(self, review_id: str) -> str | None:
        """Who asked the running draft to stop, if somebody did."""
        with faults_in_words(), self._engine.connect() as connection:
            return connection.execute(select(reviews.c.halt).where(reviews.c.id == review_id)).scalar()

    def unfinished(self) -> list[str]:
        """The reviews that somebody should be driving now, oldest click first."""
        drafting = reviews.c.status == Status.DRAFTING.value
        with faults_in_words(), self._engine.connect() as connection:
            query = select(reviews.c.id).where(drafting).order_by(reviews.c.updated_at)
            return list(connection.execute(query).scalars())

    def revisions(self, review_id: str) -> list[Revision]:
        """All texts of a review, first to last."""
        query = revisions.select().where(revisions.c.review_id == review_id).order_by(revisions.c.number)
        with faults_in_words(), self._engine.connect() as connection:
            return [_revision(row) for row in connection.execute(query)]

    def revision(self, review_id: str, number: int) -> Revision:
        """One text of a review. Raises NotFound."""
        key = (revisions.c.review_id == review_id) & (revisions.c.number == number)
        with faults_in_words(), self._engine.connect() as connection:
            row = connection.execute(revisions.select().where(key)).first()
        if row is None:
            raise NotFound(f"This review has no revision {number}.")
        return _revision(row)

    def decisions(self, review_id: str) -> list[Decision]:
        """All decisions of a review, first to last."""
        query = decisions.select().where(decisions.c.review_id == review_id).order_by(decisions.c.number)
        with faults_in_words(), self._engine.connect() as connection:
            return [_decision(row) for row in connection.execute(query)]

    def lines(
        self, statuses: Sequence[Status] = (), search: str = "", limit: int = 25, offset: int = 0
    ) -> tuple[list[Line], int]:
        """A page of the list, and how many lines there are in all.

        What waits comes first, then what is drafting, then what has ended; the newest first in each.
        `search` looks for a phrase in the title and the text that stands, without regard to case.
        """
        query = _filtered(select(reviews), statuses, search.strip())
        ordered = query.order_by(reviews.c.place, reviews.c.updated_at.desc()).limit(limit).offset(offset)
        with faults_in_words(), self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return [_line(row) for row in connection.execute(ordered)], total


def _standing(status: Status) -> dict[str, Any]:
    return {"status": status.value, "place": _PLACES.get(status, 2), "updated_at": now()}


def _level(
    tx: Connection, review_id: str, revision: Revision | None, counters: Counters, values: dict[str, Any]
) -> None:
    """Write what changed, once; a stop that was decided meanwhile is not put up again."""
    standing = (reviews.c.status == values["status"]) & reviews.c.stop_id.is_not_distinct_from(values["stop_id"])
    at_stop = (decisions.c.review_id == review_id) & (decisions.c.interrupt_id == values["stop_id"])
    decided = select(1).where(at_stop).exists()
    values |= {"number": counters.texts, "counters": plain(counters), "halt": None}
    tx.execute(reviews.update().where(reviews.c.id == review_id, ~standing, ~decided).values(values))
    if revision is None:
        return
    key = (revisions.c.review_id == review_id) & (revisions.c.number == revision.number)
    if tx.execute(select(revisions.c.number).where(key)).first() is None:
        row = plain(revision) | {"review_id": review_id, "sha256": revision.sha256}
        tx.execute(insert_into(revisions).values(row))


def _filtered(query: Select[Any], statuses: Sequence[Status], phrase: str) -> Select[Any]:
    if statuses:
        query = query.where(reviews.c.status.in_([status.value for status in statuses]))
    if phrase:
        stands = (revisions.c.review_id == reviews.c.id) & (revisions.c.number == reviews.c.number)
        in_text = select(1).where(stands, revisions.c.text.icontains(phrase, autoescape=True)).exists()
        query = query.where(or_(reviews.c.title.icontains(phrase, autoescape=True), in_text))
    return query


def _one(connection: Connection, review_id: str) -> Row[Any]:
    row = connection.execute(reviews.select().where(reviews.c.id == review_id)).first()
    if row is None:
        raise NotFound("There is no review with this address.")
    return row


def _decision_at(connection: Connection, review_id: str, interrupt_id: str) -> Decision | None:
    key = (decisions.c.review_id == review_id) & (decisions.c.interrupt_id == interrupt_id)
    row = connection.execute(decisions.select().where(key)).first()
    return _decision(row) if row else None


def _standing_decision(connection: Connection, review_id: str, late: Decision) -> Decision:
    """The decision that a late click lost to: itself when it is the same click again, else Stale."""
    _one(connection, review_id)
    first = _decision_at(connection, review_id, late.interrupt_id)
    if first is None:
        raise Stale("This review has moved on since the page was drawn. Nothing was recorded; your words are kept.")
    if replace(late, number=first.number, at=first.at) == first:
        return first
    raise Stale(
        f"{first.actor} already decided on revision {first.seen_number} ({first.verb.value}) before you. "
        "Yours was not recorded; your words are kept.",
        winner=first,
    )


def _review(row: Row[Any]) -> Review:
    return Review(
        id=row.id,
        title=row.title,
        status=Status(row.status),
        owner=row.owner,
        created_at=row.created_at,
        updated_at=row.updated_at,
        brief=Brief.from_plain(row.brief),
        policy=Policy.from_plain(row.policy),
        counters=Counters(**row.counters),
        opening=row.opening,
        stop=Stop.from_plain(row.stop) if row.stop else None,
        ending=row.ending,
    )


def _line(row: Row[Any]) -> Line:
    status = Status(row.status)
    return Line(row.id, row.title, status, row.owner, row.number, row.kind, row.updated_at)


def _revision(row: Row[Any]) -> Revision:
    return Revision.from_plain({k: v for k, v in row._mapping.items() if k not in ("review_id", "sha256")})


def _decision(row: Row[Any]) -> Decision:
    fields = {k: v for k, v in row._mapping.items() if k != "review_id"}
    return Decision(**{**fields, "verb": Verb(row.verb), "counters": Counters(**row.counters)})
