"""How the screen looks where its content or its reader changes: long texts, narrow windows, dark rooms."""

from playwright.sync_api import expect

from tests.browser.app import Screen
from tests.browser.test_accessible import PHONE
from tests.browser.test_interruptions import LONG

TO_ITS_MIDDLE = "draft => draft.scrollIntoView({ block: 'center' })"
COLOUR = "getComputedStyle(document.querySelector('.st-key-diff ins')).backgroundColor"


def test_the_decision_stays_in_view_while_a_long_text_is_read_but_covers_nothing_on_a_phone(screen: Screen) -> None:
    screen.begin_with(LONG)
    screen.draft.evaluate(TO_ITS_MIDDLE)
    expect(screen.feedback).to_be_in_viewport(ratio=1)
    expect(screen.button("Accept")).to_be_in_viewport(ratio=1)
    screen.page.set_viewport_size(PHONE)
    screen.draft.evaluate(TO_ITS_MIDDLE)

    expect(screen.feedback).not_to_be_in_viewport()
    expect(screen.button("Accept")).not_to_be_in_viewport()


def test_the_colours_of_a_diff_follow_the_theme_at_once(screen: Screen) -> None:
    screen.page.emulate_media(color_scheme="light")
    screen.begin_with("The words that stand.", "The words that stand now.")
    screen.button("See what changed").click()
    screen.diff.locator("ins").first.wait_for()
    light = screen.page.evaluate(COLOUR)
    screen.page.emulate_media(color_scheme="dark")

    screen.page.wait_for_function(f"() => {COLOUR} !== '{light}'")


def test_a_link_to_another_page_stands_in_line_with_the_title_and_on_one_line(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.button("Audit", exact=True).click()
    link = screen.link("Back to review")
    icon, title = link.locator("span").first.bounding_box(), screen.page.locator("h1").bounding_box()
    words = link.locator("p").bounding_box()

    assert icon is not None
    assert title is not None
    assert words is not None
    assert abs(icon["x"] - title["x"]) < 1
    assert words["height"] < 24


def test_a_click_beside_an_open_menu_counts(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.button("Download").click()
    expect(screen.button("Markdown")).to_be_visible()
    screen.button("Accept").click()
    screen.shows("Accepted", 1)
    screen.page.locator(".st-key-actor-menu").get_by_role("button").click()
    expect(screen.page.get_by_label("Your name")).to_be_visible()
    screen.button("Drafts").click()

    expect(screen.page.get_by_role("heading", name="Drafts")).to_be_visible()


def test_what_was_typed_last_stays_where_its_place_is_closed_at_once(screen: Screen) -> None:
    screen.open()
    screen.page.get_by_role("tab", name="From a text I have").click()
    screen.page.get_by_label("The text", exact=True).fill("A text of my own")
    screen.page.get_by_role("tab", name="From a brief").click()
    screen.page.get_by_label("Topic", exact=True).fill("The topic")
    screen.page.get_by_role("tab", name="From a text I have").click()
    expect(screen.page.get_by_label("The text", exact=True)).to_have_value("A text of my own")
    screen.page.get_by_role("tab", name="From a brief").click()
    expect(screen.page.get_by_label("Topic", exact=True)).to_have_value("The topic")
    menu = screen.page.locator(".st-key-actor-menu").get_by_role("button")
    menu.click()
    screen.page.get_by_label("Your name").fill("Zoë")
    screen.page.get_by_role("heading", name="New draft").click()

    expect(menu).to_contain_text("Zoë")
