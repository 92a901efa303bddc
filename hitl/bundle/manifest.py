"""What a bundle holds besides the record: when and with what it was written, and the digests that are signed."""

import hashlib
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distributions
from typing import Annotated

from pydantic import Field

from hitl import __version__
from hitl.bundle.exact_json import dumped, loaded
from hitl.domain import now
from hitl.errors import BadInput

ABOUT, MANIFEST, SIGNATURE = "about.json", "manifest.json", "manifest.sig"

FORM = 1
"""The form of a bundle, and the wording of its papers: it is raised with every change of either."""

_OF_FORM = re.compile(rb'^ "form": ([0-9]{1,20}),', re.MULTILINE)

Time = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$")]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


@dataclass(frozen=True)
class About:
    """When a bundle was written, and with what; `findings` are those at the desk that a bundle cannot show.

    None of it is sealed, so nothing but a signature vouches for it.
    """

    at: Time
    findings: list[str]
    hitl: str
    packages: dict[str, str]
    python: str
    system: str


@dataclass(frozen=True)
class Manifest:
    """The SHA-256 of each file, the form of the bundle, and the public key in hex, where it is signed."""

    files: dict[str, Digest]
    form: int
    key: Digest | None


def about_now(findings: list[str]) -> About:
    """The facts of this moment and this machine."""
    installed = {each.name: each.version for each in distributions()}
    return About(now(), findings, __version__, installed, platform.python_version(), platform.system())


def manifest(files: Mapping[str, bytes], public: bytes) -> bytes:
    """The content of `manifest.json`: the SHA-256 of each file, and the public key, if there is one."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return dumped(Manifest(digests, FORM, public.hex() or None))


def public_key_in(content: bytes) -> bytes:
    """The public key that a manifest names, b"" where it names none. Raises BadInput for another form."""
    form = _OF_FORM.search(content)
    if form and int(form[1]) != FORM:
        raise BadInput(f"This bundle has another form ({form[1].decode()}) than the one that this hitl reads ({FORM}).")
    return bytes.fromhex(loaded(Manifest, content, MANIFEST).key or "")
