"""Opening a review that has become long, and its history, against one with a single revision."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figures import Effort, Figure, in_turn, ratio
from tests.bench.screen import has_button, holds, resting, timed, usable
from tests.bench.seeds import seeded
from tests.bench.servers import desk
from tests.browser.app import DRAFT, Screen, found_browser, launched

AGES = (1, 50)
GOAL = ratio(1.5)


def run(effort: Effort) -> list[Figure]:
    """From the list to the review, and from the review to its history, in a tab for each."""
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        app = desk(Path(name), HITL_WRITER="offline")
        seeded(app.database, AGES)
        browser = stack.enter_context(launched(found_browser()))
        stack.enter_context(app)
        screens = [Screen(browser.new_page(), app.url) for _ in AGES]
        rounds = effort.of(15, 9, 1)
        young, old = in_turn([_review(s, age) for s, age in zip(screens, AGES, strict=True)], rounds)
        first, long = in_turn([_history(s, age) for s, age in zip(screens, AGES, strict=True)], rounds)
    return [
        Figure(f"the review, {AGES[1]} revisions", "ms", old, young, "1 revision", GOAL),
        Figure(f"its history, {AGES[1]} revisions", "ms", long, first, "1 revision", GOAL),
    ]


def _review(screen: Screen, age: int) -> Callable[[], float]:
    """From a click on its line in the list to the text with all its buttons."""
    screen.open("/drafts")

    def sample() -> float:
        line = screen.link(f"A review with {age} revisions")
        if not line.is_visible():
            screen.button("Drafts").click()
        line.wait_for()
        opened = f"{resting()} && {holds(DRAFT, f'Text {age}.')} && {has_button(f'Accept v{age}')}"
        return timed(screen.page, line.click, opened).after

    return sample


def _history(screen: Screen, age: int) -> Callable[[], float]:
    """From a click on History to the diff with all that stands beside and below it."""

    def sample() -> float:
        if screen.diff.count():
            screen.link("Back to review").click()
        usable(screen.page, f"Accept v{age}")
        opened = f"{resting()} && document.querySelector('.st-key-diff')"
        return timed(screen.page, screen.button("History", exact=True).click, opened).after

    return sample
