import os
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.app import CONNECTED, App, Screen, browser_or_skip
from tests.browser.watch import Watch
from tests.postgres import Postgres
from tests.proxy import Proxy, found_nginx, free_port


@pytest.fixture(autouse=True)
def nginx() -> None:
    if not found_nginx():
        missing = "no nginx was found"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


class Answer(BaseHTTPRequestHandler):
    """The number of the port, as a page."""

    def do_GET(self) -> None:
        port = str(self.server.server_port).encode()  # type: ignore[attr-defined] # of an HTTPServer
        self.send_response(200)
        self.send_header("Content-Length", str(len(port)))
        self.end_headers()
        self.wfile.write(port)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Silence."""


@pytest.fixture
def servers() -> Iterator[list[ThreadingHTTPServer]]:
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Answer) for _ in range(3)]
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


def asked(url: str, cookie: str = "") -> tuple[str, str]:
    """A page, and the cookie that comes with it."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie})) as answer:  # noqa: S310
        return answer.read().decode(), answer.headers["Set-Cookie"].partition(";")[0]


def test_the_example_in_the_readme_is_valid(tmp_path: Path) -> None:
    assert "test is successful" in Proxy(tmp_path, 8080, (8501, 8502, 8503)).examined()


def test_a_visitor_stays_with_one_server_and_goes_to_another_when_it_is_gone(
    tmp_path: Path, servers: list[ThreadingHTTPServer]
) -> None:
    with Proxy(tmp_path, free_port(), [server.server_port for server in servers]) as proxy:
        firsts = {asked(proxy.url)[0] for _ in range(40)}
        mine, cookie = asked(proxy.url)
        again = {asked(proxy.url, cookie) for _ in range(10)}
        forged = asked(proxy.url, "hitl=forged")[1]
        gone = next(server for server in servers if str(server.server_port) == mine)
        gone.shutdown()
        gone.server_close()
        others = {asked(proxy.url, cookie)[0] for _ in range(10)}

    assert len(firsts) == 3
    assert again == {(mine, cookie)}
    assert "forged" not in forged
    assert len(others) == 1
    assert mine not in others


@pytest.fixture
def apps(tmp_path: Path, postgres: Postgres) -> Iterator[dict[str, App]]:
    """Two servers of the app on one database, by host and port."""
    database, apps = postgres.fresh(), []
    for n in range(2):
        folder = tmp_path / str(n)
        folder.mkdir()
        apps.append(App(folder, database))
    starts = [threading.Thread(target=app.start) for app in apps]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    yield {app.url.removeprefix("http://"): app for app in apps}
    for app in apps:
        app.stop()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with browser_or_skip() as browser:
        yield browser


def test_an_editor_goes_through_the_whole_loop_though_the_server_under_the_page_is_killed(
    tmp_path: Path, browser: Browser, apps: dict[str, App]
) -> None:
    watch, page = Watch(), browser.new_page()
    watch.over(page)
    ports = [free_port(), *(int(address.rpartition(":")[2]) for address in apps)]  # the first server is down
    with Proxy(tmp_path, free_port(), ports) as proxy:
        screen = Screen(page, proxy.url)
        screen.begin("Our library opens on Sundays")
        screen.waits(1)
        screen.revise("Add a call to action.", 2)
        screen.feedback.fill("Typed before the end of the server.")
        apps[proxy.served("/")[-1]].stop(hard=True)
        expect(page.locator(CONNECTED)).to_have_count(0)
        expect(page.locator(CONNECTED)).to_have_count(1)
        screen.waits(2)
        expect(screen.feedback).to_have_value("Typed before the end of the server.")
        screen.revise("Add #library.", 3)
        screen.button("Accept").click()
        screen.shows("Accepted", 3)
        file, stranger = screen.download("Text"), browser.new_context()
        texts = Path(file.path()).read_text(encoding="utf-8"), screen.text()
        handed = [context.request.get(file.url).status for context in (page.context, stranger)]
        sent = next(iter(apps.values())).decisions(screen.thread)
        watch.look(page)

    assert [verb for verb, _, _ in sent] == ["revise", "revise", "accept"]
    assert texts[0] == texts[1]
    assert handed == [200, 403]
    assert watch.faults == []
