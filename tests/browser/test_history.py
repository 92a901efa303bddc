"""The history page as an editor or an auditor reads it: what changed, why, where from, and what to keep of it."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.browser.app import App, Screen
from tests.browser.conftest import Visit

FIRST = "We open on Monday. Bring a friend.\n\nThe café stays closed."
SECOND = "We open on Tuesday. Bring a friend.\n\nThe café stays closed. Parking is free."
THIRD = "The café stays closed. Parking is free.\n\nWe open on Tuesday. Bring a friend."


def edit(screen: Screen, text: str, number: int) -> None:
    """Make a text of one's own the next revision."""
    screen.button("Edit by hand").click()
    screen.own_text.fill(text)
    screen.button("Save as revision").click()
    screen.waits(number)


@pytest.fixture
def history(screen: Screen) -> Screen:
    """The history of a review with two revisions."""
    screen.begin_with(FIRST)
    edit(screen, SECOND, 2)
    screen.button("See what changed").click()
    screen.diff.wait_for()
    return screen


def test_the_last_step_is_shown_word_by_word_in_each_view(history: Screen) -> None:
    for view in ("Inline", "Side by side", "Changes only"):
        history.pick(view)
        expect(history.diff.locator("del")).to_have_text("Monday")
        expect(history.diff.locator("ins").first).to_have_text("Tuesday")
    history.pick("Final text")
    expect(history.diff.locator("del, ins")).to_have_count(0)

    assert (history.diff.evaluate("diff => diff.textContent") or "").strip() == SECOND


def test_any_two_revisions_can_be_compared_and_the_address_shows_the_same_to_others(
    history: Screen, app: App, visit: Visit
) -> None:
    history.link("Back to review").click()
    edit(history, THIRD, 3)
    history.button("See what changed").click()
    history.choose("From", "v1")
    history.choose("To", "v2")
    history.pick("Changes only")
    expect(history.diff.locator("del")).to_have_text("Monday")
    history.page.wait_for_url(re.compile("from=1&to=2&view=Changes"))
    other = visit(app, alone=True)
    other.page.goto(history.page.url)

    expect(other.diff.locator("del")).to_have_text("Monday")
    expect(other.page.get_by_role("radio", name="Changes only")).to_be_checked()


@pytest.mark.parametrize("asked", ["from=9&to=-1&view=Nonsense", "from=<script>&to=٣&view=%00", "from=&to=1e9"])
def test_an_address_that_asks_for_what_is_not_there_shows_the_last_step(history: Screen, asked: str) -> None:
    history.page.goto(f"{history.url}/history?thread={history.thread}&{asked}")

    expect(history.diff.locator("del")).to_have_text("Monday")


def test_arrow_keys_lead_through_revisions_and_through_changes(history: Screen) -> None:
    history.page.get_by_role("heading", level=1).click()
    history.page.keyboard.press("ArrowLeft")
    expect(history.page.get_by_role("combobox", name="To")).to_have_value("v1 · by hand")
    history.page.keyboard.press("ArrowRight")
    expect(history.diff.locator("del")).to_have_text("Monday")
    history.diff.focus()
    for text in ("Monday", "Tuesday", " Parking is free."):
        history.page.keyboard.press("ArrowDown")
        expect(history.page.locator(".hitl-here")).to_have_text(text)
    history.page.keyboard.press("ArrowUp")

    expect(history.page.locator(".hitl-here")).to_have_text("Tuesday")


def test_what_moved_is_shown_as_moved(history: Screen) -> None:
    history.link("Back to review").click()
    edit(history, THIRD, 3)
    history.button("See what changed").click()

    expect(history.diff.locator("ins.hitl-moved")).to_have_count(1)
    expect(history.page.get_by_text("0 words removed")).to_be_visible()


def test_only_the_changes_that_are_wanted_become_a_revision(history: Screen, app: App) -> None:
    history.pick("Choose changes")
    history.page.get_by_text("Change 1", exact=True).click()
    expect(history.draft).to_contain_text("We open on Monday.")
    history.button("Save as revision").click()
    expect(history.revision).to_contain_text("Revision 3 of")

    assert app.texts(history.thread)[2] == FIRST + " Parking is free."


def test_a_sentence_tells_which_revision_brought_it_and_how_it_read_before(history: Screen) -> None:
    history.pick("Origin of each sentence")
    history.button("We open on Tuesday.").press("Enter")
    story = history.page.locator(".st-key-story")
    expect(story).to_contain_text("v2")
    expect(story).to_contain_text("edited by hand")
    expect(history.diff.locator("del")).to_have_text("Monday")
    history.button("Bring a friend.").click()

    expect(story).to_contain_text("Nothing like it stood there before.")


def test_an_earlier_revision_can_be_restored_from_its_diff(history: Screen) -> None:
    history.button("Restore this revision").click()
    expect(history.revision).to_have_text(re.compile("Revision 3 of"))
    history.link("Back to review").click()
    history.waits(3)

    assert history.text() == FIRST


def test_the_trail_can_be_taken_along(history: Screen) -> None:
    whole = json.loads(history.file("JSON"))
    table = history.file("CSV")

    assert whole["review"] == history.thread
    assert [revision["text"] for revision in whole["revisions"]] == [FIRST, SECOND]
    assert [row["event"] for row in whole["trail"]] == ["started", "revision", "edited by hand", "revision"]
    assert table.removeprefix("\ufeff").startswith("time,event,revision,who,words,why,sha256")


def test_the_history_as_a_word_document_tracks_each_change(history: Screen, tmp_path: Path) -> None:
    with history.page.expect_download() as download:
        history.button("Word", exact=True).click()
    download.value.save_as(tmp_path / "history.docx")
    with ZipFile(tmp_path / "history.docx") as file:
        document = file.read("word/document.xml").decode()

    assert re.findall(r"<w:delText[^>]*>([^<]*)", document) == ["Monday"]
    assert "Tuesday" in re.findall(r"<w:ins [^>]*>.*?</w:ins>", document)[0]
