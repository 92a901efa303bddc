"""Whether a value that was stored is still what its type says."""

from dataclasses import fields
from datetime import datetime
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin

_T = TypeVar("_T")


def of_its_types(value: _T) -> _T:
    """The same dataclass. Raises TypeError where a field holds something of another type."""
    for field in fields(value):  # type: ignore[arg-type] # dataclasses alone come here
        if not _is_a(getattr(value, field.name), field.type):
            raise TypeError(f"{field.name} is of another type")
    return value


def moment(at: str) -> str:
    """The same time. Raises ValueError or TypeError where it is none."""
    datetime.fromisoformat(at)
    return at


def _is_a(value: object, kind: Any) -> bool:  # noqa: ANN401 - a type, in one of the forms that annotations have
    origin = get_origin(kind)
    if origin is Literal:
        return value in get_args(kind)
    if origin is UnionType:
        return any(_is_a(value, each) for each in get_args(kind))
    if kind is float:
        return isinstance(value, int | float)
    return isinstance(value, type(None) if kind is None else origin or kind)
