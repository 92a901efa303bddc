"""Checkpoints in a third of the bytes: each holds the text that stands."""

import zlib

from langgraph.checkpoint.serde.base import CipherProtocol
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer

SMALL = 200
"""Bytes below which zlib would save nothing."""

MOST = 64_000_000
"""Bytes that one value may have: a crafted one does not fill the memory."""


class _Zlib(CipherProtocol):
    def encrypt(self, plaintext: bytes) -> tuple[str, bytes]:
        return ("plain", plaintext) if len(plaintext) < SMALL else ("zlib", zlib.compress(plaintext))

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
    """A serializer that compresses.

    LangGraph has a place for a cipher around what it writes; here it is zlib, so that its own list of what may
    come out of a checkpoint stays in force. What was written without it is read as before.
    """
    return EncryptedSerializer(_Zlib())
