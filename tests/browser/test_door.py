"""What a stranger's page in the editor's own browser can do to the desk, and that the desk itself lacks nothing."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import ARGUMENTS, App, Screen, found_browser
from tests.browser.conftest import DESKTOP

NAMES = "--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
LOCAL_TOO = "--disable-features=LocalNetworkAccessChecks"
"""A newer Chromium asks before a page may reach this machine; the desk does not count on that."""

OPENS = """url => new Promise(done => {
    const socket = new WebSocket(url, ["streamlit"]);
    socket.onopen = () => done("open");
    socket.onerror = () => done("refused");
})"""
READS = """url => fetch(url, {credentials: "include"}).then(answer => answer.text(), () => "refused")"""
EMBEDS = """url => new Promise(done => {
    const image = document.body.appendChild(new Image());
    image.onload = () => done("loaded");
    image.onerror = () => done("refused");
    image.src = url;
})"""


def visit_stranger(page: Page, address: str, body: str = "<p>Hello") -> None:
    """Open a page of somebody else's server."""
    page.route(f"{address}/**", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{address}/")


@pytest.fixture(scope="module")
def open_minded(browser: Browser) -> Iterator[Browser]:
    """A browser that reaches this machine by every name that ends in `.example`, and from every page."""
    others = [argument for argument in ARGUMENTS if not argument.startswith("--host-resolver-rules")]
    opened = browser.browser_type.launch(executable_path=found_browser(), args=[*others, NAMES, LOCAL_TOO])
    yield opened
    opened.close()


@pytest.fixture
def page(open_minded: Browser) -> Iterator[Page]:
    """A tab of an editor who has opened the desk, and then goes elsewhere."""
    context = open_minded.new_context(viewport=DESKTOP)
    yield context.new_page()
    context.close()


@pytest.fixture
def screen(page: Page, app: App) -> Screen:
    """A review that waits for the editor."""
    screen = Screen(page, app.url, app)
    screen.begin_with("The words that stand.")
    return screen


@pytest.fixture
def socket(app: App) -> str:
    return f"{app.url.replace('http', 'ws', 1)}/_stcore/stream"


def port(app: App) -> int:
    found = urlsplit(app.url).port
    assert found
    return found


def test_a_page_of_another_origin_cannot_frame_a_review(screen: Screen, app: App) -> None:
    address, page = f"{app.url}/?thread={screen.thread}", screen.page
    visit_stranger(page, "http://stranger.example", f"<iframe src='{address}'></iframe>")
    frame = page.frames[-1]
    frame.wait_for_load_state()

    assert frame.url.startswith("chrome-error:")
    assert frame.get_by_role("button").count() == 0


def test_a_name_that_was_rebound_to_this_machine_gets_nothing(page: Page, app: App) -> None:
    answer = page.goto(f"http://rebound.example:{port(app)}/")
    assert answer
    assert answer.status == 421
    expect(page.locator("body")).to_contain_text("HITL_HOSTS")
    assert page.evaluate(OPENS, f"ws://rebound.example:{port(app)}/_stcore/stream") == "refused"
    visit_stranger(page, "http://rebound.example:9999")

    assert page.evaluate(OPENS, f"ws://rebound.example:{port(app)}/_stcore/stream") == "refused"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "stranger.example"])
def test_a_page_at_another_port_gets_nothing(page: Page, app: App, socket: str, name: str) -> None:
    visit_stranger(page, f"http://{name}:9999")

    assert page.evaluate(OPENS, socket) == "refused"
    assert page.evaluate(OPENS, socket.replace("127.0.0.1", "localhost")) == "refused"
    assert page.evaluate(READS, f"{app.url}/_stcore/health") == "refused"
    assert page.evaluate(EMBEDS, f"{app.url}/favicon.png") == "refused"


def test_a_page_of_another_scheme_or_without_an_origin_gets_nothing(page: Page, app: App, socket: str) -> None:
    secure = app.url.replace("http", "https", 1)
    visit_stranger(page, secure)

    assert page.evaluate("location.origin") == secure
    assert page.evaluate(OPENS, socket) == "refused"
    assert "rejected why=origin" in app.log
    assert f"origin={secure}" in app.log
    page.goto("data:text/html,<p>Hello")
    assert page.evaluate(OPENS, socket) == "refused"


def test_a_file_is_for_the_browser_that_asked_for_it(screen: Screen, open_minded: Browser) -> None:
    url = screen.download("Text").url
    mine = screen.page.request.get(url)
    assert (mine.text(), mine.headers["content-type"]) == ("The words that stand.", "text/plain; charset=utf-8")
    assert mine.headers["cache-control"] == "no-store"
    other = Screen(open_minded.new_context().new_page(), screen.url)
    stranger = other.page.request
    for before in ("nothing", "the desk was open there"):
        answer = stranger.get(url)
        assert (before, answer.status) == (before, 403)
        assert "Only the browser that asked for this file" in answer.text()
        assert stranger.get(url, headers={"Range": "bytes=0-3"}).status == 403
        assert stranger.head(url).status == 403
        stranger.get(screen.url)
    other.open(thread=screen.thread)
    other.waits(1)
    own = other.download("Text").url
    assert (stranger.get(own).status, screen.page.request.get(own).status) == (200, 403)
    other.page.context.close()
