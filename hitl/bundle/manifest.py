"""What a bundle holds besides the record: when and with what it was written, and the digests that are signed."""

import hashlib
import platform
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import distributions
from typing import Any

from hitl import __version__
from hitl.bundle import exact_json
from hitl.domain import now
from hitl.errors import BadInput

ABOUT, MANIFEST, SIGNATURE = "about.json", "manifest.json", "manifest.sig"

FORM = 1
"""The form of a bundle, and the wording of its papers: it is raised with every change of either."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class About:
    """When a bundle was written, and with what; `findings` are those at the desk that a bundle cannot show.

    None of it is sealed, so nothing but a signature vouches for it.
    """

    at: str
    findings: list[str]
    hitl: str
    packages: dict[str, str]
    python: str
    system: str


def about_now(findings: list[str]) -> About:
    """The facts of this moment and this machine."""
    installed = {each.name: each.version for each in distributions()}
    return About(now(), findings, __version__, installed, platform.python_version(), platform.system())


def about_from(content: bytes) -> About:
    """What `about.json` says. Raises BadInput for another form."""
    plain = exact_json.loaded(content, ABOUT)
    if set(plain) != set(About.__dataclass_fields__) or not _TIME.fullmatch(str(plain["at"])):
        raise _other_form(ABOUT)
    packages = plain["packages"]
    texts = [
        plain["hitl"],
        plain["python"],
        plain["system"],
        *_values(packages, dict),
        *_values(plain["findings"], list),
    ]
    if not all(isinstance(text, str) for text in texts):
        raise _other_form(ABOUT)
    return About(**plain)


def about_as_json(about: About) -> bytes:
    """The content of `about.json`."""
    return exact_json.dumped(asdict(about))


def manifest(files: Mapping[str, bytes], public: bytes) -> bytes:
    """The content of `manifest.json`: the SHA-256 of each file, and the public key, if there is one."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return exact_json.dumped({"files": digests, "form": FORM, "key": public.hex() or None})


def public_key_in(content: bytes) -> bytes:
    """The public key that a manifest names, b"" where it names none. Raises BadInput for another form."""
    plain = exact_json.loaded(content, MANIFEST)
    form, key = plain.get("form"), plain.get("key")
    if type(form) is int and form != FORM:
        raise BadInput(f"This bundle has another form ({str(form)[:20]}) than the one that this hitl reads ({FORM}).")
    digests = _values(plain.get("files"), dict)
    hexes = [key] * (key is not None) + digests
    if set(plain) != {"files", "form", "key"} or type(form) is not int:
        raise _other_form(MANIFEST)
    if not all(isinstance(each, str) and _HEX.fullmatch(each) for each in hexes):
        raise _other_form(MANIFEST)
    return bytes.fromhex(key or "")


def _values(value: Any, kind: type) -> list[Any]:  # noqa: ANN401 - any JSON
    """What is in a list or an object; something of the wrong type where it is neither."""
    if isinstance(value, dict) and kind is dict:
        return list(value.values())
    return value if isinstance(value, list) and kind is list else [None]


def _other_form(name: str) -> BadInput:
    return BadInput(f"This is no bundle: {name} is of another form.")
