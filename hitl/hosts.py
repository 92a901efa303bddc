"""The addresses that a desk is served at: which Host headers it answers to, and which pages may use it.

A page that was rebound to this machine by its DNS sends its own name as Host, and a page of another site, port or
scheme its own Origin. Both are compared whole, as browsers write them: nothing is searched for, nothing is guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names that no DNS of a stranger answers for."""

_PORTS = {"http": 80, "https": 443}
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_AUTHORITY = re.compile(rf"(\[[0-9a-f:.]{{2,45}}\]|{_LABEL}(?:\.{_LABEL})*)(?::([0-9]{{1,5}}))?", re.ASCII)
_LONGEST = 260
_REMEMBERED = 1024


@dataclass(frozen=True)
class Site:
    """An entry of `HITL_HOSTS`. Without a scheme it is HTTPS, or at a port of its own what the server itself speaks."""

    name: str
    scheme: str = ""
    port: int | None = None

    def __str__(self) -> str:
        """The entry as it may be written."""
        mark = f"{self.scheme}://" if self.scheme else ""
        return f"{mark}{self.name}{f':{self.port}' if self.port else ''}"

    def origin(self, port: int | None, spoken: str) -> str:
        """The origin of this site's pages where a Host header has its name and this port; "" where it is another."""
        scheme = self.scheme or ("https" if port in (None, 443) else spoken)
        asked, own = port or _PORTS[scheme], self.port or (_PORTS[scheme] if self.scheme else None)
        return origin(scheme, self.name, port) if own in (None, asked) else ""


class Hosts:
    """What a server answers to: the loopback names, the address that it was started with, and the sites listed.

    `spoken` is the scheme that the server itself speaks.
    """

    def __init__(self, listed: Iterable[Site] = (), address: str = "", spoken: str = "http") -> None:
        self._listed = tuple(listed)
        self._own = LOOPBACK | {named(address)} - {""}
        self._spoken = spoken
        self._remembered = lru_cache(_REMEMBERED)(self._origins)

    def origins(self, host: str, reached: str) -> frozenset[str]:
        """The origins that may use the desk under this Host header, none where the desk does not answer to it.

        `reached` is the local IP address of the connection: a server on all addresses was started with that one too,
        and it is no name that anybody could rebind.
        """
        return self._remembered(host, reached) if len(host) <= _LONGEST else frozenset()

    def _origins(self, host: str, reached: str) -> frozenset[str]:
        if (parsed := authority(host)) is None:
            return frozenset()
        name, port = parsed
        listed = {site.origin(port, self._spoken) for site in self._listed if site.name == name} - {""}
        if listed or name not in self._own | {named(reached)}:
            return frozenset(listed)
        return frozenset({origin(self._spoken, name, port)})


def sites(text: str) -> tuple[Site, ...]:
    """The sites in a value of `HITL_HOSTS`, separated by commas. Raises ValueError that says which entry is none."""
    entries = [entry.strip() for entry in text.split(",")]
    return tuple(_site(entry, number) for number, entry in enumerate(entries, 1) if entry)


def authority(text: str) -> tuple[str, int | None] | None:
    """Host in lower case and port of a Host header, None where it is not exactly that."""
    if not (found := _AUTHORITY.fullmatch(text.lower())):
        return None
    name, port = found[1], int(found[2]) if found[2] else None
    try:
        name = f"[{IPv6Address(name[1:-1]).compressed}]" if name.startswith("[") else name
    except ValueError:
        return None
    return (name, port) if port is None or 0 < port < 65536 else None


def origin(scheme: str, name: str, port: int | None) -> str:
    """An origin as a browser writes it: without the port that its scheme has anyway."""
    return f"{scheme}://{name}" if port in (None, _PORTS[scheme]) else f"{scheme}://{name}:{port}"


def named(address: str) -> str:
    """What a Host header calls an address that is listened at; "" for one that stands for all of a machine."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address.lower()
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip
    if ip.is_unspecified:
        return ""
    return f"[{ip.compressed}]" if ip.version == 6 else str(ip)


def _site(entry: str, number: int) -> Site:
    scheme, mark, rest = entry.lower().rpartition("://")
    parsed = authority(rest.removesuffix("/") if mark else rest)
    if parsed is None or bool(mark) != (scheme in _PORTS) or parsed[0] in ("0.0.0.0", "[::]"):  # noqa: S104 - refused
        raise ValueError(
            f"entry {number} is no host. Write each as desk.example.com, or as the browser shows it, "
            "https://desk.example.com:8443; no wildcards, no paths, a comma between two"
        )
    name, port = parsed
    if not scheme:  # a browser leaves these two ports out, so that only the scheme tells them
        scheme = next((known for known, usual in _PORTS.items() if usual == port), "")
    return Site(name, scheme, port)
