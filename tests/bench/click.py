"""From a click to the next state on the screen, on the review page with 20 revisions."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from playwright.sync_api import Page

from tests.bench.figures import Effort, Figure, Spread, in_turn, ratio
from tests.bench.model import model, settings
from tests.bench.screen import holds, timed
from tests.bench.seeds import seeded
from tests.bench.servers import BLANK, FULL, OurScript, Script, desk
from tests.browser.app import Screen, found_browser, launched

REVISIONS = 20


def run(effort: Effort) -> list[Figure]:
    """A look at an earlier revision, its restoring and a revision by an ordinary model, against one button."""
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        app = desk(folder / "desk", HITL_MAX_REVISIONS="1000", **settings(stack.enter_context(model(20))))
        reviews = seeded(app.database, (REVISIONS, REVISIONS))
        others = [
            OurScript(BLANK, folder / "ours"),
            Script(BLANK, folder / "default"),
            OurScript(FULL, folder / "full"),
        ]
        browser = stack.enter_context(launched(found_browser()))
        urls = [stack.enter_context(server).url for server in (app, *others)]
        blanks = [Screen(browser.new_page(), url) for url in urls[1:]]
        for other in blanks:
            other.open()
        reader, editor = (Editor(Screen(browser.new_page(), urls[0]), review) for review in reviews)
        sides = [reader.look, editor.restore, editor.revise, *(blank(other.page) for other in blanks)]
        taken = in_turn(sides, effort.of(15, 9, 1))
    names = ("look at an earlier revision", "restore it", "revise, until it says that a draft is being written")
    return [figure for name, ours in zip(names, taken, strict=False) for figure in _against(name, ours, *taken[3:])]


def _against(what: str, ours: Spread, blank_ours: Spread, blank_default: Spread, full: Spread) -> list[Figure]:
    """The last one is no goal: it tells what of the time is Streamlit's own for so many elements."""
    return [
        Figure(what, "ms", ours, blank_ours, "blank page, our settings", ratio(1.5)),
        Figure(what, "ms", ours, blank_default, "blank page, default settings", ratio(0.5, under=True)),
        Figure(what, "ms", ours, full, "page of as many elements, our settings"),
    ]


class Editor:
    """One tab on a review; who only looks leaves it as it is."""

    def __init__(self, screen: Screen, review: str) -> None:
        self._screen = screen
        self._number = REVISIONS
        self._earlier = count(2)
        screen.open(thread=review)
        screen.waits(REVISIONS)

    def look(self) -> float:
        number = self._another()
        pick = lambda: self._screen.pick(f"v{number}")  # noqa: E731
        return self._took(pick, holds(".st-key-draft", f"Text {number}."))

    def restore(self) -> float:
        """Bring back one that does not stand already."""
        self._screen.look_at(self._another())
        self._number += 1
        waits = holds(".st-key-status", "Waiting for you")
        return self._took(self._screen.button("Restore this revision").click, f"{waits} && {self._stands()}")

    def revise(self) -> float:
        """To the first sight of it, since what comes then is the model's time."""
        self._number += 1
        self._screen.feedback.fill("Shorter, please.")
        begun = f"!{holds('.st-key-status', 'Waiting')} || {self._stands()}"
        return self._took(self._screen.button("Revise").click, begun)

    def _took(self, click: Callable[[], None], until: str) -> float:
        """Milliseconds until then; the next sample, in whatever tab, waits until this one is at rest."""
        taken = timed(self._screen.page, click, until).after
        self._screen.waits(self._number)
        return taken

    def _another(self) -> int:
        return next(self._earlier) % (REVISIONS - 2) + 1

    def _stands(self) -> str:
        return holds(".st-key-revision", f"Revision {self._number} of")


def blank(page: Page) -> Callable[[], float]:
    """The blank page says something else after each click."""
    said = page.get_by_test_id("stText")

    def sample() -> float:
        other = f"!{holds('[data-testid=stText]', said.inner_text())}"
        return timed(page, page.get_by_role("button", name="Click").click, other).after

    return sample
