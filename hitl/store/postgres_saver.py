"""LangGraph's saver for PostgreSQL, which follows the chain of the checkpoints."""

from typing import Any

from langgraph.checkpoint import postgres

from hitl.store.checkpoints import InChainOrder

_LINKS = "SELECT checkpoint_id, parent_checkpoint_id FROM checkpoints WHERE thread_id = %s AND checkpoint_ns = %s"


class PostgresSaver(InChainOrder, postgres.PostgresSaver):
    """Reads and writes checkpoints through one connection."""

    def _links(self, thread_id: str, namespace: str) -> list[tuple[str, str | None]]:
        connection: Any = self.conn
        with connection.cursor() as cursor:
            return [tuple(row) for row in cursor.execute(_LINKS, (thread_id, namespace)).fetchall()]
