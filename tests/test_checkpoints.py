"""What is read out of a checkpoint: only what was written, and no more than can be read in a moment."""

import time
import zlib

import ormsgpack
import pytest

from hitl.store.checkpoints import chained
from hitl.store.compressed import MOST_BYTES, Compressed

TEXT = "Ein Text mit Ümlauten, 漢字 and 👩‍👧. " * 1_700
MOMENT = 5.0
"""Seconds; a value that is in bounds takes a tenth of one."""


def bomb(head: bytes, inner: bytes, times: int) -> bytes:
    return zlib.compress(head + times.to_bytes(4) + inner * times, 9)


def test_the_longest_state_comes_back_as_it_was() -> None:
    state = {"revision": {"text": TEXT, "notes": [1, 1.5, None, True]}, "call": {"answer": TEXT}, "feedback": [1] * 100}
    kind, packed = Compressed().dumps_typed(state)

    assert Compressed().loads_typed((kind, packed)) == state
    assert len(packed) < 20_000


@pytest.mark.parametrize(
    "packed",
    [
        bomb(b"\xdd", b"\x90", 50_000_000),
        bomb(b"\xdd", b"\x90", MOST_BYTES - 100),
        bomb(b"\xdd", b"\x80", MOST_BYTES - 100),
        bomb(b"\xdd", b"\xd4\x00\x90", 800_000),
        zlib.compress(b"\x91" * MOST_BYTES, 9),
        zlib.compress(ormsgpack.packb({"text": "x"}))[:-3],
    ],
    ids=["50 million lists", "lists", "maps", "extensions", "lists in each other", "cut"],
)
def test_a_value_of_some_kilobytes_is_refused_in_a_moment(packed: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(ValueError, match="a value"):
        Compressed().loads_typed(("msgpack+zlib", packed))

    assert time.monotonic() - began < MOMENT


@pytest.mark.parametrize("kind", ["msgpack", "json", "json+zlib", "pickle", "pickle+plain", "", "msgpack+other"])
def test_nothing_is_read_of_a_kind_that_is_never_written(kind: str) -> None:
    with pytest.raises(ValueError, match="never written"):
        Compressed().loads_typed((kind, ormsgpack.packb([1])))


def test_checkpoints_are_in_the_order_of_their_chain_whatever_they_are_called() -> None:
    assert chained([("c", "a"), ("a", None), ("b", "c")]) == ["a", "c", "b"]
    assert chained([]) == []


@pytest.mark.parametrize(
    "links",
    [
        [("b", "a")],
        [("a", None), ("b", None)],
        [("a", None), ("b", "a"), ("c", "a")],
        [("a", None), ("c", "b")],
        [("a", "b"), ("b", "a")],
    ],
    ids=["no beginning", "two beginnings", "a fork", "a gap", "a circle"],
)
def test_what_is_no_chain_is_refused(links: list[tuple[str, str | None]]) -> None:
    with pytest.raises(ValueError, match="a saved state is missing"):
        chained(links)
