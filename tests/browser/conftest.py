"""A real browser on the real app: servers and tabs, and a watch over each tab."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize

from tests.browser.app import App, Screen, browser_or_skip
from tests.browser.watch import Watch
from tests.model_server import ModelServer

Serve = Callable[..., App]
Visit = Callable[..., Screen]

DESKTOP = ViewportSize(width=1280, height=800)
LOGS = pytest.StashKey[dict[App, int]]()
"""The servers that a test visits, and how long their logs were before."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell with a test that failed what its servers said meanwhile."""
    report = yield
    if report.failed:
        logs = item.stash.get(LOGS, {}).items()
        report.sections += [(f"log of the server at {app.url}", app.log[before:]) for app, before in logs]
    return report


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with browser_or_skip() as browser:
        yield browser


@pytest.fixture(scope="package")
def serve(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Serve]:
    """Start an app with these settings, which runs until the last test of the browser has ended.

    With `--database postgres` each has a database there, else a SQLite file.
    """
    with ExitStack() as running:

        def started(folder: Path | None = None, **env: str) -> App:
            if request.config.getoption("--database") == "postgres":
                env = {"database": request.getfixturevalue("postgres").fresh()} | env
            return running.enter_context(App(folder or tmp_path_factory.mktemp("app"), **env))

        yield started


@pytest.fixture(scope="package")
def app(serve: Serve) -> App:
    """The app with its default settings: the built-in writer."""
    return serve()


@pytest.fixture(scope="package")
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture(scope="package")
def connected(serve: Serve, model: ModelServer) -> App:
    """The app with a model that does what it is told to."""
    return serve(HITL_WRITER="openai", OPENAI_BASE_URL=model.url, OPENAI_API_KEY="sk-tests", HITL_MODEL="scripted-1")


@pytest.fixture(scope="package")
def shared(browser: Browser) -> Iterator[BrowserContext]:
    """The browser context of most tabs: what one test has loaded the next has in its cache."""
    context = browser.new_context(viewport=DESKTOP)
    yield context
    context.close()


@pytest.fixture
def visit(browser: Browser, shared: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a tab, `alone` in a context of its own; the test fails if anything goes wrong unasked."""
    watch = Watch()
    contexts = [shared]
    heard = request.node.stash[LOGS] = dict[App, int]()
    shared.clear_cookies()

    def opened(app: App, *, alone: bool = False, permissions: Sequence[str] = ()) -> Screen:
        if alone or permissions:
            contexts.append(browser.new_context(viewport=DESKTOP, permissions=permissions))
        heard.setdefault(app, len(app.log))
        page = contexts[-1 if alone or permissions else 0].new_page()
        watch.over(page)
        return Screen(page, app.url, app)

    yield opened
    for context in contexts:
        for page in context.pages:
            watch.look(page)
            if page.url.startswith(("http:", "https:")):
                page.evaluate("localStorage.clear()")  # what was typed and not sent is no other test's
            page.close()
    for context in contexts[1:]:
        context.close()
    for app, before in heard.items():
        watch.hear(app.log[before:])

    assert watch.faults == []


@pytest.fixture
def screen(app: App, visit: Visit) -> Screen:
    """One tab on the app with its default settings."""
    return visit(app)


@pytest.fixture
def connected_screen(connected: App, visit: Visit, model: ModelServer) -> Screen:
    """One tab on the app with a model, which has forgotten what it was told."""
    model.forget()
    return visit(connected)
