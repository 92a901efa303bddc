"""Ours against a tutorial's app, both at the same model, each with its own defaults."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.figures import Effort, Figure, Spread, in_turn, ratio, slow_end, spread
from tests.bench.first_page import opening
from tests.bench.model import model, settings
from tests.bench.screen import timed, usable
from tests.bench.servers import TUTORIAL, Script, desk
from tests.bench.sessions import Asked, at_once
from tests.browser.app import App, Screen, found_browser, launched

WORDS = 60
WAITS = ("first word", "whole text")
AGAINST = "tutorial's app"
AHEAD = ratio(1.0, under=True)


def run(effort: Effort) -> list[Figure]:
    """One person in a browser, then many at once, then the first page."""
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        folder, env = Path(name), settings(stack.enter_context(model(WORDS)))
        apps = [desk(folder / "desk", HITL_MAX_REVISIONS="1000", **env), Script(TUTORIAL, folder / "tutorial", **env)]
        with launched(found_browser()) as browser:
            first_pages = in_turn([opening(browser, app, "Write draft") for app in apps], effort.of(5, 2, 1))
            for app in apps:
                stack.enter_context(app)
            alone = _alone(browser, apps, effort.of(10, 5, 1))
        crowds: tuple[list[Asked], list[Asked]] = ([], [])
        for _ in range(effort.of(3, 1, 1)):
            for crowd, app in zip(crowds, apps, strict=True):
                crowd += asyncio.run(at_once(app.url, effort.of(20, 20, 2)))
    return [
        *(_figure(f"click to {word}", *taken) for word, taken in zip(WAITS, alone, strict=True)),
        *_at_once(*crowds),
        _figure("process start to first page", *first_pages),
    ]


def _figure(what: str, ours: Spread, theirs: Spread) -> Figure:
    return Figure(what, "ms", ours, theirs, AGAINST, AHEAD)


def _at_once(ours: list[Asked], theirs: list[Asked]) -> list[Figure]:
    """The one in the middle, and the slow end."""
    figures = []
    for place, what in enumerate(WAITS, start=1):
        mine, other = ([1_000 * asked[place] for asked in crowd] for crowd in (ours, theirs))
        figures.append(_figure(f"many at once, click to {what}", spread(mine), spread(other)))
        figures.append(_figure(f"many at once, click to {what}, 95th percentile", slow_end(mine), slow_end(other)))
    return figures


def _alone(browser: Browser, apps: Sequence[App], rounds: int) -> list[list[Spread]]:
    """Both apps, for each of the two waits."""
    editors = [_editor(browser, app) for app in apps]
    return [in_turn([ask(word) for ask in editors], rounds) for word in ("Opening", "Closing")]


def _editor(browser: Browser, app: App) -> Callable[[str], Callable[[], float]]:
    """A tab with a review of its own, that can tell how long a word of the next draft takes to be seen."""
    screen = Screen(browser.new_page(), app.url)
    screen.begin("The new library")

    def ask(word: str) -> Callable[[], float]:
        found = f"[...document.body.textContent.matchAll(/{word}([0-9]+)/g)]"
        newest = f"Math.max(0, ...{found}.map(one => Number(one[1])))"

        def sample() -> float:
            usable(screen.page, "Revise")
            last = screen.page.evaluate(f"() => {newest}")
            screen.feedback.fill("Shorter, please.")
            return timed(screen.page, screen.button("Revise").click, f"{newest} > {last}").after

        return sample

    return ask
