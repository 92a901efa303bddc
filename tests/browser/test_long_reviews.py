"""Reviews that have become long: each page shows a part, and leads to the rest."""

import pytest
from playwright.sync_api import expect

from tests.bench.seeds import seeded
from tests.browser.app import AT_REST, App, Screen
from tests.browser.conftest import Visit

REVISIONS = 35


@pytest.fixture(scope="module")
def long(app: App) -> str:
    """A review with many revisions."""
    return seeded(app.database, (REVISIONS,))[0]


@pytest.fixture
def screen(app: App, long: str, visit: Visit) -> Screen:
    """The review page of the long review."""
    screen = visit(app)
    screen.open(thread=long)
    screen.waits(REVISIONS)
    return screen


def test_an_earlier_revision_is_chosen_from_a_list_beside_what_was_asked_last(screen: Screen) -> None:
    asked = screen.page.locator(".hitl-asked").last
    expect(asked).to_contain_text(f"v{REVISIONS - 1} →")
    expect(asked).not_to_contain_text(f"v{REVISIONS - 11} →")
    expect(screen.page.get_by_text(f"{REVISIONS - 11} earlier decisions in the history.")).to_be_visible()
    screen.feedback.fill("Half a thought")
    screen.look_at(3)

    expect(screen.draft).to_contain_text("Text 3.")
    expect(screen.page.get_by_text(f"v{REVISIONS} waits for your decision.")).to_be_visible()
    expect(screen.feedback).to_have_value("Half a thought")
    expect(screen.button("Accept")).to_have_count(0)
    screen.button(f"Go to v{REVISIONS}").click()
    expect(screen.draft).to_contain_text(f"Text {REVISIONS}.")
    expect(screen.button(f"Accept v{REVISIONS}")).to_be_visible()


def test_the_strip_leads_to_the_steps_near_the_chosen_one_and_the_trail_comes_a_page_at_a_time(screen: Screen) -> None:
    screen.button("History").click()
    strip = screen.page.get_by_role("group", name="Revisions")
    expect(strip.get_by_role("button", name=f"v{REVISIONS} ·")).to_have_attribute("aria-current", "")
    expect(strip.get_by_role("button", name="v5 ·")).to_have_count(0)
    strip.get_by_role("button", name="v12 ·").click()
    expect(strip.get_by_role("button", name="v12 ·")).to_have_attribute("aria-current", "")
    expect(screen.diff).to_contain_text("Text 11.")
    expect(screen.diff).to_contain_text("Text 12.")
    expect(strip.get_by_role("button", name="v5 ·")).to_have_count(1)
    assert "from=11&to=12" in screen.page.url

    rows = screen.page.locator(".hitl-trail tbody tr")
    expect(rows).to_have_count(20)
    expect(rows.last).to_contain_text(f"v{REVISIONS}")
    for _ in range(3):
        expect(screen.page.locator(AT_REST)).to_be_attached()
        screen.button("Previous page").click()
    expect(rows.first).to_contain_text("started")
    expect(rows).to_have_count(10)
