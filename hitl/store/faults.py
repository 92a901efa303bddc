"""What a failing database says, as a sentence for the editor: by the driver's own codes, never by its wording."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from hitl.errors import StoreFault
from hitl.events import tell

SENTENCES = {
    "busy": "The database is busy: something else holds it. Wait a moment, then try again.",
    "full": "The disk of the database is full. Make room on it, then try again.",
    "readonly": "The database cannot be written: hitl may only read it. Let it write there, then try again.",
    "missing": "The database is not where it was: it has been moved or deleted, or its folder may not be read. "
    "Put it back, then try again.",
    "disk": "The disk of the database failed: it could not be read or written. Look after the disk, then try again.",
    "corrupt": "The database is damaged, or is no database of hitl. Restore a back-up, then try again.",
    "unreachable": "The database server cannot be reached just now. Once it is back, try again.",
    "denied": "The database server does not let hitl in. Check the user and the password in HITL_DATABASE.",
    "nameless": "The database server has no database of this name. Check HITL_DATABASE, or create it, then try again.",
    "older": "The database was made by a hitl from before its first release, which this one does not read. It was left "
    "as it is: set HITL_DATABASE to another place, or move the old one away.",
    "newer": "The database was written by a newer hitl. Upgrade this one to open it.",
    "address": "The address in HITL_DATABASE cannot be used as it stands. Correct it and start again.",
    "unknown": "The database could not be used just now; the log says more. Try again.",
}
"""A fault's stable name -> what happened, and what to do now."""

_BY_SQLITE = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_SCHEMA: "busy",  # tables were made meanwhile: the same statement works the next time
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_CANTOPEN: "missing",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_ERROR: "corrupt",  # our statements are sound, so the tables are not: "no such table"
}
"""Primary result codes, https://sqlite.org/rescode.html."""

_BY_ERRNO = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "readonly",
    errno.EPERM: "readonly",
    errno.EROFS: "readonly",
    errno.EIO: "disk",
}

_BY_SQLSTATE = {
    "08": "unreachable",  # connection exception
    "57": "unreachable",  # operator intervention: shutdown, crash, starting up
    "28": "denied",  # invalid authorization
    "3D": "nameless",  # no such database
    "53100": "full",  # disk full
    "53": "busy",  # insufficient resources: too many connections
    "55": "busy",  # lock not available
    "40": "busy",  # deadlock, serialization
    "25006": "readonly",  # read-only transaction: a standby
    "42501": "readonly",  # insufficient privilege
    "42": "corrupt",  # our statements are sound, so the tables are not
    "XX": "corrupt",  # internal error, data corrupted
}
"""SQLSTATE codes and classes, https://www.postgresql.org/docs/current/errcodes-appendix.html."""


_MAY_TELL_AN_ADDRESS = ("unreachable", "denied", "nameless", "address")
"""Faults in whose wording a driver repeats the address, with a password in it if somebody put one in a wrong place."""

_AT_THE_DOOR = {
    "authentication failed": "denied",
    "no password supplied": "denied",
    "no pg_hba.conf entry": "denied",
    'FATAL:  role "': "denied",
    "FATAL:  permission denied": "denied",
    'FATAL:  database "': "nameless",
    "too many c": "busy",  # clients, connections
}
"""The one exception to codes: libpq keeps none for a connection that the server refused. Any other is "unreachable"."""


@contextmanager
def faults_in_words(bare: type[Exception] = sqlite3.Error) -> Iterator[None]:
    """Turn errors of the driver and of the disk into a StoreFault; `bare` are those that come without SQLAlchemy."""
    try:
        yield
    except (DBAPIError, NoConnectionFree, OSError, bare) as error:
        cause = (error.orig or error) if isinstance(error, DBAPIError) else error
        fault = fault_of(cause)
        said = "" if fault in _MAY_TELL_AN_ADDRESS else str(cause).strip().partition("\n")[0]  # below are a row's words
        tell("store_failed", fault=fault, error=type(cause).__name__, said=said)
        raise store_fault(fault) from error


def store_fault(fault: str) -> StoreFault:
    """The exception for a fault of `SENTENCES`."""
    return StoreFault(fault, SENTENCES[fault])


def fault_of(cause: BaseException) -> str:
    """The fault's name for what a driver raised."""
    if isinstance(cause, NoConnectionFree | TimeoutError):  # the latter is a file lock's
        return "busy"
    if isinstance(cause, sqlite3.Error):
        return _BY_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, "unknown")
    if isinstance(cause, OSError):
        return _BY_ERRNO.get(cause.errno or 0, "missing")
    return _of_postgres(cause) if hasattr(cause, "sqlstate") else "unknown"


def _of_postgres(cause: Any) -> str:  # noqa: ANN401 - psycopg's, which is not installed everywhere
    """A fault by its SQLSTATE; without one there is no connection, or none was tried for: an unknown option."""
    state = cause.sqlstate
    if state is None and type(cause).__name__ == "ProgrammingError":
        return "address"
    if state is None:
        return next((fault for words, fault in _AT_THE_DOOR.items() if words in str(cause)), "unreachable")
    return _BY_SQLSTATE.get(state) or _BY_SQLSTATE.get(state[:2], "unknown")
