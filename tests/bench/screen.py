"""What a click takes on a real screen, told by the page itself: nothing of the test's own way to the browser counts."""

import json
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser.app import AT_REST

PATIENCE_MS = 60_000
_WATCH = """() => {
    const done = () => { try { return Boolean(UNTIL) } catch { return false } }
    window.benchCame = new Promise((resolve, reject) => {
        let began = null
        const look = () => {
            if (began === null || !done()) return
            finish()
            resolve([performance.now() - began, (performance.timeOrigin + performance.now()) / 1000])
        }
        const observer = new MutationObserver(look)
        const late = setTimeout(() => { finish(); reject(new Error("it did not come")) }, PATIENCE)
        const finish = () => { clearTimeout(late); observer.disconnect() }
        addEventListener("click", () => { began = performance.now() }, {capture: true, once: true})
        observer.observe(document, {subtree: true, childList: true, characterData: true, attributes: true})
    })
}"""


class Came(NamedTuple):
    """Milliseconds since the click, and the time by the clock in seconds."""

    after: float
    at: float


def timed(page: Page, click: Callable[[], None], until: str) -> Came:
    """Click, and say when the page holds what is waited for, a condition in JavaScript; the page rests before."""
    at_rest(page)
    page.evaluate(_WATCH.replace("UNTIL", until).replace("PATIENCE", str(PATIENCE_MS)))
    click()
    return Came(*page.evaluate("() => window.benchCame"))


def at_rest(page: Page) -> None:
    """Wait until the script has run."""
    page.wait_for_selector(AT_REST, state="attached", timeout=PATIENCE_MS)


def holds(selector: str, words: str) -> str:
    """The condition that an element has these words in it."""
    return f"document.querySelector({json.dumps(selector)}).textContent.includes({json.dumps(words)})"


def resting() -> str:
    """The condition that the script has run."""
    return f"document.querySelector({json.dumps(AT_REST)})"


def has_button(name: str) -> str:
    """The condition that there is a button with this in its name, which can be pressed."""
    found = "[...document.querySelectorAll('button')]"
    return f"{found}.some(one => !one.disabled && one.textContent.includes({json.dumps(name)}))"


def usable(page: Page, button: str) -> None:
    """Wait until the script has run and a button can be pressed."""
    page.wait_for_function(f"() => {resting()} && {has_button(button)}", timeout=PATIENCE_MS)
