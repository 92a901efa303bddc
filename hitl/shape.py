"""Whether a value that was stored is still what its type says."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin

_T = TypeVar("_T")


def of_its_types(value: _T) -> _T:
    """The same dataclass. Raises TypeError where a field holds something of another type."""
    for name, is_one in _checks(type(value)):  # type: ignore[arg-type] # a class is hashable
        if not is_one(getattr(value, name)):
            raise TypeError(f"{name} is of another type")
    return value


@lru_cache
def _checks(kind: type) -> tuple[tuple[str, Callable[[object], bool]], ...]:
    """The fields of a dataclass, and for each whether a value is of its type; every turn asks for the same ones."""
    return tuple((field.name, _check(field.type)) for field in fields(kind))


def moment(at: str) -> str:
    """The same time. Raises ValueError or TypeError where it is none."""
    datetime.fromisoformat(at)
    return at


def _check(kind: Any) -> Callable[[object], bool]:  # noqa: ANN401 - a type, in one of the forms that annotations have
    origin = get_origin(kind)
    if origin is Literal:
        choices = get_args(kind)
        return lambda value: value in choices
    if origin is UnionType:
        checks = tuple(map(_check, get_args(kind)))
        return lambda value: any(check(value) for check in checks)
    wanted = (int, float) if kind is float else type(None) if kind is None else origin or kind
    return lambda value: isinstance(value, wanted)
