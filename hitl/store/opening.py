"""From an address to a database, of either kind."""

import re
from pathlib import Path

from hitl.errors import BadInput
from hitl.store.database import Database

_FOR_A_SERVER = re.compile(r"^postgres\w*:|://|\bpassword\s*=")
"""What no path of a file has in it."""


def open_database(address: str, drafts: int = 20, *, as_it_is: bool = False) -> Database:
    """The database at a path or a `postgresql://` address, brought to the newest migration.

    `drafts` is how many models write at the same time. `as_it_is` opens it to be looked at: nothing is
    made, migrated or even connected to, and no statement waits for long. Raises BadInput, StoreFault.
    """
    if address.startswith(("postgresql://", "postgres://")):
        try:
            from hitl.store.postgres import PostgresDatabase
        except ModuleNotFoundError as error:
            raise BadInput("HITL_DATABASE names PostgreSQL; install requirements-postgres.txt for it.") from error
        return PostgresDatabase(address.replace("postgres://", "postgresql://", 1), drafts, as_it_is=as_it_is)
    from hitl.store.sqlite import SqliteDatabase

    path = address.removeprefix("sqlite:///")
    if _FOR_A_SERVER.search(path):
        raise BadInput("HITL_DATABASE must be the path of a SQLite file or begin with postgresql://.")
    return SqliteDatabase(Path(path), as_it_is=as_it_is)
