"""A model for measurements, in a process of its own: each reply has a first and a last word of its own."""

import multiprocessing
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from tests.model_server import ModelServer
from tests.replies import MODEL, Reply, says

START_SECONDS = 30.0
TOKENS_A_SECOND = 20
OPENING = re.compile(rb"Opening(\d+) ")
CLOSING = re.compile(rb"Closing(\d+)\b")


def pieces(number: int, words: int) -> list[str]:
    """Reply number `number`, word by word."""
    middle = [f"word{place} " for place in range(2, words)]
    return [f"Opening{number} ", *middle, f"Closing{number}"]


def settings(url: str) -> dict[str, str]:
    """The environment of a program that asks this model."""
    return {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "sk-none-needed", "HITL_MODEL": MODEL}


@contextmanager
def model(words: int, delay: float = 1 / TOKENS_A_SECOND) -> Iterator[str]:
    """The base URL of a model that writes so many words, with a delay before each."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_serve, args=(words, delay, far), daemon=True)
    process.start()
    far.close()
    try:
        if not near.poll(START_SECONDS):
            raise TimeoutError("the model's server did not start")
        yield str(near.recv())
    finally:
        near.close()
        process.join(5)
        process.kill()


def _serve(words: int, delay: float, pipe: Connection) -> None:
    sys.setswitchinterval(0.001)  # many replies at a time, none of which waits for another

    def reply(number: int) -> Reply:
        return says(*pieces(number, words), delay=delay)

    with ModelServer(default=reply) as server:
        pipe.send(server.url)
        pipe.poll(None)  # until whoever asked for it has gone
