"""The history page as an editor or an auditor reads it: what changed, why, where from, and what to keep of it."""

import json
import re
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from hitl.domain import Brief
from tests.browser.app import AT_REST, App, Screen
from tests.browser.conftest import Visit
from tests.conftest import stop_of

FIRST = "We open on Monday. Bring a friend.\n\nThe café stays closed."
SECOND = "We open on Tuesday. Bring a friend.\n\nThe café stays closed. Parking is free."
THIRD = "The café stays closed. Parking is free.\n\nWe open on Tuesday. Bring a friend."


@pytest.fixture
def history(screen: Screen, app: App) -> Screen:
    """The history of a review with two revisions."""
    screen.open("/history", app.review(FIRST, SECOND))
    screen.diff.wait_for()
    return screen


def test_the_last_step_is_shown_word_by_word_in_each_view(history: Screen) -> None:
    for view in ("Inline", "Side by side", "Changes only"):
        history.pick(view)
        expect(history.diff.locator("del")).to_have_text("Monday")
        expect(history.diff.locator("ins").first).to_have_text("Tuesday")
    history.pick("Final text")
    expect(history.diff.locator("del, ins")).to_have_count(0)
    expect(history.button("Next change")).to_have_count(0)

    assert (history.diff.evaluate("diff => diff.textContent") or "").strip() == SECOND


def test_any_two_revisions_can_be_compared_and_the_address_shows_the_same_to_others(
    screen: Screen, app: App, visit: Visit
) -> None:
    screen.begin_with(FIRST, SECOND, THIRD)
    screen.button("See what changed").click()
    expect(screen.diff.locator("ins.hitl-moved")).to_have_count(1)
    expect(screen.page.get_by_text("0 words removed")).to_be_visible()
    screen.choose("From", "v1")
    screen.choose("To", "v2")
    screen.pick("Changes only")
    expect(screen.diff.locator("del")).to_have_text(["Monday"])  # what stood before has two
    screen.page.wait_for_url(re.compile("from=1&to=2&view=Changes"))
    other = visit(app, alone=True)
    other.page.goto(screen.page.url)

    expect(other.diff.locator("del")).to_have_text("Monday")
    expect(other.page.get_by_role("radio", name="Changes only")).to_be_checked()


def test_arrow_keys_lead_through_revisions_and_through_changes(history: Screen) -> None:
    history.page.get_by_role("heading", level=1).click()
    history.page.keyboard.press("ArrowLeft")
    expect(history.page.get_by_role("combobox", name="To")).to_have_value("v1 · by hand")
    history.page.keyboard.press("ArrowRight")
    expect(history.diff.locator("del")).to_have_text("Monday")
    expect(history.page.locator(AT_REST)).to_be_attached()
    history.diff.focus()
    for text in ("Monday", "Tuesday", " Parking is free."):
        history.page.keyboard.press("ArrowDown")
        expect(history.page.locator(".hitl-here")).to_have_text(text)
    history.page.keyboard.press("ArrowUp")

    expect(history.page.locator(".hitl-here")).to_have_text("Tuesday")


def test_a_sentence_tells_which_revision_brought_it_and_how_it_read_before(history: Screen) -> None:
    history.pick("Origin of each sentence")
    history.button("We open on Tuesday.").press("Enter")
    story = history.page.locator(".st-key-story")
    expect(story).to_contain_text("v2")
    expect(story).to_contain_text("edited by hand")
    expect(history.diff.locator("del")).to_have_text("Monday")
    history.button("Bring a friend.").click()

    expect(story).to_contain_text("Nothing like it stood there before.")


