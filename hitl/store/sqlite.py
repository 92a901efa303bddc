"""The desk in one SQLite file: one shared saver, a lock file for each review."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event
from sqlalchemy.exc import DisconnectionError

from hitl.store.database import Database, upgrade
from hitl.store.faults import fault_of, faults_in_words, store_fault
from hitl.store.search import has_index

if TYPE_CHECKING:
    from hitl.store.sqlite_saver import SqliteSaver

BUSY_SECONDS = 30.0
"""How long a statement waits for its turn at the file."""

LOOKING_SECONDS = 3.0
"""The same, where the file is only looked at."""

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")

OF_CHECKPOINTS = ("synchronous=NORMAL", "secure_delete=ON")
"""The same for the connection that checkpoints are written through: these wait for no disk of their own.

They stand in the same journal before what the tables say of the stop, and are on the disk once that is: a commit of
the tables has the whole journal written out (https://sqlite.org/pragma.html#pragma_synchronous). Where the power
fails before, nobody has seen the stop yet, and the run goes on from its decision or its brief, which is on the disk.
"""

PASSING = ("busy", "full", "unknown")
"""Faults that an open connection outlives; after any other it may go on with what it remembers of the file."""

MERGED_PAGES = 500
"""Pages of the search's index that are written anew in one go: some 50 ms."""

SAFE_WITH_SEVERAL_PROCESSES = (3, 51, 3)
"""SQLite below this may corrupt a file in WAL mode when several processes write, https://sqlite.org/wal.html."""


class SqliteDatabase(Database):
    """One SQLite file; folder and file are made where they are missing at the start, and only then.

    A file that is moved away under a running desk is noticed: what was written into it then would be
    acknowledged and gone.
    """

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS, *, as_it_is: bool = False) -> None:
        self._path = path.absolute()
        self._busy_seconds = LOOKING_SECONDS if as_it_is else busy_seconds
        self._locks = self._path.parent / "locks"
        self._saver: tuple[SqliteSaver, int] | None = None
        self._guard = threading.Lock()
        self.engine = self._new_engine(() if as_it_is else PRAGMAS)
        if not as_it_is:
            self._open()

    def _prepare(self) -> None:
        with faults_in_words():
            self._locks.mkdir(parents=True, exist_ok=True)
            if not self._path.exists():
                self._path.touch()
            with FileLock(self._locks / "migrate.lock", timeout=self._busy_seconds), self.engine.begin() as connection:
                upgrade(connection)

    @contextmanager
    def turn(self, review_id: str) -> "Iterator[SqliteSaver | None]":
        """Hold the review's lock file, which the system gives back if this process dies."""
        with faults_in_words():
            lock = FileLock(self._locks / f"{review_id}.lock")
            self._inode()  # else the lock would make the folder anew where it has been moved away
            try:
                lock.acquire(timeout=0)
            except Timeout:
                yield None
                return
            try:
                with self._renewed():
                    yield self._shared_saver()
            finally:
                lock.release()

    @contextmanager
    def reader(self) -> "Iterator[SqliteSaver]":
        """The shared saver: it serves any number of threads."""
        with faults_in_words(), self._renewed():
            yield self._shared_saver()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction that reads: the driver itself would begin none."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    def forget(self, review_id: str) -> None:
        """Remove the lock file of a review that has ended; where somebody holds it, it stays."""
        try:
            (self._locks / f"{review_id}.lock").unlink(missing_ok=True)
        except PermissionError:  # Windows: open in another process
            return

    def purge(self) -> None:
        """Have it gone from the index of the search and, unless somebody reads it just now, from the journal.

        The latter still has what was deleted, until it is brought into the file and emptied.
        """
        with self.read() as connection:
            if has_index(connection):
                _merge(connection)
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def facts(self) -> dict[str, str]:
        """The version of SQLite, the place of the file, and the MB that are free there."""
        with faults_in_words():
            free = shutil.disk_usage(_nearest(self._path.parent)).free // 10**6
        return {"kind": "SQLite", "version": sqlite3.sqlite_version, "place": str(self._path), "free": str(free)}

    def stands_at(self) -> str | None:
        """The migration of the tables, None also where there is no file yet, but it can be made."""
        with faults_in_words():
            folders = [_nearest(folder) for folder in (self._path.parent, self._locks)]
            open_to_us = all(os.access(folder, os.W_OK | os.X_OK) for folder in folders)
            if not (open_to_us and os.access(_nearest(self._path), os.W_OK)):
                raise store_fault("readonly")  # even to read, SQLite makes files beside its own, and would leave them
            return super().stands_at() if self._path.exists() else None

    def rehearse(self) -> None:
        """Write into the file where there is one."""
        if self._path.exists():
            super().rehearse()

    def close(self) -> None:
        """Close the pooled connections and the saver's."""
        self.engine.dispose()
        with self._guard:
            self._close_saver()

    def _shared_saver(self) -> "SqliteSaver":
        from hitl.store.compressed import Compressed
        from hitl.store.sqlite_saver import SqliteSaver

        with self._guard:
            if self._saver and self._saver[1] != self._inode():
                self._close_saver()
            if self._saver is None:
                saver = SqliteSaver(self._connect(), serde=Compressed())
                saver.setup()
                for pragma in OF_CHECKPOINTS:
                    saver.conn.execute(f"PRAGMA {pragma}")
                self._saver = saver, self._inode()
            return self._saver[0]

    @contextmanager
    def _renewed(self) -> Iterator[None]:
        """Let the saver go where its connection fails: the next one sees the file as it is then."""
        try:
            yield
        except sqlite3.Error as error:
            if fault_of(error) not in PASSING:
                with self._guard:
                    self._close_saver()
            raise

    def _close_saver(self) -> None:
        if self._saver:
            saver, self._saver = self._saver[0], None
            with saver.lock:  # another thread may be in the middle of a statement
                saver.conn.close()

    def _connect(self) -> sqlite3.Connection:
        """A connection to the file, which is not made anew where it has gone."""
        where = f"{self._path.as_uri()}?mode=rw"
        connection = sqlite3.connect(where, uri=True, check_same_thread=False, timeout=self._busy_seconds)
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")  # one text is not the whole file
        return connection

    def _inode(self) -> int:
        """What tells the file from another one in its place. Raises StoreFault where there is none."""
        try:
            return self._path.stat().st_ino
        except OSError as error:
            raise store_fault("missing") from error

    def _new_engine(self, pragmas: tuple[str, ...]) -> Engine:
        engine = create_engine("sqlite://", creator=self._connect, poolclass=QueuePool)

        @event.listens_for(engine, "connect")
        def _durable(connection: Any, record: Any) -> None:  # noqa: ANN401 - the driver's and the pool's own types
            record.info["inode"] = self._inode()
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
            connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows ASCII only

        @event.listens_for(engine, "checkout")
        def _still_there(_connection: object, record: Any, _proxy: object) -> None:  # noqa: ANN401
            if record.info["inode"] != self._inode():
                raise DisconnectionError

        @event.listens_for(engine, "handle_error")
        def _start_anew(context: ExceptionContext) -> None:
            context.is_disconnect = fault_of(context.original_exception) not in PASSING

        return engine


def _merge(connection: Connection) -> None:
    """Have FTS5 merge all parts of its index into one, some pages at a time so that others can write in between.

    It notes deletions in a part of their own, so that what was deleted stands in the older ones until then.
    """
    pages, driver = -MERGED_PAGES, connection.connection.driver_connection
    while driver is not None:
        before = driver.total_changes
        connection.exec_driver_sql("INSERT INTO search_grams(search_grams, rank) VALUES ('merge', ?)", (pages,))
        connection.commit()
        if driver.total_changes - before < 2:  # so says its manual
            return
        pages = MERGED_PAGES


def _nearest(path: Path) -> Path:
    """The path, or what exists of it."""
    return next(place for place in (path, *path.parents) if place.exists())


def _lower(text: str | bytes | None) -> str | None:
    """In lower case, as far as it is a text."""
    return text.decode(errors="replace").lower() if isinstance(text, bytes) else text and text.lower()
