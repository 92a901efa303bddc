"""Who is let in by a real server: Host, Origin, WebSocket, and the headers of what goes out."""

import base64
import hashlib
import re
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.app import ROOT, App

HOSTS = "desk.example.com, https://tls.example.com:8443"
SECONDS = 20.0
PATHS = ("/", "/history", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/media/x", "/favicon.png")

Answer = tuple[int, dict[str, str], str]
"""Status, headers by their names in lower case, and body."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with App(tmp_path_factory.mktemp("app"), HITL_HOSTS=HOSTS) as app:
        yield app


@pytest.fixture
def own(app: App) -> str:
    """The Host header of a browser on this machine."""
    return app.url.removeprefix("http://")


def asked(app: App, *headers: str, path: str = "/", method: str = "GET", version: str = "1.1") -> Answer:
    """What the server answers to a request with exactly these headers."""
    sent = "\r\n".join([f"{method} {path} HTTP/{version}", *headers, "", ""])
    with closing(socket.create_connection(("127.0.0.1", urlsplit(app.url).port), SECONDS)) as line:
        line.settimeout(SECONDS)
        line.sendall(sent.encode())
        got = b""
        while not got.startswith(b"HTTP/1.1 101") and (chunk := line.recv(65536)):
            got += chunk
    head, _, body = got.decode(errors="replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body


def fetched(app: App, host: str, *headers: str, path: str = "/", method: str = "GET") -> Answer:
    return asked(app, f"Host: {host}", "Connection: close", *headers, path=path, method=method)


def connected(app: App, host: str, *headers: str) -> Answer:
    """What the server answers to a page that opens the WebSocket."""
    key = f"Sec-WebSocket-Key: {base64.b64encode(b'0123456789abcdef').decode()}"
    upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", key)
    return asked(app, f"Host: {host}", *upgrade, *headers, path="/_stcore/stream")


@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_host_is_refused_on_every_path_with_a_sentence_that_names_the_setting(app: App, path: str) -> None:
    status, headers, body = fetched(app, "evil.example:8501", path=path)

    assert status == 421
    assert "does not answer to “evil.example:8501”" in body
    assert "HITL_HOSTS" in body
    assert headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_foreign_host_is_refused_by_every_method(app: App) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert fetched(app, "evil.example", "Content-Length: 0", path="/_stcore/health", method=method)[0] == 421


def test_one_host_is_needed(app: App, own: str) -> None:
    assert asked(app, "Connection: close", version="1.0")[0] == 421
    assert asked(app, f"Host: {own}", "Host: evil.example", "Connection: close")[0] in (400, 421)
    assert fetched(app, f"{own}@evil.example")[0] == 421
    assert "this address" in fetched(app, "<script>alert(1)</script>")[2]


@pytest.mark.parametrize("host", ["LOCALHOST:{port}", "localhost", "127.0.0.1:9", "[::1]:{port}", "desk.example.com"])
def test_the_own_names_and_those_that_are_listed_are_served(app: App, own: str, host: str) -> None:
    assert fetched(app, host.format(port=own.partition(":")[2]))[0] == 200


def test_a_health_check_needs_nothing_but_the_host(app: App, own: str) -> None:
    assert fetched(app, own, path="/_stcore/health")[0] == 200
    assert asked(app, f"Host: {own}", path="/_stcore/health", version="1.0")[0] == 200


def test_a_page_opens_the_websocket_from_its_own_origin_only(app: App, own: str) -> None:
    assert connected(app, own, f"Origin: http://{own}")[0] == 101
    assert connected(app, "desk.example.com", "Origin: https://desk.example.com")[0] == 101
    assert connected(app, "tls.example.com:8443", "Origin: https://tls.example.com:8443")[0] == 101


@pytest.mark.parametrize(
    "origin",
    [
        "https://{own}",  # another scheme
        "http://127.0.0.1:1",  # another port
        "http://127.0.0.1",
        "http://localhost:{port}",  # another name for the same machine
        "http://evil.example",
        "http://{own}.evil.example",
        "http://evil.example/http://{own}",
        "http://user@{own}",
        "http://{own}/",
        "ws://{own}",
        "null",
        "file://",
        "",
        "http://{own}, http://evil.example",
    ],
)
def test_any_other_origin_is_refused_with_a_sentence_that_names_the_setting(app: App, own: str, origin: str) -> None:
    named = f"Origin: {origin.format(own=own, port=own.partition(':')[2])}"
    status, headers, body = connected(app, own, named)

    assert status == 403
    assert "HITL_HOSTS" in body
    assert headers["content-type"].startswith("text/plain")
    assert fetched(app, own, named, path="/_stcore/health")[0] == 403


def test_two_origins_are_refused(app: App, own: str) -> None:
    assert connected(app, own, f"Origin: http://{own}", "Origin: http://evil.example")[0] in (400, 403)
    assert connected(app, own, "Origin: http://evil.example", f"Origin: http://{own}")[0] in (400, 403)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("desk.example.com", "http://desk.example.com"),
        ("desk.example.com", "https://desk.example.com:8443"),
        ("tls.example.com:8443", "http://tls.example.com:8443"),
        ("tls.example.com:8443", "https://tls.example.com"),
        ("tls.example.com:8443", "https://desk.example.com"),
    ],
)
def test_behind_a_proxy_scheme_and_port_are_those_of_the_setting(app: App, host: str, origin: str) -> None:
    assert connected(app, host, f"Origin: {origin}")[0] == 403


def test_a_websocket_with_a_foreign_host_is_refused_though_its_origin_is_the_same(app: App) -> None:
    assert connected(app, "evil.example:8501", "Origin: http://evil.example:8501")[0] == 421


def test_a_program_without_an_origin_may_connect_as_it_could_send_any(app: App, own: str) -> None:
    assert connected(app, own)[0] == 101


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For", "Forwarded", "X-Host"])
def test_what_a_proxy_would_add_changes_nothing(app: App, own: str, header: str) -> None:
    for value in (own, "https", "127.0.0.1", f"host={own};proto=https"):
        assert fetched(app, "evil.example", f"{header}: {value}")[0] == 421
        assert connected(app, own, f"Origin: https://{own}", f"{header}: {value}")[0] == 403


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_how_a_browser_is_to_treat_it(app: App, own: str, path: str) -> None:
    headers = fetched(app, own, path=path)[1]
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))

    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "'unsafe-" not in policy["script-src"].replace("'wasm-unsafe-eval'", "")
    assert {policy[kind] for kind in ("connect-src", "img-src", "style-src")} == {"'self'"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == headers["cross-origin-resource-policy"] == "same-origin"


def test_the_script_in_the_first_page_goes_by_its_hash(app: App, own: str) -> None:
    _, headers, page = fetched(app, own)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert f"'sha256-{digest}'" in headers["content-security-policy"]


def test_a_page_finds_our_icon_where_it_looks_for_one(app: App, own: str) -> None:
    assert 'href="./favicon.png"' in fetched(app, own)[2]
    with urllib.request.urlopen(f"{app.url}/favicon.png") as icon:  # noqa: S310 - our own server
        assert icon.read() == (ROOT / "hitl" / "ui" / "icon.png").read_bytes()


def test_what_is_under_media_is_kept_nowhere(app: App, own: str) -> None:
    assert fetched(app, own, path="/media/x")[1]["cache-control"] == "no-store"


def test_a_browser_is_introduced_once_and_no_script_can_read_it(app: App, own: str) -> None:
    given = fetched(app, own)[1]["set-cookie"]

    assert given.endswith("; Path=/; HttpOnly; SameSite=Lax")
    assert "set-cookie" not in fetched(app, own, f"Cookie: {given.partition(';')[0]}")[1]
    assert fetched(app, "desk.example.com:443")[1]["set-cookie"].endswith("; Secure")
    assert fetched(app, own)[1]["set-cookie"] != given


def test_who_was_refused_is_in_the_log(app: App, own: str) -> None:
    fetched(app, "logged.example")
    connected(app, own, "Origin: http://logged.example:9")

    assert "rejected why=host host=logged.example" in app.log
    assert f"rejected why=origin host={own} origin=http://logged.example:9" in app.log


def test_a_wrong_setting_is_told_on_this_machine_and_lets_nobody_else_in(tmp_path: Path) -> None:
    with App(tmp_path, HITL_HOSTS="*") as app:
        assert fetched(app, app.url.removeprefix("http://"))[0] == 200
        assert fetched(app, "evil.example")[0] == 421
        deadline = time.monotonic() + SECONDS
        while "HITL_HOSTS: entry 1 is no host" not in app.log:
            assert time.monotonic() < deadline, app.log
            time.sleep(0.05)


class Below(App):
    """The app below a path of its own."""

    @property
    def url(self) -> str:
        return f"{super().url}/desk"


def test_below_a_path_of_its_own_it_is_as_safe(tmp_path: Path) -> None:
    with Below(tmp_path, STREAMLIT_SERVER_BASE_URL_PATH="desk") as app:
        own = urlsplit(app.url).netloc
        assert fetched(app, "evil.example", path="/desk/")[0] == 421
        assert fetched(app, own, path="/desk/media/x")[1]["cache-control"] == "no-store"
        assert "set-cookie" not in fetched(app, own, path="/desk/media/x")[1]
        assert "set-cookie" in fetched(app, own, path="/desk/")[1]
