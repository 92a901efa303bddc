"""A watch over tabs: whatever goes wrong in them though nobody asked for it."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, Page

MOST_HEARD = 8_000
UNREACHED = re.compile("net::ERR_|WebSocket|reaching server|not responding|disconnected from server")


@dataclass
class Watch:
    """What went wrong unasked in some tabs, in words."""

    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Note every request to another host, dialog, and error of a script or of the page's policy."""
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.faults.append(f"error in the page: {error}"))
        page.on("dialog", self._dialog)
        page.on("console", self._said)

    def look(self, page: Page) -> None:
        """Note every mistake in the code that the page shows just now."""
        shown = page.get_by_test_id("stException").or_(page.locator(".st-key-unforeseen"))
        self.faults += [f"mistake: {text}" for text in shown.all_inner_texts()]

    def hear(self, log: str) -> None:
        """Note what a server says of a mistake: the page does not show it."""
        _, mark, said = log.partition("Traceback (most recent call last)")
        if mark:
            self.faults.append(f"the server: {said[:MOST_HEARD]}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _said(self, message: ConsoleMessage) -> None:
        """Note an error that a page reports, unless it is that it cannot reach the server just now.

        Below the address of a page Streamlit first looks in vain for its own: that is how it finds out where it is.
        """
        sought = "/_stcore/" in message.location["url"] and "404" in message.text
        if message.type == "error" and not sought and not UNREACHED.search(message.text):
            self.faults.append(f"the page: {message.text}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            self.faults.append(f"request to another host: {url}")
