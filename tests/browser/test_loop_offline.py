"""The loop with the built-in writer, as an editor walks through it, and where editors stray from it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.app import App, Screen
from tests.browser.conftest import Serve, Visit

TOPIC = (
    "Our library app reached 12,000 readers in 2025, which is 40% more than last year. "
    "Three new branches joined, and readers can now reserve books online."
)

WATCH_THE_DRAFT = """() => {
  window.seen = [];
  const note = () => {
    const [status, draft] = ["status", "draft"].map((key) => document.querySelector(`.st-key-${key}`)?.textContent);
    if (draft) window.seen.push([status, draft]);
  };
  new MutationObserver(note).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*\d|\d", text)


def test_a_brief_becomes_an_approved_text(screen: Screen, app: App) -> None:
    screen.begin(TOPIC)
    screen.waits(1)
    first = screen.text()
    screen.revise("Shorter, friendlier tone, keep one metric.", 2)
    second = screen.text()
    screen.feedback.fill("Looks good, add CTA.")
    screen.feedback.press("Control+Enter")
    screen.waits(3)
    third = screen.text()
    screen.button("Accept").click()
    screen.shows("Accepted", 3)

    assert len(second.split()) < len(first.split())
    assert len(numbers(first)) > 1
    assert len(numbers(second)) == 1
    assert third.startswith(second.rstrip())
    assert len(third) > len(second)
    assert screen.text() == third
    assert [verb for verb, _, _ in app.decisions(screen.thread)] == ["revise", "revise", "accept"]


def test_an_example_shows_the_whole_loop_in_a_minute(screen: Screen, app: App) -> None:
    screen.open()
    screen.button("Blog post").focus()
    screen.page.keyboard.press("Enter")
    screen.waits(1)
    first = screen.text()
    for number, ask in enumerate(("Friendlier", "Keep one number", "Add a call to action"), 2):
        screen.pick(ask)
        screen.button("Revise").click()
        screen.waits(number)
        expect(screen.page.get_by_role("note").get_by_text(f"Done: “{ask}”")).to_be_visible()
    screen.button("Accept").click()
    screen.shows("Accepted", 4)

    assert first.startswith("# What a week without meetings taught us")
    assert len(numbers(screen.text())) == 1
    assert [verb for verb, _, _ in app.decisions(screen.thread)] == ["revise", "revise", "revise", "accept"]


def test_the_draft_grows_on_the_screen_before_it_is_finished(screen: Screen) -> None:
    screen.open()
    screen.page.evaluate(WATCH_THE_DRAFT)
    screen.page.get_by_label("Topic", exact=True).fill(TOPIC)
    screen.button("Write draft").click()
    screen.waits(1)
    expect(screen.revision).to_have_text("Revision 1 of 6")
    whole = screen.text()
    growing = {text for status, text in screen.page.evaluate("window.seen") if status == "Drafting" and text.strip()}

    assert len(growing) >= 3
    assert all(whole.startswith(text.rstrip()) for text in growing)
    assert min(map(len, growing)) < len(whole) / 2


def test_a_text_edited_by_hand_becomes_the_next_revision(screen: Screen) -> None:
    screen.begin_with("The model's words.")
    screen.button("Edit by hand").click()
    screen.own_text.fill("My own words.\n\nAnd a second paragraph.")
    screen.button("Save as revision").click()
    screen.waits(2)

    expect(screen.button("Edit by hand")).to_be_visible()
    assert screen.text() == "My own words.\n\nAnd a second paragraph."


def test_an_earlier_revision_can_be_restored_and_nothing_later_is_lost(screen: Screen) -> None:
    screen.begin_with("The first words.")
    screen.revise("Add a call to action.", 2)
    second = screen.text()
    screen.pick("v1")
    expect(screen.draft).to_have_text("The first words.")
    screen.button("Restore this revision").click()
    screen.waits(3)

    assert screen.text() == "The first words."
    screen.pick("v2")
    expect(screen.draft).to_have_text(second)


def test_a_text_is_accepted_only_while_it_is_the_one_on_the_screen(screen: Screen, app: App) -> None:
    screen.begin_with("The first words.")
    screen.revise("Add a call to action.", 2)
    second = screen.text()
    screen.feedback.fill("Half a thou")
    screen.pick("v1")
    expect(screen.draft).to_have_text("The first words.")
    expect(screen.button("Accept")).to_have_count(0)
    screen.button("Go to v2").click()
    expect(screen.draft).to_have_text(second)
    expect(screen.button("Go to v2")).to_have_count(0)
    expect(screen.feedback).to_have_value("Half a thou")
    screen.button("Accept v2").click()
    screen.shows("Accepted", 2)

    assert app.displayed(screen.thread) == [("revise", 1, 1), ("accept", 2, 2)]


def test_a_decision_records_the_earlier_revision_that_was_on_the_screen(screen: Screen, app: App) -> None:
    screen.begin_with("The first words.")
    screen.revise("Add a call to action.", 2)
    screen.pick("v1")
    expect(screen.button("Go to v2")).to_be_visible()
    screen.revise("Add #library.", 3)
    expect(screen.button("Accept v3")).to_be_visible()
    screen.pick("v2")
    expect(screen.button("Go to v3")).to_be_visible()
    screen.button("Restore this revision").click()
    screen.waits(4)
    screen.button("Edit by hand").click()
    screen.own_text.fill("My own words.")
    screen.button("Save as revision").click()
    screen.waits(5)
    screen.pick("v3")
    expect(screen.button("Go to v5")).to_be_visible()
    screen.feedback.fill("Called off.")
    screen.button("Abandon").click()
    screen.shows("Abandoned", 5)

    assert app.displayed(screen.thread) == [
        ("revise", 1, 1), ("revise", 2, 1), ("restore", 3, 2), ("edit", 4, 4), ("abandon", 5, 3),
    ]  # fmt: skip


def test_a_look_at_an_earlier_text_and_an_accept_at_the_same_moment_accept_nothing_else(
    screen: Screen, app: App
) -> None:
    screen.begin_with("The first words.")
    screen.revise("Add a call to action.", 2)
    screen.page.evaluate(
        """() => {
          document.querySelectorAll('[role=radio]').forEach((each) => each.textContent === 'v1' && each.click());
          document.querySelectorAll('button').forEach((each) => each.textContent.includes('Accept v2') && each.click());
        }"""
    )
    screen.says("v2 waits for your decision, but v1 was on your screen")
    expect(screen.draft).to_have_text("The first words.")

    assert app.displayed(screen.thread) == [("revise", 1, 1)]


def test_the_text_can_be_downloaded_and_copied_exactly(app: App, visit: Visit) -> None:
    screen = visit(app, permissions=["clipboard-read", "clipboard-write"])
    text = "First line.\n\n  An indented <b>line</b> & more.\nLast line."
    screen.begin_with(text)

    assert screen.file("Text") == text
    assert text in screen.file("Markdown")
    screen.button("Copy", exact=True).click()
    expect(screen.button("Copied")).to_be_visible()
    assert screen.page.evaluate("navigator.clipboard.readText()") == text


def test_the_list_of_drafts_finds_a_review_and_opens_it(screen: Screen) -> None:
    screen.begin_with("We met a quokka at the zoo.", "Animals of the zoo")
    thread = screen.thread
    screen.open("/drafts")
    line = screen.link("Animals of the zoo")
    expect(line).to_be_visible()
    search = screen.page.get_by_label("Search")
    search.fill("no such words anywhere")
    search.press("Enter")
    expect(line).to_be_hidden()
    search.fill("quokka")
    search.press("Enter")
    expect(line).to_be_visible()
    status = screen.page.get_by_role("main").get_by_role("button", name="Accepted", exact=True)
    status = status.or_(screen.page.get_by_role("checkbox", name="Accepted", exact=True))
    status.click()
    expect(line).to_be_hidden()
    status.click()
    line.click()
    screen.waits(1)

    assert screen.thread == thread


def test_a_review_opens_by_its_address_after_a_reload_and_in_another_browser(
    screen: Screen, app: App, visit: Visit
) -> None:
    screen.begin_with("The words that stand.")
    screen.page.reload()
    screen.waits(1)
    other = visit(app, alone=True)
    other.open(thread=screen.thread)
    other.waits(1)

    assert screen.text() == other.text() == "The words that stand."


def test_empty_feedback_is_refused_in_words_and_nothing_is_lost(screen: Screen, app: App) -> None:
    screen.begin_with("The words that stand.")
    screen.button("Revise").click()
    screen.says("Feedback is empty")
    screen.ask("  \n ")
    screen.says("Feedback is empty")
    screen.waits(1)

    expect(screen.feedback).to_have_value("  \n ")
    assert screen.text() == "The words that stand."
    assert app.decisions(screen.thread) == []


def test_an_empty_topic_is_refused_in_words(screen: Screen) -> None:
    screen.begin("   ")
    screen.says("Topic is empty")

    expect(screen.page.get_by_label("Topic", exact=True)).to_have_value("   ")
    assert screen.thread == ""


def test_typed_feedback_survives_a_visit_to_the_history(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.revise("Add a call to action.", 2)
    screen.feedback.fill("Half a thou")
    screen.button("See what changed").click()
    screen.diff.wait_for()
    screen.link("Back to review").click()

    expect(screen.feedback).to_have_value("Half a thou")


def test_typed_feedback_survives_the_browsers_back_button(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.feedback.fill("Half a thou")
    screen.button("History").click()
    screen.diff.wait_for()
    screen.page.go_back()

    expect(screen.feedback).to_have_value("Half a thou")


def test_an_unsaved_edit_by_hand_survives_a_visit_to_the_history(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.revise("Add a call to action.", 2)
    screen.button("Edit by hand").click()
    screen.own_text.fill("Half a new te")
    screen.button("See what changed").click()
    screen.diff.wait_for()
    screen.link("Back to review").click()

    expect(screen.own_text).to_have_value("Half a new te")


def test_an_unsaved_edit_by_hand_survives_a_look_at_the_draft(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.button("Edit by hand").click()
    screen.own_text.fill("Half a new te")
    screen.button("Keep for later").click()
    screen.draft.wait_for()
    screen.button("Edit by hand").click()

    expect(screen.own_text).to_have_value("Half a new te")


def test_feedback_typed_before_an_edit_by_hand_is_still_there_afterwards(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.feedback.fill("Half a thou")
    screen.button("Edit by hand").click()
    screen.own_text.wait_for()
    screen.button("Keep for later").click()

    expect(screen.feedback).to_have_value("Half a thou")


def test_quick_asks_are_added_to_what_was_typed(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.feedback.fill("Name the day.")
    screen.pick("Shorter")
    expect(screen.feedback).to_have_value("Name the day. Shorter.")
    screen.pick("Friendlier")

    expect(screen.feedback).to_have_value("Name the day. Shorter. Friendlier.")


def test_the_name_of_whoever_decides_is_recorded_and_survives_a_reload(screen: Screen, app: App) -> None:
    screen.begin_with("The words that stand.")
    screen.name("Zoë Ångström")
    expect(screen.button("Zoë Ångström")).to_be_visible()
    screen.page.wait_for_function("() => document.cookie.includes('hitl_actor')")
    screen.page.reload()
    expect(screen.button("Zoë Ångström")).to_be_visible()
    screen.button("Accept").click()
    screen.shows("Accepted", 1)

    expect(screen.page.get_by_role("main")).to_contain_text("Accepted by Zoë Ångström")
    assert [actor for _, actor, _ in app.decisions(screen.thread)] == ["Zoë Ångström"]


def test_the_last_look_is_announced_before_feedback_is_taken(serve: Serve, visit: Visit) -> None:
    screen = visit(serve(HITL_MAX_REVISIONS="1"))
    screen.begin_with("The words that stand.")
    screen.revise("Add a call to action.", 2)

    expect(screen.page.get_by_text("Last look: 1 of 1 revisions used")).to_be_visible()
    expect(screen.button("Close as not approved")).to_be_visible()
    expect(screen.button("Revise")).to_have_count(0)


def test_a_review_closed_at_the_cap_keeps_its_text_and_is_not_approved(serve: Serve, visit: Visit) -> None:
    screen = visit(serve(HITL_MAX_REVISIONS="1"))
    screen.begin_with("The words that stand.")
    screen.revise("Add a call to action.", 2)
    text = screen.text()
    screen.feedback.fill("The tone is still wrong.")
    screen.button("Close as not approved").click()
    screen.shows("Closed at the cap", 2)

    assert screen.text() == text
    expect(screen.page.get_by_role("heading", name="Not approved")).to_be_visible()
    expect(screen.page.get_by_role("main")).to_contain_text("The tone is still wrong.")
    expect(screen.page.get_by_role("heading", name="Approved", exact=True)).to_have_count(0)


def test_a_desk_that_finalizes_at_the_cap_closes_at_once(serve: Serve, visit: Visit) -> None:
    screen = visit(serve(HITL_MAX_REVISIONS="1", HITL_ON_CAP="finalize"))
    screen.begin_with("The words that stand.")
    screen.ask("Add a call to action.")
    screen.shows("Closed at the cap", 2)

    expect(screen.page.get_by_role("heading", name="Not approved")).to_be_visible()
    expect(screen.button("Accept")).to_have_count(0)


def test_a_review_is_abandoned_only_with_a_reason(screen: Screen, app: App) -> None:
    screen.begin_with("The words that stand.")
    screen.button("Abandon").click()
    screen.says("Say in the box why you abandon this review")
    screen.feedback.fill("The event was called off.")
    screen.button("Abandon").click()
    screen.shows("Abandoned", 1)

    expect(screen.page.get_by_role("main")).to_contain_text("The event was called off.")
    assert app.decisions(screen.thread) == [("abandon", "Editor", "The event was called off.")]


BAD_ADDRESSES = (
    "0" * 32,
    "nonsense",
    "a" * 60_000,
    "<script>window.ran = 1</script>",
    "../../etc/passwd",
    "' or 1=1 --",
)


@pytest.mark.parametrize("path", ["/", "/history"])
def test_an_address_that_leads_nowhere_is_a_plain_page(screen: Screen, path: str) -> None:
    for thread in BAD_ADDRESSES:
        screen.open(path, thread)
        screen.says("There is no review with this address.")

        expect(screen.button("Drafts")).to_be_visible()
        assert screen.page.evaluate("window.ran") is None


def test_the_list_of_drafts_takes_any_address(screen: Screen) -> None:
    screen.open("/drafts", "<script>window.ran = 1</script>")

    expect(screen.page.get_by_role("heading", name="Drafts")).to_be_visible()
    assert screen.page.evaluate("window.ran") is None


def test_the_keyboard_alone_reaches_the_decision(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.page.reload()
    screen.waits(1)
    expect(screen.button("Abandon")).to_be_visible()
    focused = "document.activeElement.ariaLabel || document.activeElement.textContent"
    reached = []
    for _ in range(30):
        screen.page.keyboard.press("Tab")
        reached.append(str(screen.page.evaluate(focused)))
        if reached[-1].startswith("Accept"):
            break
    screen.page.keyboard.press("Enter")
    screen.shows("Accepted", 1)

    assert next(name for name in reached if name.startswith(("Feedback", "Revise", "Accept"))) == "Feedback"
    assert any(name.startswith("Revise") for name in reached)


def test_a_note_that_was_recorded_with_an_accept_is_not_called_unsent(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.feedback.fill("Legal has signed off.")
    screen.button("Accept").click()
    screen.shows("Accepted", 1)

    expect(screen.page.get_by_text("accepted: Legal has signed off.")).to_be_visible()
    expect(screen.page.get_by_text("Not sent")).to_have_count(0)
