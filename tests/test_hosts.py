"""Which Host headers a desk answers to, and which pages may use it there."""

import pytest

from hitl.hosts import LOOPBACK, Hosts, sites

ENTRIES = "desk.example.com, https://tls.example.com:8443, http://plain.example.com, lan.example.com:8501"


def origins(host: str, *, listed: str = "", address: str = "127.0.0.1", spoken: str = "http", reached: str = "") -> str:
    return " ".join(Hosts(sites(listed), address, spoken).origins(host, reached))


@pytest.mark.parametrize(
    ("host", "origin", "server"),
    [
        *(
            (f"{name}{port}", f"http://{name}{port}", {})
            for name in sorted(LOOPBACK)
            for port in ("", ":8501", ":8080")
        ),
        ("LOCALHOST:8501", "http://localhost:8501", {}),
        ("[0:0:0:0:0:0:0:1]:8501", "http://[::1]:8501", {}),
        ("localhost:80", "http://localhost", {}),
        ("localhost:08501", "http://localhost:8501", {}),
        ("192.0.2.7:8501", "http://192.0.2.7:8501", {"address": "192.0.2.7"}),
        ("desk.lan:8501", "http://desk.lan:8501", {"address": "Desk.LAN"}),
        ("[2001:db8::7]:8501", "http://[2001:db8::7]:8501", {"address": "2001:DB8:0::7"}),
        ("192.0.2.8:8501", "", {"address": "192.0.2.7"}),
        # a server that speaks TLS itself has pages of that scheme only
        ("localhost:8501", "https://localhost:8501", {"spoken": "https"}),
        ("localhost", "https://localhost", {"spoken": "https"}),
        # a listed scheme takes the place of the server's own
        ("127.0.0.1:8443", "https://127.0.0.1:8443", {"listed": "https://127.0.0.1:8443"}),
        ("127.0.0.1:8501", "http://127.0.0.1:8501", {"listed": "https://127.0.0.1:8443"}),
        *(
            (host, origin, {"listed": ENTRIES})
            for host, origin in (
                ("desk.example.com", "https://desk.example.com"),
                ("Desk.Example.COM:443", "https://desk.example.com"),
                ("desk.example.com:8501", "http://desk.example.com:8501"),
                ("tls.example.com:8443", "https://tls.example.com:8443"),
                ("tls.example.com", ""),
                ("plain.example.com", "http://plain.example.com"),
                ("plain.example.com:80", "http://plain.example.com"),
                ("plain.example.com:8501", ""),
                ("lan.example.com:8501", "http://lan.example.com:8501"),
                ("lan.example.com", ""),
                ("www.desk.example.com", ""),
                ("desk.example.com.", ""),
                ("example.com", ""),
            )
        ),
    ],
)
def test_a_name_that_is_its_own_or_listed_is_answered_with_exactly_one_origin(
    host: str, origin: str, server: dict[str, str]
) -> None:
    assert origins(host, **server) == origin


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8501",
        "127.0.0.1.evil.example",
        "evil.example:80@127.0.0.1:8501",
        "127.0.0.1:8501@evil.example",
        "127.0.0.1:8501, evil.example",
        "127.0.0.1#evil.example",
        "127.0.0.1/evil.example",
        "http://127.0.0.1:8501",
        "localhost.",
        "localhost.:8501",
        "x.localhost:8501",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:8501x",
        "localhost :8501",
        " localhost",
        "localhost\n",
        "local\u017fhost",
        "::1",
        "::1:8501",
        "[::1",
        "[127.0.0.1]:8501",
        "[::1%25eth0]:8501",
        "[::ffff:127.0.0.1]:8501",
        "127.1",
        "127.0.0.2",
        "0x7f.0.0.1",
        "2130706433",
        "127.000.000.001",
        "0.0.0.0:8501",
        "[::]:8501",
        "*",
        "null",
        "a" * 100_000,
    ],
)
def test_nothing_else_is_answered(host: str) -> None:
    assert origins(host) == ""


@pytest.mark.parametrize("address", ["0.0.0.0", "::", ""])  # noqa: S104 - nothing listens
def test_a_server_on_all_addresses_is_answered_at_the_one_that_was_reached_and_by_no_name(address: str) -> None:
    for reached in ("192.0.2.7", "::ffff:192.0.2.7"):
        assert origins("192.0.2.7:8501", address=address, reached=reached) == "http://192.0.2.7:8501"
    assert origins("[2001:db8::7]:8501", address=address, reached="2001:db8::7") == "http://[2001:db8::7]:8501"
    for host in ("192.0.2.8:8501", "desk.lan:8501", "0.0.0.0:8501", "[::]:8501", ""):
        assert origins(host, address=address, reached="192.0.2.7") == ""


def test_a_name_may_be_listed_with_each_of_its_schemes() -> None:
    both = "http://desk.example.com, https://desk.example.com"
    found = Hosts(sites(both)).origins("desk.example.com", "")

    assert found == {"http://desk.example.com", "https://desk.example.com"}
