"""Adding to the desk's ledger: every start, end, deletion, repair and change of settings, each sealed."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from hitl.audit import VERSION, seal
from hitl.domain import now
from hitl.store.tables import ledger, ledger_head

Row = dict[str, Any]

HEAD_LOST = "The head of the ledger was missing. It goes on from the last entry that is there."

_TAKE = (
    ledger_head.update()
    .where(ledger_head.c.id == 1)
    .values(entries=ledger_head.c.entries + 1)
    .returning(ledger_head.c.entries, ledger_head.c.seal)
)


def enter(
    tx: Connection,
    event: str,
    review_id: str | None,
    head: str | None = None,
    at: str = "",
    actor: str = "",
    reason: str = "",
    details: Row | None = None,
) -> None:
    """Add an entry. Nobody else adds one until the transaction ends, so keep what follows in it short."""
    taken = tx.execute(_TAKE).first()
    if taken is None:
        _find_head(tx)
        taken = tx.execute(_TAKE).one()
    entry: Row = {"number": taken.entries, "event": event, "review_id": review_id, "at": at or now(), "actor": actor}
    entry |= {"reason": reason, "head": head, "details": details or {}, "v": VERSION}
    sealed = seal(taken.seal, "entry", entry)
    tx.execute(insert(ledger).values(entry | {"seal": sealed}))
    tx.execute(ledger_head.update().where(ledger_head.c.id == 1).values(seal=sealed))


def last_entry(connection: Connection, event: str) -> Row | None:
    """The newest entry of a kind."""
    row = connection.execute(
        select(ledger).where(ledger.c.event == event).order_by(ledger.c.number.desc()).limit(1)
    ).mappings()
    return next((dict(each) for each in row), None)


def entries(connection: Connection, event: str = "") -> list[Row]:
    """All entries, or those of a kind, first to last."""
    query = select(ledger).order_by(ledger.c.number)
    if event:
        query = query.where(ledger.c.event == event)
    return [dict(row) for row in connection.execute(query).mappings()]


class Head(NamedTuple):
    """How many entries the ledger has, and the seal of the last one, "" where there is none."""

    entries: int
    seal: str


def head(connection: Connection) -> Head | None:
    """The head as the desk keeps it, apart from the entries; None where that is no more."""
    rows = connection.execute(select(ledger_head)).all()
    return Head(rows[0].entries, rows[0].seal) if [row.id for row in rows] == [1] else None


def _find_head(tx: Connection) -> None:
    """Make the head anew where somebody took it away, and say so in the ledger for ever."""
    last = tx.execute(select(ledger.c.number, ledger.c.seal).order_by(ledger.c.number.desc()).limit(1)).first()
    tx.execute(insert(ledger_head).values(id=1, entries=last.number if last else 0, seal=last.seal if last else ""))
    enter(tx, "repair", None, reason=HEAD_LOST)
