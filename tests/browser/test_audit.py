"""The audit page as somebody reads it half a year later: the answer, each step, what the checks say."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.app import App, Screen
from tests.browser.conftest import Serve, Visit
from tests.browser.test_accessible import FITS, PHONE, violations
from tests.browser.test_untrusted import BAD, see_nothing_ran
from tests.model_server import ModelServer
from tests.replies import says

ANSWER = ".st-key-answer"


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture(scope="module")
def connected(serve: Serve, model: ModelServer) -> App:
    return serve(HITL_WRITER="openai", OPENAI_BASE_URL=model.url, HITL_MODEL="scripted-1")


def accepted(screen: Screen, app: App) -> str:
    """A review that was revised once and accepted by Ann, with its audit page on the screen; its id."""
    screen.begin("Our library opens on Sundays")
    screen.waits(1)
    screen.name("Ann")
    expect(screen.button("Ann")).to_be_visible()
    screen.revise("Add a call to action.", 2)
    screen.button("Accept").click()
    screen.shows("Accepted", 2)
    screen.link("Audit").click()
    expect(screen.page.locator(ANSWER)).to_contain_text("Ann accepted v2 on ")
    return screen.thread


def told(screen: Screen, words: str) -> None:
    """See words on the page; good news is no alert."""
    expect(screen.page.get_by_role("main")).to_contain_text(words)


def read(screen: Screen, line: str, paper: str) -> None:
    """Open the moment whose line has this in it, and one of its papers."""
    box = screen.page.locator("details", has_text=line).first
    box.locator("summary").click()
    choice = box.get_by_role("radio", name=paper, exact=True)
    choice.click()
    expect(choice).to_be_checked()


def test_a_review_is_answered_for_verified_and_replayed(screen: Screen, app: App) -> None:
    accepted(screen, app)
    screen.button("Verify").click()
    told(screen, "Nothing was changed: 8 records, their texts and saved states are as they were sealed.")
    screen.button("Replay").click()
    told(
        screen, "Run again from the record, the loop took the same 8 steps and ended the same way; no model was asked."
    )
    read(screen, "Ann accepted v2", "Text decided on")

    expect(screen.page.locator(ANSWER)).to_contain_text(" UTC, and exactly these words were on the screen")
    assert (
        screen.page.locator("[class*=st-key-paper-decision-2] .hitl-text").text_content() == app.texts(screen.thread)[1]
    )


def test_the_last_seal_is_copied_and_recognised(visit: Visit, app: App) -> None:
    screen = visit(app, permissions=["clipboard-read", "clipboard-write"])
    accepted(screen, app)
    screen.page.locator(".st-key-head").get_by_role("button", name="Copy").click()
    expect(screen.page.locator(".st-key-head").get_by_role("button", name="Copied")).to_be_visible()
    noted = screen.page.get_by_label("A last seal that you noted", exact=True)
    noted.fill(screen.page.evaluate("navigator.clipboard.readText()"))
    noted.press("Enter")

    told(screen, "This is the seal of step 8 of 8")


def test_a_prompt_an_answer_and_feedback_full_of_markup_are_shown_and_do_nothing(
    connected: App, visit: Visit, model: ModelServer
) -> None:
    screen = visit(connected)
    model.enqueue(says(BAD), says(BAD, "More."))
    screen.begin(BAD)
    screen.waits(1)
    screen.ask(BAD)
    screen.waits(2)
    screen.open("/audit", screen.thread)
    read(screen, "scripted-1 was asked for a draft", "Prompt")
    expect(screen.page.locator("[class*=st-key-paper-call-1] .hitl-text").last).to_contain_text("<iframe src=")
    screen.page.locator("details[open]").get_by_role("radio", name="Answer").click()
    expect(screen.page.locator("[class*=st-key-paper-call-1] .hitl-text").last).to_contain_text("<iframe src=")
    read(screen, "asked for changes to v1", "Text decided on")
    expect(screen.page.locator("[class*=st-key-paper-decision-1] .hitl-text")).to_contain_text("<script>window.ran = 1")
    read(screen, "v2 waits for a decision", "Saved state")
    expect(screen.page.locator("details[open] code").last).to_contain_text("<script>window.ran = 1")
    screen.button("Verify").click()
    told(screen, "Nothing was changed")

    see_nothing_ran(screen)


def test_a_review_that_is_being_written_is_told_as_far_as_it_came(
    connected: App, visit: Visit, model: ModelServer
) -> None:
    screen, audit = visit(connected), visit(connected)
    model.enqueue(says("The first draft."), says("The second ", "draft.", delay=60.0))
    screen.begin("Our library opens on Sundays")
    screen.waits(1)
    screen.ask("Shorter.")
    expect(screen.status).to_have_text("Drafting")
    audit.open("/audit", screen.thread)

    expect(audit.page.locator(ANSWER)).to_contain_text("A text is being made since")
    expect(audit.page.locator("details summary").last).to_contain_text("asked for changes to v1: “Shorter.”")
    expect(audit.page.locator(".st-key-way")).to_contain_text("→ The text is kept: 0 It stands here now.")
    audit.button("Replay").click()
    told(audit, "the loop took the same 4 steps as far as the review has come")
    screen.button("Stop").click()
    screen.waits(1)


def test_the_bar_leads_to_the_audit_of_the_review_that_was_opened_last(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    thread = screen.thread
    screen.button("Drafts").click()
    expect(screen.page.get_by_label("Search")).to_be_visible()
    screen.button("Audit").click()

    expect(screen.page.locator(ANSWER)).to_contain_text("v1 waits for a decision")
    assert screen.thread == thread


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_passes_axe_and_fits_a_phone(screen: Screen, app: App, scheme: Literal["light", "dark"]) -> None:
    screen.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    accepted(screen, app)
    screen.button("Verify").click()
    told(screen, "Nothing was changed")
    read(screen, "asked for changes to v1", "Seal")
    faults = violations(screen)
    screen.page.set_viewport_size(PHONE)

    assert faults == []
    screen.page.wait_for_function(FITS, timeout=5_000)
