"""The saver of checkpoints on SQLite; importing it imports LangGraph."""

import sqlite3

from langgraph.checkpoint.sqlite import SqliteSaver

from hitl.store.savers import Sparing, compressed


class _Saver(Sparing, SqliteSaver):
    """LangGraph's own, sparing."""


def saver_on(connection: sqlite3.Connection) -> SqliteSaver:
    """A saver on a connection that may be used by any thread."""
    saver = _Saver(connection, serde=compressed())
    saver.setup()
    connection.execute("PRAGMA secure_delete=ON")
    return saver
