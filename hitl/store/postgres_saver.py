"""The saver of checkpoints on PostgreSQL, which compresses by itself; importing it imports LangGraph."""

from typing import Any

from langgraph.checkpoint.postgres import PostgresSaver

from hitl.store.savers import Sparing


class _Saver(Sparing, PostgresSaver):
    """LangGraph's own, sparing."""


def saver_on(connection: Any) -> PostgresSaver:  # noqa: ANN401 - the driver's own type
    """A saver on a connection, whose tables are there, or are made by its `setup`."""
    return _Saver(connection)
