"""Every state of the screen: what axe-core finds, the width of a phone, one primary button."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import ViewportSize, expect

from tests.browser.app import AT_REST, App, Screen
from tests.browser.conftest import DESKTOP
from tests.browser.seeds import reviews_in_each_state
from tests.conftest import stop_of

PRIMARY = "[data-testid^=stBaseButton-primary]"
PHONE = ViewportSize(width=390, height=844)
VIEWS = ("Inline", "Side by side", "Changes only", "Choose changes", "Origin of each sentence")
DECIDING = {"new draft", "own text", "waiting", "hand edit", "unsaved text", "failed", "last look", "overtaken"}
"""The states in which the screen asks for something."""

FITS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .every((part) => part.scrollWidth <= part.clientWidth)"""
DARK = "() => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"
COLOURS = {"runOnly": ["color-contrast"]}
"""All that another scheme changes."""

Walk = Callable[[Screen, dict[str, str]], Iterator[str]]
"""Brings states of the screen about, one after the other; each is named once it stands."""


@pytest.fixture(scope="module")
def reviews(app: App) -> dict[str, str]:
    """The id of a review for each state."""
    return reviews_in_each_state(app.database)


def the_form(screen: Screen, _: dict[str, str]) -> Iterator[str]:
    screen.open()
    expect(screen.button("Write draft")).to_be_visible()
    yield "new draft"
    screen.page.get_by_role("tab", name="From a text I have").click()
    expect(screen.button("Review this text")).to_be_visible()
    yield "own text"


def a_review(screen: Screen, reviews: dict[str, str]) -> Iterator[str]:
    opened(screen, reviews["waiting"])
    yield "waiting"
    screen.button("Download", exact=True).click()
    expect(screen.button("Markdown")).to_be_visible()
    yield "downloads"
    screen.page.keyboard.press("Escape")
    screen.pick("v1")
    expect(screen.button("Restore this revision")).to_be_visible()
    yield "earlier revision"
    screen.button("Go to v2").click()
    screen.button("Edit by hand").click()
    expect(screen.own_text).to_be_visible()
    expect(screen.draft).to_have_count(0)
    yield "hand edit"
    screen.own_text.fill("Words of my own.")
    screen.button("Keep for later").click()
    expect(screen.button("Go on with your text")).to_be_visible()
    yield "unsaved text"


def reviews_of_all_kinds(screen: Screen, reviews: dict[str, str]) -> Iterator[str]:
    for state in ("failed", "last look", "accepted", "closed"):
        opened(screen, reviews[state])
        yield state
    opened(screen, reviews["damaged"])
    if screen.button("Accept").count():  # it has not been looked at yet
        screen.button("Accept").click()
    screen.says("it is damaged")
    expect(screen.button("Accept")).to_have_count(0)
    yield "damaged"
    opened(screen, reviews["overtaken"])
    assert screen.app
    with screen.app.desk() as desk:
        desk.edit(screen.thread, stop_of(desk, screen.thread), "Ann", f"{screen.text()} More.")
        stop_of(desk, screen.thread)
    screen.button("Accept").click()
    screen.says("already decided")
    expect(screen.diff).to_be_visible()
    yield "overtaken"


def other_pages(screen: Screen, reviews: dict[str, str]) -> Iterator[str]:
    screen.open("/history", reviews["waiting"])
    for view in VIEWS:
        screen.pick(view)
        expect(screen.page.get_by_role("radio", name=view)).to_be_checked()
        expect(screen.button("Download", exact=True)).to_be_visible()
        if view == "Origin of each sentence":
            screen.button("Return your books").click()
            expect(screen.page.get_by_text("Because")).to_be_visible()
        yield view
    screen.open("/drafts")
    expect(screen.page.get_by_role("main").get_by_role("link")).not_to_have_count(0)
    yield "drafts"
    screen.open(thread="nonsense")
    screen.says("There is no review with this address.")
    yield "unknown"


def opened(screen: Screen, thread: str) -> None:
    screen.open(thread=thread)
    expect(screen.draft).to_be_visible()
    expect(screen.button("See what changed")).to_be_visible()


def violations(screen: Screen) -> list[str]:
    """What axe-core calls serious or critical on a page at rest, in light and in dark, each with its element."""
    expect(screen.page.locator(AT_REST)).to_be_attached()
    expect(screen.page.locator("[data-stale=true]")).to_have_count(0)  # what a long run is to draw anew looks pale
    screen.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found: list[dict[str, Any]] = Axe().run(screen.page).response["violations"]
    screen.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    screen.page.wait_for_function(DARK)
    found += Axe().run(screen.page, options=COLOURS).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("walk", [the_form, a_review, reviews_of_all_kinds, other_pages])
def test_each_state_passes_axe_has_one_primary_button_and_fits_a_phone(
    screen: Screen, reviews: dict[str, str], walk: Walk
) -> None:
    for state in walk(screen, reviews):
        assert (state, violations(screen)) == (state, [])
        primary = screen.page.locator(PRIMARY).locator("visible=true").count()
        assert primary == 1 or (primary == 0 and state not in DECIDING), state
        screen.page.set_viewport_size(PHONE)
        screen.page.wait_for_function(FITS)
        if state == "waiting":
            assert violations(screen) == []
        screen.page.set_viewport_size(DESKTOP)
