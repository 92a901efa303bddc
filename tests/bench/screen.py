"""Servers to be compared, and what a click on their pages takes, measured in the page itself."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.app import AT_REST, ROOT, App

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


def script(name: str, folder: Path, our_settings: bool, **env: str) -> App:
    """A copy of a Streamlit script in a folder of its own, with the default settings of Streamlit or with ours."""
    folder.mkdir()
    app = App(folder, HOME=str(folder), PYTHONPATH=str(ROOT), **env)  # Streamlit looks for settings at home too
    app.root, app.script = folder, str(shutil.copy(Path(__file__).parent / name, folder))
    if our_settings:
        shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    return app


def resident(app: App) -> float:
    """MB of memory that a server holds."""
    status = Path(f"/proc/{app.pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1_000


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
