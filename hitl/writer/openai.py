"""The writer for OpenAI and every server that speaks like it: Ollama, vLLM, LM Studio, llama.cpp."""

from contextlib import closing
from importlib import import_module
from urllib.parse import urlsplit

from hitl.errors import DraftFailed
from hitl.writer.answer import Answer
from hitl.writer.faults import failed
from hitl.writer.tidy import plain
from hitl.writing import Assignment, Writer, Writing

UNLISTED = (403, 404, 405, 501)
"""What servers say that have no list of models, or none for this key."""


def warm_up() -> None:
    """Import the client, which takes seconds, so that the first draft need not wait for it."""
    import_module("hitl.writer.client")


def openai_writer(api_key: str, base_url: str | None, max_retries: int = 2, silence: float = 60.0) -> Writer:
    """A writer that asks the server at `base_url` (`None`: OpenAI itself) and reads its answer as a stream.

    A request is repeated up to `max_retries` times, only before the answer has begun; `silence` is the
    longest wait for the next byte, in seconds. An empty key is fine for a server that wants none.
    The text counts only if the model said that it was finished; all else is a `DraftFailed` with a
    fault of `hitl.writer.faults`. Wrap it in `bounded`, which can also stop it.
    """
    key, address = api_key.strip(), (base_url or "").strip() or None

    def write(assignment: Assignment) -> Writing:
        _check(key, address)
        from hitl.writer import client

        answer, server = Answer(assignment.model), client.Server(key, address, max_retries, silence)
        try:
            with closing(client.pieces(server, assignment, answer)) as pieces:
                yield from filter(None, map(plain, pieces))
        except DraftFailed as error:
            failure = error.with_traceback(None)
        else:
            return answer.written(assignment.draft)
        raise failure  # out here and without its way: that would keep all that came until the next collection

    return write


def listed_models(api_key: str, base_url: str | None, seconds: float = 5.0) -> list[str] | None:
    """The models that the server lists, `None` where it answers but does not list any; costs no tokens.

    It is asked once. Raises DraftFailed where it cannot be reached or does not take the key.
    """
    key, address = api_key.strip(), (base_url or "").strip() or None
    _check(key, address)
    from hitl.writer import client

    try:
        return client.models(client.Server(key, address, 0, seconds))
    except client.ERRORS as error:
        if getattr(error, "status_code", 0) in UNLISTED:
            return None
        fault = client.fault_of(error, started=False)
    raise failed("timeout" if fault == "deadline" else fault)


def _check(key: str, address: str | None) -> None:
    """Raise for a key or an address that can't even be sent; the client's own errors would show them."""
    if not (key.isascii() and key.isprintable()):
        raise failed("wrong_key")
    if address is None:
        return
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not (usable and address.isprintable() and " " not in address):
        raise failed("wrong_address")
