"""LangGraph's savers, sparing with what they write: half the commits of a turn and a third of its bytes."""

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.base import WRITES_IDX_MAP
from langgraph.checkpoint.serde.base import CipherProtocol
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.types import RESUME

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver

    _Saver = BaseCheckpointSaver[Any]
else:
    _Saver = object

KEPT = frozenset(WRITES_IDX_MAP) - {RESUME}
"""What is kept beside a checkpoint: the interrupt that waits there, an error."""

SMALL = 200
"""Bytes below which zlib would save nothing."""

MOST = 64_000_000
"""Bytes that one value may have: a crafted one does not fill the memory."""


class Sparing(_Saver):
    """For a saver's class: no writes of a step are kept, since its checkpoint, which has them, follows at once.

    What a process loses that dies in between is a step that is run again: as if it had died a moment before. An
    answer of a person is not lost with it, for that stands in the table of decisions.
    """

    def put_writes(
        self, config: "RunnableConfig", writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Keep what no checkpoint will have."""
        kept = [(channel, value) for channel, value in writes if channel in KEPT]
        if kept:
            super().put_writes(config, kept, task_id, task_path)


class _Zlib(CipherProtocol):
    def encrypt(self, plaintext: bytes) -> tuple[str, bytes]:
        return ("plain", plaintext) if len(plaintext) < SMALL else ("zlib", zlib.compress(plaintext, 1))

    def decrypt(self, ciphername: str, ciphertext: bytes) -> bytes:
        if ciphername == "plain":
            return ciphertext
        if ciphername != "zlib":
            raise ValueError("a value was packed in an unknown way")
        unpacker = zlib.decompressobj()
        try:
            value = unpacker.decompress(ciphertext, MOST)
        except zlib.error as error:
            raise ValueError("a value cannot be unpacked") from error
        if not unpacker.eof:
            raise ValueError("a value is cut, or too long")
        return value


def compressed() -> EncryptedSerializer:
    """A serializer that compresses: each checkpoint holds the text that stands.

    LangGraph has a place for a cipher around what it writes; here it is zlib, so that its own list of what may
    come out of a checkpoint stays in force. What was written without it is read as before.
    """
    return EncryptedSerializer(_Zlib())
