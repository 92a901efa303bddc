"""Databases that fail for real, for as long as a `with` lasts: for the tests and for `python -m tests.faults`."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import event

from hitl.desk import ReviewDesk
from hitl.store.sqlite import SqliteDatabase
from tests.postgres import Postgres

NOBODY = 65534
DISK_MB = 4
FOREIGN = b"No database. "

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True)
class Place:
    """Where a desk that will be hit has its database: in a folder of its own, or in a PostgreSQL."""

    folder: Path
    address: str
    server: Postgres | None = None

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(self.address)

    @property
    def files(self) -> list[Path]:
        """The SQLite file with those that belong to it."""
        return list(self.file.parent.glob(f"{self.file.name}*"))


@dataclass(frozen=True)
class Fault:
    """What happens to a database, in words; the name of the fault that a click then meets; how it is done."""

    what: str
    name: str
    during: Callable[[Place, ReviewDesk], AbstractContextManager[None]]
    readable: bool = False
    """True where the desk can still be read."""
    draft_meets: str = ""
    """The fault that a draft meets which is being written, where that is another one."""


@contextmanager
def small_disk(megabytes: int = DISK_MB) -> Iterator[Path]:
    """A folder that everybody may use, on a small disk of its own where this process may mount one."""
    folder = Path(tempfile.mkdtemp(prefix="hitl-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    mounted = shutil.which("mount") and not subprocess.run(mount, capture_output=True, check=False).returncode
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S607 - wherever it is
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def unprivileged(own: list[Path]) -> Iterator[None]:
    """Be nobody for a while, with some files, where this process is root, whom no permission stops."""
    if os.geteuid():
        yield
        return
    for file in own:
        os.chown(file, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def locked(place: Place, _desk: ReviewDesk) -> Iterator[None]:
    """Another process holds the file for longer than the desk waits for it."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, place.address], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    yield
    holder.communicate(b"")


@contextmanager
def full_disk(place: Place, desk: ReviewDesk) -> Iterator[None]:
    """The disk is full: a real one where it is small, else by SQLite's own limit."""
    if shutil.disk_usage(place.folder).total > 2 * DISK_MB * 2**20:
        with at_its_limit(desk):
            yield
        return
    filler = place.folder / "filler"
    with filler.open("wb", buffering=0) as disk, suppress(OSError):
        while True:
            disk.write(b"x" * 1024)
    yield
    filler.unlink()


@contextmanager
def at_its_limit(desk: ReviewDesk) -> Iterator[None]:
    """SQLite may not make the file larger than it is."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # it takes the number of pages that there are

    database = database_of(desk)
    saver = database._shared_saver()
    event.listen(database.engine, "connect", limit)
    database.engine.dispose()
    with saver.lock:
        limit(saver.conn, None)
    yield
    event.remove(database.engine, "connect", limit)
    database.close()


@contextmanager
def read_only(place: Place, _desk: ReviewDesk) -> Iterator[None]:
    """A copy lies in the place of the file, made by somebody whose files hitl may only read."""
    write_back(place.file)
    copy = Path(shutil.copyfile(place.file, place.folder / "copy"))
    copy.chmod(0o444)
    copy.replace(place.file)
    with unprivileged([file for file in place.files if file != place.file]):
        yield
    place.file.chmod(0o644)


@contextmanager
def moved_away(place: Place, _desk: ReviewDesk) -> Iterator[None]:
    """The folder was moved away."""
    folder = place.file.parent
    aside = folder.rename(place.folder / "moved")
    yield
    assert not folder.exists(), "the folder was made anew, so that the old one cannot be moved back"
    aside.rename(folder)


@contextmanager
def replaced(place: Place, _desk: ReviewDesk) -> Iterator[None]:
    """An empty file lies in the place of the database."""
    aside = place.folder / "aside"
    aside.mkdir()
    for file in place.files:
        file.rename(aside / file.name)
    place.file.touch()
    yield
    for file in place.files:
        file.unlink()
    for file in aside.iterdir():
        file.rename(place.file.parent / file.name)


def broken_header(place: Place, _desk: ReviewDesk) -> AbstractContextManager[None]:
    """The first bytes of the file were overwritten."""
    return overwritten(place.file, 0, 100)


def broken_pages(place: Place, _desk: ReviewDesk) -> AbstractContextManager[None]:
    """All of the file but its first bytes was overwritten."""
    return overwritten(place.file, 100, None)


@contextmanager
def overwritten(file: Path, begin: int, end: int | None) -> Iterator[None]:
    """Other bytes in a part of the file, in place, with nothing left in its log that would hide them."""
    write_back(file)
    sound = file.read_bytes()
    last = len(sound) if end is None else end
    file_with(file, sound[:begin] + (FOREIGN * len(sound))[: last - begin] + sound[last:])
    yield
    file_with(file, sound)


def write_back(file: Path) -> None:
    """Leave nothing in the log of the file; who has it open notices that it has changed."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = version_num")
        connection.commit()
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def file_with(file: Path, content: bytes) -> None:
    """Write a file in place."""
    with file.open("r+b") as stream:
        stream.write(content)


@contextmanager
def stopped(place: Place, _desk: ReviewDesk) -> Iterator[None]:
    """The PostgreSQL server is stopped, and started again."""
    assert place.server is not None
    place.server.stop()
    try:
        yield
    finally:
        place.server.start()


def cut_off(address: str) -> None:
    """End all connections to a PostgreSQL database from the server's side."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608


@contextmanager
def standby(place: Place, _desk: ReviewDesk) -> Iterator[None]:
    """Every new transaction of the PostgreSQL database is read-only, as on a standby."""
    set_read_only(place.address, "on")
    yield
    set_read_only(place.address, "off")


def set_read_only(address: str, value: str) -> None:
    """Set the default of new sessions, and end the old ones."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {value}')
    cut_off(address)


def database_of(desk: ReviewDesk) -> SqliteDatabase:
    """The database below a desk."""
    database = desk._store.database
    assert isinstance(database, SqliteDatabase)
    return database


def in_a_hurry(desk: ReviewDesk) -> None:
    """Let a desk wait for a locked file for a moment only."""
    database = database_of(desk)
    database._busy_seconds = 0.2
    database.close()


OF_SQLITE = [
    Fault("locked by another process", "busy", locked, readable=True),
    Fault("full disk", "full", full_disk, readable=True),
    Fault("SQLite's own limit", "full", lambda _place, desk: at_its_limit(desk), readable=True),
    Fault("read-only file", "readonly", read_only, readable=True),
    Fault("folder moved away", "missing", moved_away),
    Fault("file replaced by an empty one", "corrupt", replaced),
    Fault("header overwritten", "corrupt", broken_header),
    Fault("pages overwritten", "corrupt", broken_pages),
]
OF_POSTGRES = [
    Fault("server stopped", "unreachable", stopped),
    Fault("read-only, as a standby is", "readonly", standby, readable=True, draft_meets="unreachable"),
]
