"""Adding to the desk's ledger: every start, end, deletion, repair and change of settings, each sealed."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from hitl.audit import VERSION, seal
from hitl.domain import now
from hitl.store.reading import Reader
from hitl.store.tables import ledger, ledger_head

Row = dict[str, Any]

HEAD_LOST = "The head of the ledger was not that of its last entry. It goes on from the last entry that is there."

_READER = Reader(ledger)
_ALONE = ledger_head.update().where(ledger_head.c.id == 1).values(id=1)
_TAKE = _ALONE.returning(ledger_head.c.entries, ledger_head.c.seal)
_LAST = select(ledger.c.number, ledger.c.seal).order_by(ledger.c.number.desc()).limit(1)


class Head(NamedTuple):
    """How many entries the ledger has, and the seal of the last one, "" where there is none."""

    entries: int
    seal: str


def enter(
    tx: Connection,
    event: str,
    review_id: str | None = None,
    *,
    head: str | None = None,
    at: str = "",
    actor: str = "",
    reason: str = "",
    details: Row | None = None,
) -> None:
    """Add an entry. Nobody else adds one until the transaction ends, so keep what follows in it short.

    Where somebody has changed the head, or taken the last entries away, that is entered first, and stays there.
    """
    taken = tx.execute(_TAKE).first()
    kept = Head(*taken) if taken else None
    row = tx.execute(_LAST).first()
    last = Head(*row) if row else Head(0, "")
    if kept is None:
        tx.execute(insert(ledger_head).values(id=1, entries=0, seal=""))
    if kept != last:
        found = {"head": repr(kept)}
        last = _append(tx, last, {"event": "repair", "reason": HEAD_LOST, "details": found})
    entry = {"event": event, "review_id": review_id, "at": at, "actor": actor, "reason": reason, "head": head}
    _append(tx, last, entry | {"details": details or {}})


def enter_settings(tx: Connection, details: Row) -> None:
    """Enter the settings that new reviews begin with, unless they are those that were entered last."""
    tx.execute(_ALONE)  # nobody enters others meanwhile
    if settings_entered(tx) != details:
        enter(tx, "settings", details=details)


def settings_entered(connection: Connection) -> Any:  # noqa: ANN401 - JSON
    """The settings that were entered last, None where there are none, or they cannot be read."""
    of_the_desk = (ledger.c.review_id.is_(None)) & (ledger.c.event == "settings")  # the former has an index
    query = _READER.query.where(of_the_desk).order_by(ledger.c.number.desc()).limit(1)
    return next((row.get("details") for row in _READER.rows(connection, query)), None)


def entries(connection: Connection, event: str = "", review_id: str = "") -> list[Row]:
    """All entries, or those of a kind or of a review, first to last. A value that cannot be read is left out."""
    query = _READER.query.order_by(ledger.c.number)
    if event:
        query = query.where(ledger.c.event == event)
    if review_id:
        query = query.where(ledger.c.review_id == review_id)
    return list(_READER.rows(connection, query))


def head(connection: Connection) -> Head | None:
    """The head as the desk keeps it, apart from the entries; None where that is no more."""
    rows = [tuple(row) for row in connection.execute(select(ledger_head))]
    match rows:
        case [(1, int(entries), str(last))]:
            return Head(entries, last)
    return None


def _append(tx: Connection, last: Head, said: Row) -> Head:
    entry: Row = {"review_id": None, "actor": "", "head": None} | said
    entry |= {"number": last.entries + 1, "at": entry.get("at") or now(), "v": VERSION}
    made = Head(entry["number"], seal(last.seal, "entry", entry))
    tx.execute(insert(ledger).values(entry | {"seal": made.seal}))
    tx.execute(_ALONE.values(entries=made.entries, seal=made.seal))
    return made
