"""What an editor sees where the code of a page makes a mistake."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.app import App, Screen


class Mistaken(App):
    """A page that makes mistakes."""

    script = "tests/browser/mistaken.py"


@pytest.mark.parametrize("where", ["As it is drawn", "At a click"])
def test_a_mistake_is_said_in_words_and_what_was_typed_is_kept(browser: Browser, tmp_path: Path, where: str) -> None:
    with Mistaken(tmp_path) as app, browser.new_context() as context:
        screen = Screen(context.new_page(), app.url)
        screen.open()
        screen.feedback.fill("Name the hours.")
        screen.button(where).click()
        screen.says("Something went wrong on this page.")
        seen = screen.page.locator("body").inner_text()
        screen.button("Try again").click()
        expect(screen.alert).to_have_count(0)
        expect(screen.feedback).to_have_value("Name the hours.")
        told = [line for line in app.log.splitlines() if " broken " in line]

    assert "LookupError" not in seen
    assert len(told) == 1
    assert "LookupError" in told[0]
    assert "a secret of the code" not in told[0]
