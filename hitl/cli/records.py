"""The records that an audit command is about: of reviews of this desk, or in bundles from anywhere."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hitl.cli.find import EVERY_REVIEW, identified
from hitl.cli.opened import opened
from hitl.errors import BadInput, HitlError

if TYPE_CHECKING:
    from hitl.audit import Record
    from hitl.desk import ReviewDesk

what_argument: Callable[..., Any] = click.argument("what", metavar="[REVIEW|BUNDLE]...", nargs=-1)
all_option: Callable[..., Any] = click.option("--all", "everything", is_flag=True, help="All reviews of this desk.")

Named = Iterator[tuple[str, "Record", list[str]]]


def records(what: Sequence[str], *, everything: bool) -> Named:
    """For each thing that was named: its name, its record, and what is wrong with the files around the record.

    A name with a dot or a slash is that of a bundle. Raises BadInput where nothing was named, NotFound, StoreFault.
    """
    if bool(what) == everything:
        raise BadInput("Name reviews or bundles, or say --all.")
    reviews = [name for name in what if not _is_file(name)]
    for name in what:
        if _is_file(name):
            yield _bundled(name)
    if reviews or everything:
        with opened() as desk:
            yield from ((review_id, desk.archive.record(review_id), []) for review_id in _ids(desk, reviews))


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
        raise BadInput(f"{name} is too large for a bundle.")
    return content


def _bundled(name: str) -> "tuple[str, Record, list[str]]":
    from hitl.bundle import MOST_BYTES, opened_bundle

    found = opened_bundle(bytes_of(name, MOST_BYTES))
    return name, found.record, found.findings()


def _ids(desk: "ReviewDesk", named: Sequence[str]) -> list[str]:
    if named:
        return [identified(desk, name) for name in named]
    return [review_id for review_id, _ in desk.archive.beginning("", EVERY_REVIEW)]


def _is_file(name: str) -> bool:
    return any(char in name for char in "./\\")
