"""The audit page as somebody reads it half a year later: the answer, each step, what the checks say."""

from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from hitl.domain import Brief
from tests.browser.app import App, Screen
from tests.browser.conftest import Visit
from tests.browser.test_accessible import FITS, PHONE, violations
from tests.browser.test_untrusted import BAD, see_nothing_ran
from tests.conftest import settled, stop_of
from tests.model_server import ModelServer
from tests.replies import says

ANSWER = ".st-key-answer"


def accepted(app: App) -> str:
    """The id of a review that was revised once and accepted by Ann."""
    with app.desk() as desk:
        thread = desk.start(Brief("Our library opens on Sundays"), "Editor")
        desk.revise(thread, stop_of(desk, thread), "Ann", "Add a call to action.", 1)
        desk.accept(thread, stop_of(desk, thread), "Ann", displayed=2)
        settled(desk, thread)
    return thread


@pytest.fixture
def audit(screen: Screen, app: App) -> Screen:
    """The audit page of a review that was accepted."""
    screen.open("/audit", accepted(app))
    expect(screen.page.locator(ANSWER)).to_contain_text("Ann accepted v2 on ")
    return screen


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


def test_a_review_is_answered_for_verified_and_replayed(audit: Screen, app: App) -> None:
    screen = audit
    screen.button("Verify").click()
    told(screen, "Nothing was changed: 8 records, their texts and saved states are as they were sealed.")
    screen.button("Replay").click()
    told(
        screen, "Run again from the record, the loop took the same 8 steps and ended the same way; no model was asked."
    )
    with ZipFile(screen.download("Download the bundle").path()) as bundle:
        assert bundle.testzip() is None
    read(screen, "Ann accepted v2", "Text decided on")

    expect(screen.page.locator(ANSWER)).to_contain_text(" UTC, and exactly these words were on the screen")
    paper = screen.page.locator("[class*=st-key-paper-decision-2] .hitl-text")
    assert paper.text_content() == app.texts(screen.thread)[1]
    expect(screen.page.locator(".st-key-way")).to_contain_text("It stands here now.")


def test_a_prompt_an_answer_and_feedback_full_of_markup_are_shown_and_do_nothing(
    connected_screen: Screen, model: ModelServer
) -> None:
    screen = connected_screen
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
    connected_screen: Screen, connected: App, visit: Visit, model: ModelServer
) -> None:
    screen, audit = connected_screen, visit(connected)
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


def test_a_review_that_began_with_a_text_of_another_one_leads_to_its_audit(audit: Screen) -> None:
    screen, origin = audit, audit.thread
    screen.link("Back to review").click()
    screen.button("Start again from v2").click()
    screen.waits(1)
    screen.button("Drafts").click()
    expect(screen.page.get_by_label("Search")).to_be_visible()
    screen.button("Audit", exact=True).click()
    expect(screen.page.locator(ANSWER)).to_contain_text("v1 waits for a decision")
    screen.button("Begun from v2 of an earlier draft").click()

    expect(screen.page.locator(ANSWER)).to_contain_text("Ann accepted v2 on ")
    assert screen.thread == origin


def test_the_page_passes_axe_and_fits_a_phone(audit: Screen) -> None:
    audit.button("Verify").click()
    told(audit, "Nothing was changed")
    read(audit, "asked for changes to v1", "Seal")
    faults = violations(audit)
    audit.page.set_viewport_size(PHONE)

    assert faults == []
    audit.page.wait_for_function(FITS)
