"""What a click on a page takes, measured in the page itself."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.table import Sample
from tests.browser.app import AT_REST, App

PATIENCE_MS = 60_000
RESTING = f"document.querySelector({json.dumps(AT_REST)})"
_WATCH = """() => {
    window.benchCame = new Promise((resolve, reject) => {
        let began = null
        const look = () => {
            try { if (began === null || !(UNTIL)) return } catch { return }
            observer.disconnect()
            window.benchAt = (performance.timeOrigin + performance.now()) / 1000
            resolve(performance.now() - began)
        }
        const observer = new MutationObserver(look)
        setTimeout(() => reject(new Error("it did not come")), PATIENCE)
        addEventListener("click", () => { began = performance.now() }, {capture: true, once: true})
        observer.observe(document, {subtree: true, childList: true, characterData: true, attributes: true})
    })
}"""


def timed(page: Page, click: Callable[[], None], until: str) -> float:
    """Milliseconds from a click until the page, which rests before, meets a condition in JavaScript."""
    page.wait_for_selector(AT_REST, state="attached", timeout=PATIENCE_MS)
    page.evaluate(_WATCH.replace("UNTIL", until).replace("PATIENCE", str(PATIENCE_MS)))
    click()
    return float(page.evaluate("() => window.benchCame"))


def holds(selector: str, words: str) -> str:
    """The condition that an element has these words in it."""
    return f"document.querySelector({json.dumps(selector)}).textContent.includes({json.dumps(words)})"


def usable(button: str) -> str:
    """The condition that the script has run, and a button with this in its name can be pressed."""
    found = "[...document.querySelectorAll('button')]"
    return f"{RESTING} && {found}.some(one => !one.disabled && one.textContent.includes({json.dumps(button)}))"


def wait_for(page: Page, condition: str) -> None:
    page.wait_for_function(f"() => {condition}", timeout=PATIENCE_MS)


def start(browser: Browser, app: App, button: str) -> Sample:
    """From the start of a process to a page with this button, in a browser that has never seen it."""

    def sample() -> float:
        page = browser.new_page()
        began = time.perf_counter()
        with app:
            page.goto(app.url)
            wait_for(page, usable(button))
            taken = time.perf_counter() - began
            page.close()
        return 1_000 * taken

    return sample


def resident(app: App) -> float:
    """MB of memory that a server holds."""
    status = Path(f"/proc/{app.pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1_000
