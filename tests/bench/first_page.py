"""From the start of a process to a page that can be used, in a browser that has never seen it."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.figures import Effort, Figure, in_turn, ratio
from tests.bench.screen import usable
from tests.bench.servers import BLANK, OurScript, Script, desk
from tests.browser.app import App, found_browser, launched


def run(effort: Effort) -> list[Figure]:
    """Ours, on a database that is there already, against the blank page with both kinds of settings."""
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, launched(found_browser()) as browser:
        folder = Path(name)
        apps = (
            (desk(folder / "desk"), "Write draft"),
            (OurScript(BLANK, folder / "ours"), "Click"),
            (Script(BLANK, folder / "default"), "Click"),
        )
        sides = [opening(browser, app, button) for app, button in apps]
        ours, blank_ours, blank_default = in_turn(sides, effort.of(7, 3, 1))
    what, goal = "process start to usable page", ratio(1.3)
    return [
        Figure(what, "ms", ours, blank_ours, "blank page, our settings", goal),
        Figure(what, "ms", ours, blank_default, "blank page, default settings", goal),
    ]


def opening(browser: Browser, app: App, button: str) -> Callable[[], float]:
    """Milliseconds that an app takes from its start to its first page."""

    def sample() -> float:
        context = browser.new_context()
        page = context.new_page()
        began = time.perf_counter()
        with app:
            page.goto(app.url)
            usable(page, button)
            taken = time.perf_counter() - began
            context.close()
        return 1_000 * taken

    return sample
