"""The desk in a PostgreSQL database, which several servers may share: an advisory lock for each review.

Needs requirements-postgres.txt.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from hitl.errors import BadInput
from hitl.store.database import Database, upgrade
from hitl.store.faults import faults_in_words, store_fault
from hitl.store.rows import damage_in_words

if TYPE_CHECKING:
    from hitl.store.postgres_saver import PostgresSaver

START_SECONDS = 60.0
"""How long a server that starts waits for another one that is migrating."""

LOOKING = " -c lock_timeout=3s -c statement_timeout=5s"
"""The longest waits of a connection that only looks."""

_TOLD = "hitl, clock "

SPARE_TURNS = 4
"""Turns beside those that a model is writing in: decisions that need no model."""


class PostgresDatabase(Database):
    """One database. Whoever holds a review writes its checkpoints through the very connection that holds it.

    When that connection breaks, the lock and the way to write go together, so that a server that was cut
    off cannot write over the one that took its review.
    """

    connect_args: dict[str, Any] = {  # noqa: RUF012 - of psycopg.connect
        "connect_timeout": 5,
        "application_name": "hitl",
        "client_encoding": "utf8",
        "tcp_user_timeout": 10_000,
        "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3",
    }
    """The server, too, notices within some ten seconds that a machine has gone, and gives its locks back."""

    def __init__(self, url: str, drafts: int = 20, *, as_it_is: bool = False) -> None:
        if as_it_is:
            self.connect_args = self.connect_args | {"options": self.connect_args["options"] + LOOKING}
        self.engine = self._new_engine(url, pool_size=5, max_overflow=5)
        self._turns = self._new_engine(
            url, pool_size=drafts + SPARE_TURNS, max_overflow=0, isolation_level="AUTOCOMMIT"
        )
        self._saver_ready = False
        if not as_it_is:
            self._open()

    def _prepare(self) -> None:
        with faults_in_words(), self._turns.connect() as alone, _alone(alone, "migrate"), self.engine.begin() as tx:
            upgrade(tx)

    @contextmanager
    def turn(self, review_id: str) -> "Iterator[PostgresSaver | None]":
        """Hold the review's advisory lock, which the server gives back if this process dies."""
        with faults_in_words(psycopg.Error), self._turns.connect() as connection:
            if not _locked(connection, review_id):
                yield None
                return
            try:
                with damage_in_words("The saved state", (psycopg.DataError,)):  # of JSON in another shape
                    yield self._saver(connection)
            finally:
                _unlock(connection, review_id)

    @contextmanager
    def reader(self) -> "Iterator[PostgresSaver]":
        """A saver on a connection of its own."""
        with faults_in_words(psycopg.Error), self._turns.connect() as connection:
            yield self._saver(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction in which all is read as at its first question."""
        with self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="REPEATABLE READ")

    def forget(self, review_id: str) -> None:
        """Nothing is kept."""

    def purge(self) -> None:
        """Have the server clear the space of deleted rows, which it keeps otherwise until it gets round to it."""
        with faults_in_words(), self._turns.connect() as connection:
            connection.exec_driver_sql("VACUUM")

    def facts(self) -> dict[str, str]:
        """The version of the server, its address without user and password, its encoding, its `lower` of "Ä"."""
        url = self.engine.url
        place = f"{url.host or url.query.get('host', 'local')}/{url.database}".rpartition("@")[2]  # of a password: "@"
        ask = "SELECT current_setting('server_version'), current_setting('server_encoding')"
        with self.read() as connection:
            version, encoding = connection.exec_driver_sql(ask).one()
            lower = connection.exec_driver_sql("SELECT lower('Ä')").scalar_one() if encoding == "UTF8" else ""
        return {"kind": "PostgreSQL", "version": version, "place": place, "encoding": encoding, "lower": lower}

    def clocks(self) -> list[float]:
        """As each connection told it when it was made."""
        told = (
            "SELECT DISTINCT application_name FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name ~ :told"
        )
        with self.read() as connection:
            names = connection.execute(text(told), {"told": rf"^{_TOLD}-?[0-9]+\.[0-9]$"}).scalars().all()
        return [float(name.removeprefix(_TOLD)) for name in names]

    def close(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()
        self._turns.dispose()

    def _new_engine(self, url: str, **pool: Any) -> Engine:  # noqa: ANN401 - of create_engine
        try:
            address = make_url(url).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):  # its message may show the password
            raise BadInput("HITL_DATABASE is no address: postgresql://user:password@host:port/database.") from None
        args = {name: value for name, value in self.connect_args.items() if name not in address.query}
        args["options"] = " ".join((self.connect_args["options"], str(address.query.get("options", "")))).strip()
        engine = create_engine(address, connect_args=args, pool_pre_ping=True, pool_timeout=10, **pool)
        event.listen(engine, "connect", _tell_clock)
        return engine

    def _saver(self, connection: Connection) -> "PostgresSaver":
        from hitl.store.compressed import Compressed
        from hitl.store.postgres_saver import PostgresSaver

        raw: Any = connection.connection.driver_connection
        saver = PostgresSaver(raw, serde=Compressed())
        if not self._saver_ready:
            with _alone(connection, "checkpoints"):
                saver.setup()
            self._saver_ready = True
        return saver


def _tell_clock(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    """Say in the name of a connection how far the database's clock is ahead of ours: `doctor` compares them all."""
    with connection.cursor() as cursor:
        asked = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        ahead = float(cursor.fetchone()[0]) - (asked + time.time()) / 2
        cursor.execute("SELECT set_config('application_name', %s, false)", (f"{_TOLD}{ahead:.1f}",))
    connection.commit()


@contextmanager
def _alone(connection: Connection, what: str) -> Iterator[None]:
    """Do something on the schema that no other server does at the same time.

    The lock is polled: a server that waits inside a query would keep CREATE INDEX CONCURRENTLY, by which
    LangGraph makes its indexes, waiting for it in turn.
    """
    deadline = time.monotonic() + START_SECONDS
    while not _locked(connection, what):
        if time.monotonic() > deadline:
            raise store_fault("busy")
        time.sleep(0.1)
    try:
        yield
    finally:
        _unlock(connection, what)


def _locked(connection: Connection, what: str) -> bool:
    """True if the advisory lock is ours now, False where somebody else holds it."""
    return bool(connection.execute(select(func.pg_try_advisory_lock(_key(what)))).scalar())


def _unlock(connection: Connection, what: str) -> None:
    """Give a lock back; a connection that cannot is closed, which gives it back too."""
    try:
        connection.execute(select(func.pg_advisory_unlock(_key(what))))
    except DBAPIError:
        connection.invalidate()


def _key(what: str) -> int:
    """The 64 bits, signed, that stand for a name among the advisory locks of a database."""
    return int.from_bytes(hashlib.sha256(f"hitl:{what}".encode()).digest()[:8], signed=True)
