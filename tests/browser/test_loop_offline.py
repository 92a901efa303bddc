"""The loop with the built-in writer, as an editor walks through it, and where editors stray from it."""

import re

from playwright.sync_api import expect

from tests.browser.app import App, Screen
from tests.browser.conftest import Visit

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


def displayed(app: App, thread: str) -> list[tuple[str, int, int | None]]:
    """The recorded decisions of a review: verb, the revision it was about, the one that was on the screen."""
    with app.desk() as desk:
        return [(d.verb.value, d.seen_number, d.displayed) for d in desk.decisions(thread)]


def numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*\d|\d", text)


def test_a_brief_becomes_an_approved_text_that_grows_on_the_screen(screen: Screen, app: App) -> None:
    screen.open()
    screen.page.evaluate(WATCH_THE_DRAFT)
    screen.page.get_by_label("Topic", exact=True).fill(TOPIC)
    screen.button("Write draft").click()
    screen.waits(1)
    expect(screen.revision).to_have_text("Revision 1 of 6")
    first = screen.text()
    growing = {text for status, text in screen.page.evaluate("window.seen") if status == "Drafting" and text.strip()}
    screen.revise("Shorter, friendlier tone, keep one metric.", 2)
    second = screen.text()
    screen.feedback.fill("Looks good, add CTA.")
    screen.feedback.press("Control+Enter")
    screen.waits(3)
    third = screen.text()
    screen.button("Accept").click()
    screen.shows("Accepted", 3)

    assert len(growing) >= 3
    assert all(first.startswith(text.rstrip()) for text in growing)
    assert min(map(len, growing)) < len(first) / 2
    assert len(second.split()) < len(first.split())
    assert len(numbers(first)) > 1
    assert len(numbers(second)) == 1
    assert third.startswith(second.rstrip())
    assert len(third) > len(second)
    assert screen.text() == third
    assert [verb for verb, _, _ in app.decisions(screen.thread)] == ["revise", "revise", "accept"]


def test_an_example_is_revised_by_suggestions_that_are_added_to_what_was_typed(screen: Screen, app: App) -> None:
    screen.open()
    screen.button("Blog post").focus()
    screen.page.keyboard.press("Enter")
    screen.waits(1)
    first = screen.text()
    screen.feedback.fill("Simpler words.")
    screen.pick("Friendlier")
    expect(screen.feedback).to_have_value("Simpler words. Friendlier.")
    screen.pick("Keep one number")
    expect(screen.feedback).to_have_value("Simpler words. Friendlier. Keep one number.")
    screen.button("Revise").click()
    screen.waits(2)

    expect(screen.page.get_by_role("note").get_by_role("listitem")).to_have_text([re.compile("^Done: ")] * 3)
    assert first.startswith("What a week without meetings taught us")
    assert len(numbers(screen.text())) == 1
    assert [words for _, _, words in app.decisions(screen.thread)] == ["Simpler words. Friendlier. Keep one number."]


def test_an_earlier_text_is_looked_at_restored_and_asked_about_and_never_accepted(screen: Screen, app: App) -> None:
    screen.begin_with("The first words.", "The second words.")
    screen.feedback.fill("Half a thou")
    screen.pick("v1")
    expect(screen.draft).to_have_text("The first words.")
    expect(screen.button("Accept")).to_have_count(0)
    screen.button("Go to v2").click()
    expect(screen.draft).to_have_text("The second words.")
    expect(screen.button("Go to v2")).to_have_count(0)
    expect(screen.button("Accept v2")).to_be_visible()
    expect(screen.feedback).to_have_value("Half a thou")
    screen.pick("v1")
    screen.button("Restore this revision").click()
    screen.waits(3)
    assert screen.text() == "The first words."
    screen.pick("v2")
    expect(screen.draft).to_have_text("The second words.")
    screen.feedback.fill("Add #library.")
    screen.button("Revise v3").click()
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

    assert displayed(app, screen.thread) == [
        ("edit", 1, 1), ("restore", 2, 1), ("revise", 3, 2), ("edit", 4, 4), ("abandon", 5, 3),
    ]  # fmt: skip


def test_a_look_at_an_earlier_text_and_an_accept_at_the_same_moment_accept_nothing_else(
    screen: Screen, app: App
) -> None:
    screen.begin_with("The first words.", "The second words.")
    expect(screen.page.get_by_role("radio", name="v1")).to_be_visible()
    expect(screen.button("Accept v2")).to_be_visible()
    screen.page.evaluate(
        """() => {
          document.querySelectorAll('[role=radio]').forEach((each) => each.textContent === 'v1' && each.click());
          document.querySelectorAll('button').forEach((each) => each.textContent.includes('Accept v2') && each.click());
        }"""
    )
    screen.says("v2 waits for your decision, but v1 was on your screen")
    expect(screen.draft).to_have_text("The first words.")

    assert displayed(app, screen.thread) == [("edit", 1, 1)]


def test_the_text_can_be_downloaded_and_copied_exactly(app: App, visit: Visit) -> None:
    screen = visit(app, permissions=["clipboard-read", "clipboard-write"])
    text = "First line.\n\n  An indented <b>line</b> & more.\nLast line."
    screen.begin_with(text)

    assert screen.file("Text") == text
    assert text in screen.file("Markdown")
    screen.button("Copy", exact=True).click()
    expect(screen.button("Copied")).to_be_visible()
    assert screen.page.evaluate("navigator.clipboard.readText()") == text


def test_what_was_typed_survives_other_pages_the_back_button_and_a_look_at_the_draft(screen: Screen) -> None:
    screen.begin_with("The words that stand.", "The words that stand now.")
    screen.feedback.fill("Half a thou")
    screen.button("See what changed").click()
    screen.diff.wait_for()
    screen.link("Back to review").click()
    expect(screen.feedback).to_have_value("Half a thou")
    screen.button("History").click()
    screen.diff.wait_for()
    screen.page.go_back()
    expect(screen.feedback).to_have_value("Half a thou")
    screen.button("Edit by hand").click()
    screen.own_text.fill("Half a new te")
    screen.button("See what changed").click()
    screen.diff.wait_for()
    screen.link("Back to review").click()
    expect(screen.own_text).to_have_value("Half a new te")
    screen.button("Keep for later").click()
    expect(screen.feedback).to_have_value("Half a thou")
    screen.button("Edit by hand").click()

    expect(screen.own_text).to_have_value("Half a new te")


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


def test_the_keyboard_alone_reaches_the_decision(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
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
