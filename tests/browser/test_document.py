"""A text as its reader will see it: rendered where it is Markdown, with what changed in it."""

import pytest
from playwright.sync_api import expect

from hitl.domain import Kind
from tests.browser.app import App, Screen

FIRST = """\
# Open on Sundays

Our doors open at **ten**. Come in. We asked 1,200 readers.

| Day | Hours |
|---|---|
| Sunday | 10 to 4 |

<script>window.ran = 1</script> ![a picture](https://a.example/p.png) [Read on](https://a.example/more)
"""
SECOND = FIRST.replace("**ten**", "**nine**").replace(" We asked 1,200 readers.", "").replace("10 to 4", "9 to 4")


@pytest.fixture
def blog(screen: Screen, app: App) -> Screen:
    """A blog post with two revisions."""
    screen.open(thread=app.review(FIRST, SECOND, kind=Kind.BLOG))
    screen.waits(2)
    return screen


def test_a_blog_post_is_shown_as_it_will_be_read_and_its_source_to_the_letter(blog: Screen) -> None:
    expect(blog.draft.get_by_role("heading", name="Open on Sundays")).to_be_visible()
    expect(blog.draft.get_by_role("cell").last).to_have_text("9 to 4")
    expect(blog.page.get_by_role("heading", level=1).first).to_have_text("Open on Sundays")
    expect(blog.draft.get_by_role("link", name="Read on")).to_have_attribute("href", "https://a.example/more")
    expect(blog.draft.locator("img, script")).to_have_count(0)
    blog.page.get_by_text("Source", exact=True).click()
    expect(blog.draft.get_by_role("heading")).to_have_count(0)

    assert blog.text() == SECOND
    assert blog.page.evaluate("() => window.ran") is None


def test_what_changed_is_marked_and_what_went_comes_back_on_demand(blog: Screen) -> None:
    expect(blog.draft.locator("ins")).to_have_text(["nine", "", "9"])
    expect(blog.draft.locator("del")).to_have_count(0)
    blog.page.get_by_text("Show deletions").click()
    expect(blog.draft.locator("del")).to_have_text(["ten", " We asked 1,200 readers.", "10"])
    blog.page.get_by_text("Changes since v1 (3)").click()

    expect(blog.draft.locator("ins, del")).to_have_count(0)
    expect(blog.button("Next change")).to_have_count(0)


def test_keys_lead_from_change_to_change_but_not_while_somebody_types(blog: Screen) -> None:
    here = blog.draft.locator(".hitl-here")
    blog.button("Next change").wait_for()
    blog.feedback.press_sequentially("jk")
    expect(here).to_have_count(0)
    blog.page.get_by_role("heading", level=1).first.click()
    blog.page.keyboard.press("j")
    expect(here).to_have_text("nine")
    for key in ("j", "j", "k", "k"):
        blog.page.keyboard.press(key)
    expect(here).to_have_text("nine")
    blog.page.keyboard.press("k")

    expect(here).to_have_text("9")
    expect(blog.feedback).to_have_value("jk")


def test_a_post_stays_to_the_letter_with_its_changes_marked(screen: Screen, app: App) -> None:
    screen.open(thread=app.review("We *open*  at ten.\nCome.", "We *open*  at nine.\nCome."))
    screen.waits(2)
    expect(screen.draft.locator("ins")).to_have_text("nine")

    assert screen.text() == "We *open*  at nine.\nCome."
    expect(screen.page.get_by_text("Source", exact=True)).to_have_count(0)
