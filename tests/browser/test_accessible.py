"""Every state of the screen: what axe-core finds, the width of a phone, one primary button."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import ViewportSize, expect

from tests.browser.app import AT_REST, App, Screen
from tests.browser.seeds import reviews_in_each_state
from tests.conftest import stop_of

PRIMARY = "[data-testid^=stBaseButton-primary]"
PHONE = ViewportSize(width=390, height=844)
STATES = (
    "new draft",
    "own text",
    "waiting",
    "earlier revision",
    "hand edit",
    "unsaved text",
    "downloads",
    "failed",
    "overtaken",
    "last look",
    "damaged",
    "accepted",
    "closed",
    "history",
    "side by side",
    "changes only",
    "choose changes",
    "origins",
    "drafts",
    "unknown",
)
VIEWS = {
    "history": "Inline",
    "side by side": "Side by side",
    "changes only": "Changes only",
    "choose changes": "Choose changes",
    "origins": "Origin of each sentence",
}
"""The states of the history page, and the views that they are about."""

DECIDING = {"new draft", "own text", "waiting", "hand edit", "unsaved text", "failed", "overtaken", "last look"}
"""The states in which the screen asks for something."""

FITS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .every((part) => part.scrollWidth <= part.clientWidth)"""

DARK = "() => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"
COLOURS = {"runOnly": ["color-contrast"]}
"""All that another scheme changes."""


@pytest.fixture(scope="module")
def reviews(app: App) -> dict[str, str]:
    """The id of a review for each state."""
    return reviews_in_each_state(app.database)


def show(screen: Screen, state: str, reviews: dict[str, str]) -> None:
    """Bring a state of the screen about and wait until it stands."""
    main = screen.page.get_by_role("main")
    if state in ("new draft", "own text"):
        screen.open()
        expect(screen.button("Write draft")).to_be_visible()
        if state == "own text":
            screen.page.get_by_role("tab", name="From a text I have").click()
            expect(screen.button("Review this text")).to_be_visible()
    elif state in VIEWS:
        screen.open("/history", reviews["waiting"])
        screen.pick(VIEWS[state])
        expect(main.get_by_role("radio", name=VIEWS[state])).to_be_checked()
        expect(screen.button("Download", exact=True)).to_be_visible()
        if state == "origins":
            screen.button("Return your books").click()
            expect(main.get_by_text("Because")).to_be_visible()
    elif state == "drafts":
        screen.open("/drafts")
        expect(main.get_by_role("link")).not_to_have_count(0)
    elif state == "unknown":
        screen.open(thread="nonsense")
        screen.says("There is no review with this address.")
        expect(main.get_by_role("alert")).to_be_visible()
    else:
        _show_review(screen, state, reviews)


def _show_review(screen: Screen, state: str, reviews: dict[str, str]) -> None:
    screen.open(thread=reviews.get(state, reviews["waiting"]))
    expect(screen.draft).to_be_visible()
    expect(screen.button("See what changed")).to_be_visible()
    if state == "earlier revision":
        screen.pick("v1")
        expect(screen.button("Restore this revision")).to_be_visible()
    if state == "overtaken":
        _overtake(screen)
    if state == "damaged":
        if screen.button("Accept").count():  # it has not been looked at yet
            screen.button("Accept").click()
        screen.says("it is damaged")
        expect(screen.button("Accept")).to_have_count(0)
    if state in ("hand edit", "unsaved text"):
        screen.button("Edit by hand").click()
        expect(screen.own_text).to_be_visible()
        expect(screen.draft).to_have_count(0)
    if state == "unsaved text":
        screen.own_text.fill("Words of my own.")
        screen.button("Keep for later").click()
        expect(screen.button("Go on with your text")).to_be_visible()
    if state == "downloads":
        screen.button("Download", exact=True).click()
        expect(screen.button("Markdown")).to_be_visible()


def _overtake(screen: Screen) -> None:
    """Let somebody else write a revision before this tab accepts."""
    assert screen.app
    with screen.app.desk() as desk:
        desk.edit(screen.thread, stop_of(desk, screen.thread), "Ann", f"{screen.text()} More.")
        stop_of(desk, screen.thread)
    screen.button("Accept").click()
    screen.says("already decided")
    expect(screen.diff).to_be_visible()


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


@pytest.mark.parametrize("state", STATES)
def test_each_state_passes_axe_has_one_primary_button_and_fits_a_phone(
    screen: Screen, reviews: dict[str, str], state: str
) -> None:
    show(screen, state, reviews)
    faults = violations(screen)
    primary = screen.page.locator(PRIMARY).locator("visible=true")
    if state in DECIDING:
        expect(primary).to_have_count(1)
    several = primary.count() > 1
    screen.page.set_viewport_size(PHONE)
    screen.page.wait_for_function(FITS)
    if state == "waiting":
        faults += violations(screen)

    assert faults == []
    assert not several