def test_a_text_that_was_taken_over_twice_still_leads_to_who_wrote_each_sentence(screen: Screen, app: App) -> None:
    with app.desk() as desk:
        first = desk.start(Brief("Our library opens on Sundays"), "Editor")
        stop = stop_of(desk, first)
        draft = desk.revision(first, 1).text
        desk.edit(first, stop, "Editor", f"{draft}\n\nParking is free.")
        stop_of(desk, first)
        second = desk.start_again(first, 2, "Editor")
        desk.edit(second, stop_of(desk, second), "Editor", f"Hello all.\n\n{draft}\n\nParking is free.")
        stop_of(desk, second)
        third = desk.start_again(second, 2, "Editor")
        stop_of(desk, third)
    screen.open("/history", third)
    expect(screen.page.get_by_role("combobox", name="To")).to_have_value("v1 · from v2 of an earlier review")
    expect(screen.page.get_by_text("began this review with v2 of an earlier one.")).to_be_visible()
    screen.pick("Origin of each sentence")
    story = screen.page.locator(".st-key-story")
    screen.draft.get_by_role("button").nth(1).click()
    expect(story).to_contain_text("Written by the model built-in")
    expect(story).to_contain_text("First draft for: Our library opens on Sundays")
    screen.button("Parking is free.").click()
    expect(story).to_contain_text("v2, earlier review")
    expect(story).to_contain_text("edited by hand")
    story.get_by_role("button", name="The history of that review, at v2").click()
    screen.page.wait_for_url(re.compile(f"thread={first}&from=1&to=2"))
    screen.pick("Inline")

    expect(screen.diff.locator("ins")).to_have_text(re.compile("Parking is free."))
    with app.desk() as desk:
        desk.archive.delete(first, "Ann", "asked to")
    screen.open("/history", third)
    screen.pick("Origin of each sentence")
    screen.button("Parking is free.").click()
    expect(story).to_contain_text("Taken over from v2 of an earlier review; that review cannot be read any more.")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_way_from_change_to_change_stays_in_sight_of_a_long_text(
    screen: Screen, app: App, width: int, height: int
) -> None:
    line = "\n\n".join(f"Stop {number} of the tram is beside the old town wall." for number in range(60))
    screen.page.set_viewport_size({"width": width, "height": height})
    thread = app.review(line, line.replace("Stop 30", "Halt 30").replace("Stop 50", "Halt 50"))
    screen.open("/history", thread)
    following = screen.button("Next change")
    for word in ("Stop", "Halt", "Stop"):
        following.click()
        expect(screen.page.locator(".hitl-here")).to_have_text(word)
        expect(screen.page.locator(".hitl-here")).to_be_in_viewport()

    expect(following).to_be_in_viewport(ratio=1)
    assert (screen.diff.bounding_box() or {"height": 0})["height"] > 2 * height


def test_the_trail_on_a_phone_shows_the_words_before_the_hash_and_within_the_screen(history: Screen) -> None:
    history.page.set_viewport_size({"width": 390, "height": 844})
    history.open("/history", history.thread)
    row = history.page.locator(".hitl-trail tr", has_text="edited by hand")
    boxes = [row.locator(f".hitl-trail-{name}").bounding_box() for name in ("who", "why", "sha256")]
    who, why, digest = (box for box in boxes if box)

    assert who["y"] < why["y"] < digest["y"]
    assert all(box["x"] + box["width"] <= 390 for box in (who, why, digest))


def test_a_history_that_is_read_tells_that_somebody_has_decided(history: Screen, app: App, visit: Visit) -> None:
    other = visit(app)
    other.open(thread=history.thread)
    other.button("Accept v2").click()
    other.shows("Accepted", 2)

    expect(history.page.get_by_text("Meanwhile Editor accepted · The review has ended: Accepted.")).to_be_visible()
    history.button("Show where it stands").click()
    history.shows("Accepted", 2)


def test_an_earlier_revision_is_restored_from_its_diff_and_its_sentences_tell_that_they_came_back(
    history: Screen,
) -> None:
    expect(history.page.get_by_text("Restoring brings back v1, the one chosen in From: “We open on M")).to_be_visible()
    history.button("Restore this revision").click()
    expect(history.revision).to_have_text(re.compile("Revision 3 of"))
    history.pick("Origin of each sentence")
    history.button("We open on Monday.").click()
    story = history.page.locator(".st-key-story")
    expect(story).to_contain_text("v1")
    expect(story).to_contain_text("v3")
    expect(story).to_contain_text("Here it came back, after it had been gone. Editor restored revision 1")
    history.link("Back to review").click()
    expect(history.feedback).to_be_visible()
    history.waits(3)

    assert history.text() == FIRST


def test_the_trail_can_be_taken_along(history: Screen) -> None:
    whole = json.loads(history.file("JSON"))

    assert [revision["text"] for revision in whole["revisions"]] == [FIRST, SECOND]
    assert history.file("CSV").removeprefix("\ufeff").startswith("time,event,revision,who,words,why,sha256")
    with ZipFile(history.download("Word").path()) as file:
        assert "<w:delText" in file.read("word/document.xml").decode()
