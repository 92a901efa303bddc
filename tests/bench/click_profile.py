"""Where the time of a click goes, on the way to the server and back and in the browser."""

import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from tests.bench.click import REVISIONS, Editor, blank
from tests.bench.figures import Effort
from tests.bench.model import model, settings
from tests.bench.report import Lines, in_columns
from tests.bench.screen import at_rest
from tests.bench.seeds import seeded
from tests.bench.servers import BLANK, FULL, OurScript, desk
from tests.browser.app import Screen, found_browser, launched

HEAD = (
    "a click, milliseconds of each (medians)",
    "to the next state",
    "to the server's last message",
    "messages",
    "the browser's scripts",
    "its style and layout",
)
SCRIPTS, LAYOUT = ("ScriptDuration",), ("LayoutDuration", "RecalcStyleDuration")


class _Click(NamedTuple):
    """What one click took until the page was at rest again; milliseconds, but for the count of messages."""

    next_state: float
    last_message: float
    messages: float
    scripts: float
    layout: float


class _Watched:
    """A page whose messages and whose browser's own counts are looked at."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._browser = page.context.new_cdp_session(page)
        self._browser.send("Performance.enable")
        self._browser.send("Network.enable")
        self._sent: list[float] = []
        self._came: list[float] = []
        self._browser.on("Network.webSocketFrameSent", lambda told: self._sent.append(told["timestamp"]))
        self._browser.on("Network.webSocketFrameReceived", lambda told: self._came.append(told["timestamp"]))

    def click(self, take: Callable[[], float]) -> _Click:
        """Have a sample taken."""
        self._sent.clear()
        self._came.clear()
        before = self._counts()
        taken = take()
        at_rest(self._page)
        after = self._counts()
        scripts, layout = (1_000 * sum(after[n] - before[n] for n in names) for names in (SCRIPTS, LAYOUT))
        answers = [1_000 * (came - self._sent[0]) for came in self._came if came > self._sent[0]]
        return _Click(taken, max(answers), len(answers), scripts, layout)

    def _counts(self) -> dict[str, float]:
        told = self._browser.send("Performance.getMetrics")["metrics"]
        return {count["name"]: count["value"] for count in told}


def lines(effort: Effort) -> Lines:
    """A head and a line for each kind of click."""
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        app = desk(folder / "desk", **settings(stack.enter_context(model(20))))
        (review,) = seeded(app.database, (REVISIONS,))
        servers = (app, OurScript(FULL, folder / "full"), OurScript(BLANK, folder / "blank"))
        browser = stack.enter_context(launched(found_browser()))
        screens = [Screen(browser.new_page(), stack.enter_context(server).url) for server in servers]
        for other in screens[1:]:
            other.open()
        takes = [Editor(screens[0], review).look, *(blank(screen.page) for screen in screens[1:])]
        watched = [_Watched(screen.page) for screen in screens]
        clicks: list[list[_Click]] = [[] for _ in takes]
        for number in range(-2, effort.of(15, 9, 1)):
            for watch, take, kept in zip(watched, takes, clicks, strict=True):
                click = watch.click(take)
                if number >= 0:  # before, it warms up
                    kept.append(click)
    names = ("hitl: look at an earlier revision", "page of as many elements", "blank page, our settings")
    return [HEAD, *((name, *_medians(kept)) for name, kept in zip(names, clicks, strict=True))]


def profile(effort: Effort) -> None:
    """Print the lines."""
    sys.stdout.write(in_columns(lines(effort)))


def _medians(clicks: list[_Click]) -> list[str]:
    return [f"{statistics.median(each):.0f}" for each in zip(*clicks, strict=True)]
