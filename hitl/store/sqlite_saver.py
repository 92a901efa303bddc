"""LangGraph's saver for SQLite, which follows the chain of the checkpoints."""

from langgraph.checkpoint import sqlite

from hitl.store.checkpoints import InChainOrder

_LINKS = "SELECT checkpoint_id, parent_checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ?"


class SqliteSaver(InChainOrder, sqlite.SqliteSaver):
    """Reads and writes the checkpoints of a file; it serves any number of threads."""

    def _links(self, thread_id: str, namespace: str) -> list[tuple[str, str | None]]:
        with self.cursor(transaction=False) as cursor:
            return cursor.execute(_LINKS, (thread_id, namespace)).fetchall()
