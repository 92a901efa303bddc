"""What the desk asks of a database: an engine for the tables, and turns at driving a review."""

import re
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from hitl.errors import BadInput, HitlError
from hitl.store.faults import faults_in_words, store_fault

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

SCHEMA = "0100"
"""The newest migration: a database that says so needs no Alembic, whose import takes 0.7 s."""

_FOR_A_SERVER = re.compile(r"^postgres\w*:|://|\bpassword\s*=")
"""What no path of a file has in it."""


class Database(ABC):
    """Our tables and LangGraph's checkpoints in one place, and one driver at a time for each review.

    Every method may raise StoreFault.
    """

    engine: Engine

    def _open(self) -> None:
        """Make what is missing and bring the tables to the newest migration; close again if that fails."""
        try:
            self._prepare()
        except HitlError:
            self.close()
            raise

    @abstractmethod
    def _prepare(self) -> None:
        """Make what is missing and bring the tables to the newest migration."""

    @abstractmethod
    def turn(self, review_id: str) -> "AbstractContextManager[BaseCheckpointSaver[Any] | None]":
        """Hold a review against all other threads, processes and servers.

        Gives the saver through which its checkpoints are read and written meanwhile; None, at once,
        where somebody else holds the review.
        """

    @abstractmethod
    def reader(self) -> "AbstractContextManager[BaseCheckpointSaver[Any]]":
        """A saver for reading checkpoints, of any review and at any time."""

    @abstractmethod
    def snapshot(self) -> "AbstractContextManager[Connection]":
        """A connection that sees the tables as they are at one moment, whatever is written meanwhile."""

    @abstractmethod
    def forget(self, review_id: str) -> None:
        """Drop what is kept for the turns of a review that has ended."""

    @abstractmethod
    def purge(self) -> None:
        """See to it that what was deleted is gone from the files too, as far as that is in our hands."""

    @abstractmethod
    def facts(self) -> dict[str, str]:
        """What the doctor tells of it: kind, version, place and what else matters; nothing secret."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to ask the tables by."""
        with faults_in_words(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, which is committed at the end of the block unless something is raised in it."""
        with faults_in_words(), self.engine.begin() as tx:
            yield tx

    def clocks(self) -> list[float]:
        """By how many seconds the clock of the database is ahead of that of each process that is connected to it.

        Empty where processes share the clock of one machine.
        """
        return []

    def stands_at(self) -> str | None:
        """The migration that the tables stand at, None where there are none yet; nothing is changed."""
        with self.read() as connection:
            return schema(connection)

    def rehearse(self) -> None:
        """Write for real, and take it back; what can be seen by others does not change."""
        with self.read() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver itself begins nothing before a CREATE
            connection.exec_driver_sql(f"CREATE TABLE doctor_{uuid.uuid4().hex} (id INTEGER)")
            connection.rollback()

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""


def open_database(address: str, drafts: int = 20, *, as_it_is: bool = False) -> Database:
    """The database at a path or a `postgresql://` address, brought to the newest migration.

    `drafts` is how many models write at the same time. `as_it_is` opens it to be looked at: nothing is
    made, migrated or even connected to, and no statement waits for long. Raises BadInput, StoreFault.
    """
    if address.startswith(("postgresql://", "postgres://")):
        try:
            from hitl.store.postgres import PostgresDatabase
        except ModuleNotFoundError as error:
            raise BadInput(
                "HITL_DATABASE names PostgreSQL, whose driver is missing. "
                "Install requirements-postgres.txt, or 'hitl-desk[postgres]'."
            ) from error
        return PostgresDatabase(address.replace("postgres://", "postgresql://", 1), drafts, as_it_is=as_it_is)
    from hitl.store.sqlite import SqliteDatabase

    path = address.removeprefix("sqlite:///")
    if _FOR_A_SERVER.search(path):
        raise BadInput("HITL_DATABASE must be the path of a SQLite file or begin with postgresql://.")
    return SqliteDatabase(Path(path), as_it_is=as_it_is)


def schema(connection: Connection) -> str | None:
    """The migration that the tables stand at, None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest migration. The caller keeps others from doing so at the same time.

    Raises StoreFault for tables that another hitl has made, and leaves them as they are.
    """
    stands_at = schema(connection)
    if stands_at == SCHEMA:
        return
    if stands_at:
        raise store_fault("newer" if stands_at > SCHEMA else "older")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
