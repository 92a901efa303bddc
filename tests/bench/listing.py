"""The list of reviews, and the search in it, where there are very many."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from hitl.desk import ReviewDesk
from tests.bench.figures import Effort, Figure, amount, in_turn, ratio
from tests.bench.screen import timed, usable
from tests.bench.seeds import filled
from tests.bench.servers import desk
from tests.browser.app import App, Screen, found_browser, launched
from tests.torture.ground import settings

FEW, PAGE = 1_000, 20
SEARCHES = {"a word of one text": "Text 777.", "a word of all texts": "text", "a word of none": "nowhere-at-all"}


def run(effort: Effort) -> list[Figure]:
    """A thousand reviews, and a hundred times as many."""
    many = effort.of(100 * FEW, 20 * FEW, FEW)
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        apps = [desk(Path(name) / folder, HITL_WRITER="offline") for folder in ("few", "many")]
        for app, reviews in zip(apps, (FEW, many), strict=True):
            app.folder.mkdir(exist_ok=True)
            filled(app.database, reviews)
        figures = _queries(apps, many, effort.of(25, 9, 1))
        browser = stack.enter_context(launched(found_browser()))
        lists = [_page(Screen(browser.new_page(), stack.enter_context(app).url), app) for app in apps]
        few_drawn, many_drawn = in_turn(lists, effort.of(15, 5, 1))
    against = f"{FEW:,} reviews"
    return [*figures, Figure(f"the page with {many:,} reviews", "ms", many_drawn, few_drawn, against, ratio(1.2))]


def _queries(apps: list[App], many: int, rounds: int) -> list[Figure]:
    """What the desk itself takes for the first page of the list, and of what a search finds."""
    desks = [ReviewDesk(settings(app.database)) for app in apps]
    try:
        few, all_of_many = in_turn([_lines(each, "") for each in desks], rounds)
        figures = [Figure(f"the query among {many:,}", "ms", all_of_many, few, f"{FEW:,} reviews", amount(20))]
        for what, words in SEARCHES.items():
            few, found = in_turn([_lines(each, words) for each in desks], rounds)
            figures.append(Figure(f"search for {what}", "ms", found, few, f"{FEW:,} reviews", amount(100)))
    finally:
        for each in desks:
            each.close()
    return figures


def _lines(asked: ReviewDesk, words: str) -> Callable[[], float]:
    def sample() -> float:
        began = time.perf_counter()
        lines, total, _ = asked.lines(search=words, limit=PAGE)
        taken = time.perf_counter() - began
        if bool(lines) == (words == SEARCHES["a word of none"]):
            raise RuntimeError(f"a search for {words!r} finds {total}")
        return 1_000 * taken

    return sample


def _page(screen: Screen, app: App) -> Callable[[], float]:
    """From a click on Drafts to the list on the screen."""
    screen.open()

    def sample() -> float:
        screen.button("New draft").click()
        usable(screen.page, "Write draft")
        drawn = "document.body.textContent.includes('1–20 of')"
        return timed(screen.page, screen.button("Drafts").click, drawn).after

    return sample
