"""The door of the server: who is let in, and how a browser is told to treat what it gets.

It stands before all routes, Streamlit's own and the WebSocket included.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hitl.errors import BadInput
from hitl.events import tell
from hitl.hosts import Hosts, authority
from hitl.ui import browser
from hitl.ui.process import process

_Header = tuple[bytes, bytes]

WRONG_HOST = (
    "This desk does not answer to {name}: open it at the address that it was started with, "
    "or add the one that you opened to HITL_HOSTS."
)
WRONG_ORIGIN = (
    "Only the desk's own pages may do this: if this is one, behind a proxy, add its address, as the browser shows it, "
    "to HITL_HOSTS, and let the proxy pass on the header Host."
)
NOT_YOURS = "Only the browser that asked for this file may have it: download it from the page of its review."

_POLICY = (
    "default-src 'none'",
    # Streamlit's bundle, and the inline script of its first page by its hash. It loads the scripts of components from
    # blobs, and asks once whether WebAssembly is there, which only the scripts that are let in here can use.
    "script-src 'self' blob: 'wasm-unsafe-eval' {hashes}",
    # Streamlit and its components write style sheets as they run, and other ones with each version. Attributes set by a
    # script need no leave; those written into HTML have none.
    "style-src 'self'; style-src-elem 'self' 'unsafe-inline'; style-src-attr 'none'",
    "img-src 'self'",  # the icon of the tab
    "font-src 'self' data:",  # one font stands inside Streamlit's own style sheet
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'; form-action 'none'",
)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_SHOWN = 200
"""Characters of a header in the log."""

_SAME_FOR_ALL = ("static", "component", "media")
"""What browsers may keep, or what is no page: no browser is introduced by it."""


class Door:
    """ASGI middleware: 421 for a Host that is not this desk's, 403 for a foreign Origin or another browser's file."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._hosts: Hosts | None = None
        self._base = f"/{st.get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")
        self._always = [(name.encode(), value.encode()) for name, value in _headers(_index())]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or say why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        hosts, origins, cookies = map(Headers(scope=scope).getlist, ("host", "origin", "cookie"))
        allowed = self._allowed(hosts, scope)
        if refusal := _refusal(hosts, origins, allowed):
            await refusal(scope, receive, _with_headers(send, self._always))
            return
        known = browser.known("; ".join(cookies))
        room = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix(self._base).partition("/")[0]
        always = self._always
        if not known and room not in _SAME_FOR_ALL:
            always = [*always, (b"set-cookie", browser.introduced(all(page.startswith("https") for page in allowed)))]
        send = _with_headers(send, always)
        await self._app(scope, receive, _owned_only(scope, receive, send, known) if room == "media" else send)

    def _allowed(self, hosts: list[str], scope: Scope) -> frozenset[str]:
        """The origins that may use what is asked for; none where the Host is wrong."""
        if len(hosts) != 1:
            return frozenset()
        reached = scope["server"][0] if scope.get("server") else ""
        return (self._hosts or self._known_hosts()).origins(hosts[0], reached)

    def _known_hosts(self) -> Hosts:
        spoken = "https" if st.get_option("server.sslCertFile") else "http"
        address = st.get_option("server.address") or ""
        try:
            self._hosts = Hosts(process.settings().hosts, address, spoken)
        except BadInput:  # the page that opens says what is wrong, to whoever sits at this machine
            return Hosts((), address, spoken)
        return self._hosts


DOOR = Middleware(Door)


def _refusal(hosts: list[str], origins: list[str], allowed: frozenset[str]) -> PlainTextResponse | None:
    """Why a request is refused, if it is.

    A browser sends an Origin with every WebSocket and every change. What sends none is a program, or somebody who
    follows a link; a program could as well send ours.
    """
    if not allowed:
        name = hosts[0] if len(hosts) == 1 and authority(hosts[0]) else ""
        tell("rejected", why="host", host=name)
        return PlainTextResponse(WRONG_HOST.format(name=f"“{name}”" if name else "this address"), 421)
    if origins and not (len(origins) == 1 and origins[0].lower() in allowed):
        tell("rejected", why="origin", host=hosts[0], origin=origins[0][:_SHOWN])
        return PlainTextResponse(WRONG_ORIGIN, 403)
    return None


def _with_headers(send: Send, more: list[_Header]) -> Send:
    """What sends an answer with these headers too, to a WebSocket that is refused as well."""

    async def answer(message: Message) -> None:
        if message["type"].endswith("http.response.start"):
            message["headers"] = [*message.get("headers", ()), *more]
        await send(message)

    return answer


def _owned_only(scope: Scope, receive: Receive, send: Send, known: str) -> Send:
    """What sends a file, stored nowhere on its way, if it is this browser's, and a refusal otherwise."""
    refused = False

    async def answer(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            headers["cache-control"] = "no-store"
            kind = browser.handed_over(headers.get("content-type", ""), known)
            if message["status"] in (200, 206):
                refused = kind is None
                headers["content-type"] = kind or ""
            message["headers"] = headers.raw
            if refused:
                await PlainTextResponse(NOT_YOURS, 403, {"cache-control": "no-store"})(scope, receive, send)
        if not refused:
            await send(message)

    return answer


def _headers(index: str) -> Iterable[tuple[str, str]]:
    """The headers of every answer, for this first page of Streamlit's."""
    digests = (sha256(script.encode()).digest() for script in _INLINE.findall(index))
    hashes = " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
    yield "content-security-policy", "; ".join(_POLICY).format(hashes=hashes)
    yield "cross-origin-resource-policy", "same-origin"
    yield "referrer-policy", "same-origin"
    yield "x-content-type-options", "nosniff"


def _index() -> str:
    """The page that Streamlit serves for every address."""
    return (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
