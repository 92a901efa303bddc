"""LangSmith is sent the runs of the graph, with all texts, where its own settings ask for it, and nothing otherwise."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from hitl.addresses import shown_host
from hitl.events import tell

if TYPE_CHECKING:
    from langsmith import Client

# Read by langsmith when its client is made: none of its threads may hold up the end of the process.
os.environ.setdefault("LANGSMITH_USE_DAEMON", "true")
os.environ.setdefault("LANGSMITH_DISABLE_RUN_COMPRESSION", "true")  # a thread pool, which is waited for

FLUSH_SECONDS = 2.0
"""How long the end of a desk waits for what was not sent yet."""


def asked_for() -> bool:
    """True where LangSmith's settings ask for traces and have a key to send them with."""
    return os.environ.get("LANGSMITH_TRACING", "").lower() == "true" and bool(os.environ.get("LANGSMITH_API_KEY"))


def place() -> str:
    """Where traces go, as it may be shown: the host, without user and password; empty where none are sent."""
    address = os.environ.get("LANGSMITH_ENDPOINT") or "https://api.smith.langchain.com"
    return (shown_host(address) or "the address in LANGSMITH_ENDPOINT") if asked_for() else ""


@contextmanager
def traced() -> Iterator[None]:
    """Send the runs in this block to LangSmith where that is asked for; in the background, whatever becomes of it."""
    from langsmith import tracing_context

    client = _sender() if asked_for() else None
    with tracing_context(enabled=client is not None, client=client):
        yield


def untraced() -> AbstractContextManager[None]:
    """Send nothing from this block."""
    from langsmith import tracing_context

    return tracing_context(enabled=False)


def flush() -> None:
    """Send what was not sent yet, as far as that goes in `FLUSH_SECONDS`."""
    if _client is not None:
        _client.flush(FLUSH_SECONDS)


_guard = threading.Lock()
_client: "Client | None" = None


def _sender() -> "Client | None":
    """The one client of this process; None where its settings cannot be used."""
    from langsmith import Client
    from langsmith.utils import LangSmithError

    global _client
    with _guard:
        if _client is None:
            logging.getLogger("langsmith").setLevel(logging.CRITICAL)  # its lines show parts of the key
            try:
                _client = Client(tracing_error_callback=_not_traced)
            except (LangSmithError, ValueError) as error:
                _not_traced(error)
        return _client


def _not_traced(error: Exception) -> None:
    tell("not_traced", error=type(error).__name__)
