"""Opening the database: engine, migrations, the saver of the checkpoints, and a lock per review."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import BaseFileLock, FileLock, Timeout
from sqlalchemy import URL, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from hitl.errors import StoreFault

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver

SCHEMA = "0001"
"""The newest migration: a database that says so needs no Alembic, whose import takes 0.7 s."""

BUSY_SECONDS = 30.0


class Database:
    """One SQLite file with our tables and LangGraph's checkpoints in it, and lock files beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._locks = self._path.parent / "locks"
        try:
            self._locks.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreFault(f"The folder of the database cannot be made: {error.strerror}.") from error
        self.engine = _engine(self._path)
        with faults_in_words():
            self._migrate()

    def saver(self) -> "SqliteSaver":
        """The saver of the checkpoints: one for the process, shared by all threads."""
        from langgraph.checkpoint.sqlite import SqliteSaver

        saver = SqliteSaver(sqlite3.connect(self._path, check_same_thread=False, timeout=BUSY_SECONDS))
        saver.setup()
        return saver

    @contextmanager
    def lock(self, review_id: str) -> Iterator[bool]:
        """Hold the review's lock across threads and processes; yields False at once where it is taken."""
        lock = FileLock(self._locks / f"{review_id}.lock")
        if not _taken(lock):
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def forget_lock(self, review_id: str) -> None:
        """Remove the lock file of a review that has ended; where somebody holds it, it stays."""
        try:
            (self._locks / f"{review_id}.lock").unlink(missing_ok=True)
        except PermissionError:  # Windows: open in another process
            return

    def _migrate(self) -> None:
        with FileLock(self._locks / "migrate.lock", timeout=BUSY_SECONDS):
            if _schema(self.engine) != SCHEMA:
                _upgrade(self.engine)

    def close(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()


def _taken(lock: BaseFileLock) -> bool:
    """True if the lock is ours now, False where somebody else holds it."""
    with faults_in_words():
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
    return True


@contextmanager
def faults_in_words() -> Iterator[None]:
    """Turn the errors of the driver and of the disk into a StoreFault that an editor can read."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else getattr(error, "strerror", None) or error
        raise StoreFault(f"The database could not be used just now ({cause}).") from error


def _engine(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows ASCII only

    return engine


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _schema(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
