"""One run of a row: what is started for it, and ends with it."""

import multiprocessing
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.managers import BaseManager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from playwright.sync_api import Browser

from tests.browser.app import ROOT, App, found_browser, launched
from tests.model_server import ModelServer
from tests.replies import MODEL, Reply, Step, says

P = ParamSpec("P")
T = TypeVar("T")
EFFORTS = ("full", "short", "tiny")
"""Enough to trust a figure, enough to look at it, just enough to have one."""

TOKENS_A_SECOND = 20


class Run(ExitStack):
    """How much is done for a figure, a folder for its files, and what ends with it."""

    def __init__(self, effort: str, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._effort = EFFORTS.index(effort)

    def of(self, *numbers: int) -> int:
        """The number for this effort, of those for each."""
        return numbers[self._effort]

    def browser(self) -> Browser:
        return self.enter_context(launched(found_browser()))

    def model(self, words: int, thinking: float = 0.0) -> "Model":
        return self.enter_context(in_its_own_process(Model, words, thinking))

    def app(self, model: "Model", **env: str) -> App:
        """Our app at a model, with no end of revisions; it is not started yet."""
        return App(self.folder, **{"HITL_MAX_REVISIONS": "1000", **model.settings(), **env})

    def script(self, name: str, folder: str, env: dict[str, str] | None = None, *, our_settings: bool = False) -> App:
        """A copy of a Streamlit script in a folder of its own, with the default settings of Streamlit or with ours."""
        here = self.folder / folder
        here.mkdir()
        app = App(here, HOME=str(here), PYTHONPATH=str(ROOT), **(env or {}))  # Streamlit looks for settings at home too
        app.root, app.script = here, str(shutil.copy(Path(__file__).parent / name, here))
        if our_settings:
            shutil.copytree(ROOT / ".streamlit", here / ".streamlit")
        return app


class _Process(BaseManager):
    make: Any


@contextmanager
def in_its_own_process(kind: Callable[P, T], *given: P.args, **named: P.kwargs) -> Iterator[T]:
    """An object made in a new process, which ends with the block; its methods are called from here."""
    _Process.register("make", kind)
    with _Process(ctx=multiprocessing.get_context("spawn")) as process:
        yield cast("T", process.make(*given, **named))


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
