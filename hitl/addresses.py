"""Addresses of servers, as they may be shown."""

from urllib.parse import urlsplit


def shown_host(address: str) -> str:
    """Host and port of an address, without user and password; empty where they cannot be told for sure."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    misplaced = "@" in parts.path + parts.query + parts.fragment  # a password with "/" in it reaches into the path
    return "" if misplaced else parts.netloc.rpartition("@")[2]
