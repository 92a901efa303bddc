"""What an editor sees where the code of a page makes a mistake."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.app import App, Screen


class Mistaken(App):
    """A page that makes mistakes."""

    script = "tests/browser/mistaken.py"


def test_a_mistake_is_said_in_words_and_what_was_typed_is_kept(browser: Browser, tmp_path: Path) -> None:
    with Mistaken(tmp_path) as app, browser.new_context() as context:
        screen = Screen(context.new_page(), app.url)
        screen.open()
        screen.feedback.fill("Name the hours.")
        for where in ("As it is drawn", "At a click"):
            screen.button(where).click()
            screen.says("Something went wrong on this page.")
            assert "LookupError" not in screen.page.locator("body").inner_text()
            screen.button("Try again").click()
            expect(screen.alert).to_have_count(0)
            expect(screen.feedback).to_have_value("Name the hours.")
        told = [line for line in app.log.splitlines() if " broken " in line]

    assert len(told) == 2
    assert all("LookupError" in line for line in told)
    assert "a secret of the code" not in "".join(told)
