"""The app as its README starts it, in a process of its own, and what an editor sees of it in a browser."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Download, Locator, Page, expect, sync_playwright

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Kind
from hitl.settings import Settings
from hitl.writer.builtin import BuiltInWriter
from tests.conftest import settled, stop_of
from tests.proxy import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
PATIENCE = 60_000
"""Milliseconds that the screen may take to show something, also where both cores are busy."""

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # what tries to leave is recorded, and gets nowhere
)
DRAFT = ".st-key-draft"
AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"


def found_browser() -> str:
    """The path of an installed Chromium or Chrome; empty where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """A browser without a window, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def browser_or_skip() -> Iterator[Browser]:
    """A browser for a test, which is skipped where there is none, or fails where it may not be skipped."""
    if not found_browser():
        missing = "no Chromium or Chrome was found on the PATH"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with launched(found_browser()) as browser:
        yield browser


class App:
    """`streamlit run streamlit_app.py` on a free port, with its files in `folder`; a context manager.

    `database` is an address; without one it is a SQLite file in the folder. `env` are the settings to start with, in a
    process that knows no others.
    """

    script = "streamlit_app.py"
    root = ROOT
    """Where the server is started: the settings of Streamlit are those that it finds there."""

    def __init__(self, folder: Path, database: str = "", **env: str) -> None:
        self.folder = folder
        self.database = database or str(folder / "reviews.sqlite")
        self._env = env
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the first page, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> str:
        """What the server has printed so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    @contextmanager
    def desk(self) -> Iterator[ReviewDesk]:
        """The desk on the same database and with the same settings, opened beside the server as a command opens it."""
        known = {"OPENAI_API_KEY": "", "OPENAI_BASE_URL": ""} | self._env
        given = {k.removeprefix("HITL_").lower() if k.startswith("HITL_") else k: v for k, v in known.items()}
        settings = Settings(_env_file=None, **{"database": self.database} | given)  # type: ignore[arg-type,call-arg] # words, as in the environment
        at_once = (lambda _: BuiltInWriter(pause=0)) if settings.offline else None
        with closing(ReviewDesk(settings, at_once, drives="asked")) as desk:
            yield desk

    def review(self, *texts: str, name: str = "", kind: Kind = Kind.LINKEDIN) -> str:
        """The id of a review of the first text, which was edited by hand to each of the others."""
        with self.desk() as desk:
            thread = desk.start(Brief(name or Brief(texts[0]).title, kind), "Editor", texts[0])
            for number, text in enumerate(texts[1:], 1):
                desk.edit(thread, stop_of(desk, thread), "Editor", text, number)
            settled(desk, thread)
        return thread

    def decisions(self, thread: str) -> list[tuple[str, str, str]]:
        """The recorded decisions of a review: verb, actor, feedback."""
        with self.desk() as desk:
            return [(d.verb.value, d.actor, d.feedback) for d in desk.decisions(thread)]

    def texts(self, thread: str) -> list[str]:
        """The texts of a review, first to last."""
        with self.desk() as desk:
            return [revision.text for revision in desk.revisions(thread)]

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", self.script]
        command += ["--server.port", str(self._port), "--server.headless", "true", "--server.address", "127.0.0.1"]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "HITL_"))}
        settings = {"HITL_DATABASE": self.database} | self._env
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.root, env=inherited | settings, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait(self._process)

    def stop(self, *, hard: bool = False) -> None:
        """End the server, kindly at first; `hard` is a kill -9."""
        if self._process is None:
            return
        self._process.kill() if hard else self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait(10)
        self._process = None

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(f"{self.url}/_stcore/health"):
            assert process.poll() is None, f"the server ended with {process.returncode}:\n{self.log}"
            assert time.monotonic() < deadline, f"the server did not start in {START_SECONDS:.0f} s:\n{self.log}"
            time.sleep(0.05)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Screen:
    """One tab on the app; names are those of the contract of the screen."""

    def __init__(self, page: Page, url: str, app: App | None = None) -> None:
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page = page
        self.url = url
        self.app = app
        self.status = page.locator(".st-key-status")
        self.revision = page.locator(".st-key-revision")
        self.draft = page.locator(DRAFT)
        self.diff = page.locator(".st-key-diff")
        self.feedback = page.get_by_label("Feedback", exact=True)
        self.own_text = page.get_by_label("Your text", exact=True)
        self.alert = page.get_by_role("alert")

    @property
    def thread(self) -> str:
        """The id of the review that the address names."""
        return self.page.url.partition("thread=")[2].partition("&")[0]

    def open(self, path: str = "/", thread: str = "") -> None:
        """Go to a page."""
        self.page.goto(f"{self.url}{path}{'?thread=' + quote(thread) if thread else ''}")

    def button(self, name: str, *, exact: bool = False) -> Locator:
        """The button whose name has this in it."""
        return self.page.get_by_role("button", name=name, exact=exact)

    def link(self, name: str) -> Locator:
        """The link whose name has this in it."""
        return self.page.get_by_role("link", name=name)

    def choose(self, label: str, option: str) -> None:
        """Choose from a select box, once the page stands: a box that is being drawn anew closes its list."""
        box = self.page.get_by_role("combobox", name=label)
        expect(self.page.locator(AT_REST)).to_be_attached()
        box.click()
        self.page.get_by_role("option", name=option).click()
        expect(box).to_have_value(re.compile(re.escape(option)))

    def pick(self, option: str) -> None:
        """Pick one of the pills or of the parts of a segmented control."""
        self.page.get_by_role("radio", name=option, exact=True).click()

    def look_at(self, number: int) -> None:
        """Look at an earlier revision, chosen from the row of them or from the list."""
        listed, rowed = (self.page.get_by_role(role, name="Revision") for role in ("combobox", "radiogroup"))
        listed.or_(rowed).wait_for()
        if listed.count():
            listed.click()
            listed.press_sequentially(f"v{number}")  # of a long list only a part can be seen
            self.page.get_by_role("option", name=f"v{number}", exact=True).click()
        else:
            self.pick(f"v{number}")
        expect(self.button("Restore this revision")).to_be_visible()

    def waits(self, number: int) -> None:
        """See that revision `number` waits for a decision."""
        self.shows("Waiting for you", number)
        expect(self.page.locator(AT_REST)).to_be_attached()  # before, the growing draft may still stand below it
        expect(self.draft).to_contain_text(re.compile(r"\S"))

    def shows(self, status: str, number: int) -> None:
        """See the status word and the number of the revision."""
        expect(self.status).to_have_text(status)
        expect(self.revision).to_contain_text(f"Revision {number} of")

    def says(self, words: str) -> None:
        """See an alert with these words in it."""
        expect(self.alert.filter(has_text=words)).to_be_visible()

    def begin(self, topic: str) -> None:
        """Send a brief; the draft is then being written."""
        self.open()
        self.page.get_by_label("Topic", exact=True).fill(topic)
        self.button("Write draft").click()

    def begin_with(self, *texts: str, name: str = "") -> None:
        """Open a new review of the first text, which was edited by hand to each of the others."""
        assert self.app
        self.open(thread=self.app.review(*texts, name=name))
        self.waits(len(texts))

    def ask(self, feedback: str) -> None:
        """Type feedback and click on Revise, once the page stands: no editor hits a button that is being replaced."""
        expect(self.page.locator(AT_REST)).to_be_attached()
        self.feedback.fill(feedback)
        self.button("Revise").click()

    def revise(self, feedback: str, number: int) -> None:
        """Ask for a revision and wait for it as revision `number`."""
        self.ask(feedback)
        self.waits(number)

    def name(self, actor: str) -> None:
        """Say who decides here."""
        self.page.locator(".st-key-actor-menu").get_by_role("button").click()
        box = self.page.get_by_label("Your name")
        box.fill(actor)
        box.press("Enter")

    def download(self, name: str) -> Download:
        """Download a file by its button in the menu."""
        kind = self.button(name, exact=True)
        if not kind.is_visible():
            self.button("Download", exact=True).click()
        with self.page.expect_download() as download:
            kind.click()
        return download.value

    def file(self, name: str) -> str:
        """Download a file and read it."""
        return Path(self.download(name).path()).read_text(encoding="utf-8")

    def text(self) -> str:
        """The draft exactly as the page holds it, once no part of the page is being drawn anew."""
        expect(self.page.locator(AT_REST)).to_be_attached()
        return self.draft.evaluate("draft => draft.textContent") or ""


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
