"""What tells one browser from another: a cookie that it gets with its first page, and that no script can read.

Streamlit hands out a file to whoever knows its address, which is a hash of what is in it. So a file of ours carries,
in its type, whose it is: the browser whose page asked for it. The door looks at that and takes it off again.
"""

import re
import secrets
from hashlib import sha256

import streamlit as st
from starlette.requests import cookie_parser

COOKIE = "hitl_browser"
_OWNER = re.compile(r"; *hitl-owner=([0-9a-f]{64})")


def owned(mime: str) -> str:
    """A type of file that makes it this browser's own."""
    this = str(st.context.cookies.get(COOKIE, ""))  # AppTest, which is no browser, has something else than text there
    return f"{mime}; hitl-owner={_owner(this)}"


def known(cookies: str) -> str:
    """The browser that sent this Cookie header; "" where it is not known yet."""
    return cookie_parser(cookies).get(COOKIE, "")


def introduced(secure: bool) -> bytes:
    """A Set-Cookie header that makes a browser known until it is closed."""
    # Lax: a link to a review, in a mail, comes with the cookie. Strict would make it a new browser, and let go the old.
    return f"{COOKIE}={secrets.token_hex(16)}; Path=/; HttpOnly; SameSite=Lax{'; Secure' * secure}".encode()


def handed_over(kind: str, browser: str) -> str | None:
    """The plain type of a file that belongs to this browser; None for anybody else's, and for nobody's."""
    found = _OWNER.search(kind)
    if not (browser and found and secrets.compare_digest(found[1], _owner(browser))):
        return None
    return kind[: found.start()] + kind[found.end() :]


def _owner(browser: str) -> str:
    return sha256(browser.encode()).hexdigest()
