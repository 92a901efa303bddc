"""What can be read of a record that may be damaged: values of the domain, with a stand-in for each part that cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

from hitl.audit import Record
from hitl.domain import Decision, Outcome, Problem, Review, Revision, Stop, sha256

_T = TypeVar("_T")

SOMEBODY = "Somebody whose name cannot be read"


@dataclass(frozen=True)
class Call:
    """A call of a writer as it is recorded, after decision number `cause` (0: the start)."""

    cause: int
    at: str
    model: str
    server: str
    limit: float
    seconds: float
    tokens: int
    answer: str | None
    problem: Problem | None


@dataclass(frozen=True)
class Repair:
    """A repair of a record as it is recorded."""

    at: str
    actor: str
    reason: str
    source: str
    old_head: str
    changed: tuple[str, ...]


def readable(kind: type[_T], row: object) -> _T:
    """A dataclass of what a row holds; what is missing or of another type is empty, 0, None or `SOMEBODY`.

    A word that is none of an enum's stays as it is, so compare enums with `==`.
    """
    held = row if isinstance(row, Mapping) else {}
    return kind(**{name: read(held.get(name)) for name, read in _readers(kind)})  # type: ignore[arg-type] # hashable


@lru_cache
def _readers(kind: type) -> tuple[tuple[str, Callable[[object], Any]], ...]:
    named = {"actor": _name, "owner": _name}
    return tuple((field.name, named.get(field.name) or _reader(field.type)) for field in fields(kind))


def _reader(kind: Any) -> Callable[[object], Any]:  # noqa: ANN401 - a type, in one of the forms that annotations have
    if get_origin(kind) is UnionType:
        inner = get_args(kind)[0]
        read = _reader(inner)
        return lambda value: None if value is None or (inner is int and not isinstance(value, int)) else read(value)
    if get_origin(kind) is tuple:
        return lambda value: tuple(map(str, value)) if isinstance(value, list | tuple) else ()
    if is_dataclass(kind):
        return lambda value: readable(kind, value)  # type: ignore[arg-type] # a class, no instance
    if kind in (int, float):
        return lambda value: value if isinstance(value, int | kind) else 0
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        known = {member.value: member for member in kind}
        return lambda value: known.get(_text(value), _text(value))
    return _text


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _name(value: object) -> str:
    return _text(value) or SOMEBODY


class Readable:
    """A record as values of the domain, first to last, and by their numbers; of one that stands twice, the first."""

    def __init__(self, record: Record) -> None:
        row = record.review
        self.record = record
        self.review = _review(row)
        self.outcome = readable(Outcome, row.get("outcome"))
        self.decisions = [readable(Decision, each) for each in record.decisions]
        self.revisions = [readable(Revision, each) for each in record.revisions]
        self.decision = {each.number: each for each in reversed(self.decisions)}
        self.call = {each.cause: each for each in (readable(Call, row) for row in reversed(record.calls))}
        self.text = {each.number: each.text for each in reversed(self.revisions)}

    @property
    def last(self) -> Decision | None:
        """The last decision."""
        return self.decisions[-1] if self.decisions else None

    def stands(self, number: int, digest: str) -> bool:
        """Whether the text that is stored under a number is the one with this SHA-256; number 0 is no text."""
        text = self.text.get(number) if number else ""
        return text is not None and sha256(text) == digest

    def stops(self) -> dict[str, Stop]:
        """The stops that the saved states know, by the interrupt's id."""
        stops = (stop for state in self.record.snapshots or () for stop in state["stops"])
        return {str(stop["id"]): readable(Stop, stop | {"interrupt_id": stop["id"]}) for stop in stops}


def _review(row: Mapping[str, Any]) -> Review:
    origin, number = row.get("begun_from"), row.get("begun_from_number")
    begun = (str(origin), number if isinstance(number, int) else 0) if origin else None
    return replace(readable(Review, row), begun_from=begun)
