"""How long a model's first token takes to become the first word that is read: on our page, and in a terminal."""

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.figures import Effort, Figure, Goal, in_turn
from tests.bench.model import pieces, settings
from tests.bench.screen import holds, timed
from tests.bench.servers import desk
from tests.browser.app import DRAFT, ROOT, App, Screen, found_browser, launched
from tests.model_server import ModelServer
from tests.replies import DONE, Reply, Step, chunk

THINKING_SECONDS = 0.7
"""Before the first token: long enough for a page to settle down to wait for it."""

WORDS = 20
DELAY_SECONDS = 0.05
PATIENCE_SECONDS = 60.0
MORE_THAN_A_TERMINAL = Goal("difference", 150.0, under=True)


def run(effort: Effort) -> list[Figure]:
    """The same model, asked in turn by an editor and by a loop of five lines."""
    model = _Model()
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        url = stack.enter_context(ModelServer(default=model.reply)).url
        env = settings(url) | {"HITL_MAX_REVISIONS": "1000"}
        app = stack.enter_context(desk(Path(name), **env))
        page = _editor(stack.enter_context(_screen(app)), model)
        terminal = stack.enter_context(_terminal(env, model))
        ours, bare = in_turn([page, terminal], effort.of(15, 5, 1))
    what = "first token to first word"
    return [Figure(what, "ms", ours, bare, "a loop over ChatOpenAI.stream", MORE_THAN_A_TERMINAL)]


class _Model:
    """Replies that note when their first token leaves."""

    def __init__(self) -> None:
        self.asked = 0
        self.spoke = 0.0

    def reply(self, number: int) -> Reply:
        self.asked = number

        def steps() -> Iterator[Step]:
            yield chunk({"role": "assistant", "content": ""})
            yield THINKING_SECONDS
            self.spoke = time.time()
            for piece in pieces(number, WORDS):
                yield chunk({"content": piece})
                yield DELAY_SECONDS
            yield chunk({}, "stop")
            yield chunk(None, usage=WORDS)
            yield DONE

        return Reply(steps)


@contextmanager
def _screen(app: App) -> Iterator[Screen]:
    with launched(found_browser()) as browser:
        yield Screen(browser.new_page(), app.url)


def _editor(screen: Screen, model: _Model) -> Callable[[], float]:
    screen.begin("The new library")
    screen.waits(1)

    def sample() -> float:
        number = model.asked + 1
        screen.feedback.fill("Shorter, please.")
        came = timed(screen.page, screen.button("Revise").click, holds(DRAFT, f"Opening{number} "))
        taken = came.at - model.spoke
        screen.page.wait_for_function(f"() => {holds('.st-key-status', 'Waiting for you')}")
        return 1_000 * taken

    return sample


@contextmanager
def _terminal(env: dict[str, str], model: _Model) -> Iterator[Callable[[], float]]:
    """A process at a terminal of its own."""
    near, far = os.openpty()
    command = [sys.executable, "-m", "tests.bench.terminal"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | env, stdin=subprocess.PIPE, stdout=far) as process:
        os.close(far)
        _read_until(near, b"ready\r\n")

        def sample() -> float:
            number = model.asked + 1
            assert process.stdin is not None
            process.stdin.write(b"Shorter, please.\n")
            process.stdin.flush()
            came = _read_until(near, b"Opening%d " % number)
            _read_until(near, b"\n")
            return 1_000 * (came - model.spoke)

        try:
            yield sample
        finally:
            process.kill()
            os.close(near)


def _read_until(terminal: int, end: bytes) -> float:
    """The time by the clock at which it stands there."""
    shown, until = b"", time.monotonic() + PATIENCE_SECONDS
    while end not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError(f"the terminal shows {shown!r}")
        shown += os.read(terminal, 4096)
    return time.time()
