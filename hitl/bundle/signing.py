"""Who wrote a bundle: a signature by Ed25519 (RFC 8032) over its manifest.

`cryptography` is imported when something is signed or checked, and not before.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hitl.errors import BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_DER = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of a public key in DER (RFC 8410, section 4)."""

_BEGIN, _END = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"

NO_PRIVATE_KEY = (
    "HITL_SIGNING_KEY must name a file with an Ed25519 private key in PEM, without a password, that hitl can read. "
    "No bundle is written until it does: openssl genpkey -algorithm ed25519 -out signing-key.pem"
)


@dataclass(frozen=True)
class Signer:
    """A private key; `public` are the 32 bytes of the public one."""

    public: bytes
    _private: "Ed25519PrivateKey" = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the public key."""
        return fingerprint(self.public)

    def sign(self, content: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._private.sign(content)


def signer_of(path: str) -> Signer:
    """The signer whose key is in a file. Raises BadInput, which shows neither the path nor the key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(Path(path).read_bytes(), None)
    except (OSError, ValueError, TypeError, ArithmeticError):  # the error may show what somebody took for a path
        raise BadInput(NO_PRIVATE_KEY) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise BadInput(NO_PRIVATE_KEY)
    return Signer(private.public_key().public_bytes_raw(), private)


def fits(signature: bytes, content: bytes, public: bytes) -> bool:
    """Whether a signature over this content was made with the private key of this public one."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """SHA-256, in hex, of a public key in DER."""
    return hashlib.sha256(_DER + public).hexdigest()


def pem(public: bytes) -> bytes:
    """A public key in PEM, as openssl reads it."""
    return f"{_BEGIN}\n{base64.b64encode(_DER + public).decode()}\n{_END}\n".encode()


def fingerprint_in(content: str) -> str:
    """The fingerprint of the public key in a PEM file. Raises BadInput where there is none."""
    _, begin, rest = content.partition(_BEGIN)
    body, end, _ = rest.partition(_END)
    try:
        der = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        der = b""
    if not (begin and end) or not der.startswith(_DER) or len(der) != len(_DER) + 32:
        raise BadInput("The file of --key holds no Ed25519 public key in PEM.")
    return fingerprint(der.removeprefix(_DER))
