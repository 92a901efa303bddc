"""Checkpoints in a third of the bytes: each holds the text that stands."""

import zlib
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

SMALL = 200
"""Bytes below which zlib would save nothing."""

MOST_BYTES = 2_000_000
"""That one value may have: a crafted one does not fill the memory. The longest text and its prompt take 1 MB."""

MOST_VALUES = 700_000
"""Lists, maps and extensions that one value may hold, by the bytes that may be the head of one, also within a text.

An empty list is a byte, takes 56 in memory, and is read in a microsecond: by bytes alone it would be too many. Three
texts of 60,000 characters have 540,000 such bytes at most.
"""

KINDS = frozenset(f"{kind}+{how}" for kind in ("msgpack", "null", "bytes") for how in ("plain", "zlib"))
"""What we write. Of another kind nothing is read: its bounds would be others."""

_HEADS = bytes([*range(0x80, 0xA0), 0xC7, 0xC8, 0xC9, *range(0xD4, 0xD9), *range(0xDC, 0xE0)])
"""https://github.com/msgpack/msgpack/blob/master/spec.md#formats."""


class Compressed(JsonPlusSerializer):
    """LangGraph's serializer, with its own list of what may come out of a checkpoint, around values in zlib."""

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:  # noqa: ANN401 - LangGraph's own
        """The kind of a value, which says also how it is packed, and its bytes."""
        kind, value = super().dumps_typed(obj)
        return (f"{kind}+plain", value) if len(value) < SMALL else (f"{kind}+zlib", zlib.compress(value))

    def loads_typed(self, data: tuple[str, bytes]) -> Any:  # noqa: ANN401 - LangGraph's own
        """The value. Raises ValueError where it is of a kind that is never written, too long, or holds too many."""
        kind, packed = data
        if kind not in KINDS:
            raise ValueError("a value of a kind that is never written")
        value = _unpacked(packed) if kind.endswith("+zlib") else packed
        if len(value) > MOST_VALUES and len(value) - len(value.translate(None, _HEADS)) > MOST_VALUES:
            raise ValueError("a value holds too many others")
        return super().loads_typed((kind.partition("+")[0], value))


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        value = unpacker.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise ValueError("a value cannot be unpacked") from error
    if not unpacker.eof:
        raise ValueError("a value is cut, or too long")
    return value
