"""A model for measurements: each reply has a first and a last word of its own."""

import sys
import time
from collections.abc import Iterator

from tests.model_server import ModelServer
from tests.replies import MODEL, Reply, Step, says

TOKENS_A_SECOND = 20


class Model:
    """A server whose replies run from `Opening7` to `Closing7`, so many words, after some seconds of thinking."""

    def __init__(self, words: int, thinking: float = 0.0) -> None:
        sys.setswitchinterval(0.001)  # many replies at a time, none of which waits for another
        self._middle = [f"word{place} " for place in range(2, words)]
        self._thinking, self._spoke = thinking, 0.0
        self._server = ModelServer(default=self._reply).__enter__()

    def settings(self) -> dict[str, str]:
        """The environment of a program that asks this model."""
        return {"OPENAI_BASE_URL": self._server.url, "OPENAI_API_KEY": "sk-none-needed", "HITL_MODEL": MODEL}

    def spoke(self) -> float:
        """When the first word of the last reply left, by the clock."""
        return self._spoke

    def _reply(self, number: int) -> Reply:
        said = says(f"Opening{number} ", *self._middle, f"Closing{number}", delay=1 / TOKENS_A_SECOND)

        def steps() -> Iterator[Step]:
            for step in said.steps():
                if isinstance(step, bytes) and b"Opening" in step:
                    self._spoke = time.time()
                yield step

        return Reply(steps, silence=self._thinking)
