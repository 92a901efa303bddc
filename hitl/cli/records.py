"""The records that an audit command is about: of reviews of this desk, or in bundles from anywhere."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from hitl.cli.resolve import EVERY_REVIEW, identified
from hitl.cli.session import opened
from hitl.errors import BadInput, HitlError

if TYPE_CHECKING:
    from hitl.audit import Record
    from hitl.desk import ReviewDesk

what_argument: Callable[..., Any] = click.argument("what", metavar="[REVIEW|BUNDLE]...", nargs=-1)
all_option: Callable[..., Any] = click.option("--all", "everything", is_flag=True, help="All reviews of this desk.")

MOST_OF_A_KEY = 10_000
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class Named(NamedTuple):
    """Something that was named: its record, what is wrong with the files around that, and what else is to be said."""

    name: str
    record: "Record"
    wrong: list[str]
    notes: list[str]


def records(what: Sequence[str], *, everything: bool, key: str | None = None) -> Iterator[Named]:
    """Each thing that was named, with its record; a bundle must be signed by a `key`, if one is given.

    A name with a dot or a slash is that of a bundle. Raises BadInput where nothing was named, NotFound, StoreFault.
    """
    if bool(what) == everything:
        raise BadInput("Name reviews or bundles, or say --all.")
    reviews = [name for name in what if not _is_file(name)]
    if key is not None and (reviews or everything):
        raise BadInput("--key is for bundles: a review on a desk is not signed.")
    wanted = "" if key is None else _fingerprint(key)
    for name in what:
        if _is_file(name):
            yield _bundled(name, wanted)
    if reviews or everything:
        with opened() as desk:
            yield from (Named(review_id, desk.archive.record(review_id), [], []) for review_id in _ids(desk, reviews))


def bytes_of(name: str, most: int) -> bytes:
    """The content of a file. Raises BadInput, HitlError."""
    try:
        with Path(name).open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise BadInput(f"There is no file {name}.") from None
    except OSError as error:
        raise HitlError(f"{name} cannot be read: {error.strerror}.") from None
    if len(content) > most:
        raise BadInput(f"{name} is too large.")
    return content


def _bundled(name: str, key: str) -> Named:
    from hitl.bundle import MOST_BYTES, opened_bundle

    found = opened_bundle(bytes_of(name, MOST_BYTES))
    wrong = found.findings(key)
    signed = found.signed if found.key else "" if key else "It is not signed."
    return Named(name, found.record, wrong, [signed] if signed else [])


def _fingerprint(key: str) -> str:
    """The fingerprint that was given, or that of the public key in the file of this name."""
    from hitl.bundle import fingerprint_in

    given = "".join(key.replace(":", "").split()).lower()
    if _FINGERPRINT.fullmatch(given):
        return given
    return fingerprint_in(bytes_of(key, MOST_OF_A_KEY).decode("utf-8", errors="replace"))


def _ids(desk: "ReviewDesk", named: Sequence[str]) -> list[str]:
    if named:
        return [identified(desk, name) for name in named]
    return [review_id for review_id, _ in desk.archive.beginning("", EVERY_REVIEW)]


def _is_file(name: str) -> bool:
    return any(char in name for char in "./\\")
