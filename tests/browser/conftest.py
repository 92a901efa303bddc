"""A real browser on the real app: servers and tabs, and a watch over each tab."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize

from tests.browser.app import App, Screen, Watch, found_browser, launched

Serve = Callable[..., App]
Visit = Callable[..., Screen]

DESKTOP = ViewportSize(width=1280, height=800)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = found_browser()
    if not path:
        missing = "no Chromium or Chrome was found on the PATH"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with launched(path) as browser:
        yield browser


@pytest.fixture(scope="package")
def serve(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Serve]:
    """Start an app with these settings in this folder; without one, take the one that already runs with them.

    With `--database postgres` each has a database there, else a SQLite file.
    """

    def new(folder: Path, env: dict[str, str]) -> App:
        if request.config.getoption("--database") == "postgres":
            env = {"database": request.getfixturevalue("postgres").fresh()} | env
        return App(folder, **env)

    with ExitStack() as running:
        apps: dict[frozenset[tuple[str, str]], App] = {}

        def started(folder: Path | None = None, **env: str) -> App:
            if folder:
                return running.enter_context(new(folder, env))
            settings = frozenset(env.items())
            if settings not in apps:
                apps[settings] = running.enter_context(new(tmp_path_factory.mktemp("app"), env))
            return apps[settings]

        yield started


@pytest.fixture(scope="package")
def shared(browser: Browser) -> Iterator[BrowserContext]:
    """The browser context of most tabs: what one test has loaded the next has in its cache."""
    context = browser.new_context(viewport=DESKTOP)
    yield context
    context.close()


@pytest.fixture
def visit(browser: Browser, shared: BrowserContext) -> Iterator[Visit]:
    """Open a tab, `alone` in a context of its own; the test fails if anything goes wrong unasked."""
    watch = Watch()
    contexts = [shared]
    heard: dict[App, int] = {}
    shared.clear_cookies()

    def opened(app: App, *, alone: bool = False, permissions: Sequence[str] = ()) -> Screen:
        if alone or permissions:
            contexts.append(browser.new_context(viewport=DESKTOP, permissions=permissions))
        heard.setdefault(app, len(app.log))
        page = contexts[-1 if alone or permissions else 0].new_page()
        watch.over(page)
        return Screen(page, app.url)

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


@pytest.fixture(scope="package")
def app(serve: Serve) -> App:
    """The app with its default settings: the built-in writer."""
    return serve()


@pytest.fixture
def screen(app: App, visit: Visit) -> Screen:
    """One tab on the app with its default settings."""
    return visit(app)
