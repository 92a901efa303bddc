"""Values of the domain as JSON's types and back: one pydantic adapter for each dataclass. There is no other codec."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import CoreConfig, SchemaValidator

_T = TypeVar("_T")

_STRICT: dict[str, dict[str, Any]] = {
    **{scalar: {"strict": True} for scalar in ("str", "int", "bool")},
    "float": {"strict": True, "allow_inf_nan": False},
    "dataclass-args": {"extra_behavior": "forbid"},
}


def dump(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """A dataclass as JSON's own types, which checkpoints and tables keep unchanged: enums as str, tuples as lists."""
    plain: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json", warnings=False)
    return plain


def load(kind: type[_T], plain: object) -> _T:
    """The value that was dumped. Raises ValueError where a field is missing, of another type, or left over."""
    value: _T = _reader(kind).validate_python(plain)
    return value


def load_row(kind: type[_T], row: Mapping[Any, Any]) -> _T:
    """The value that stands in a row beside other columns. Raises LookupError, ValueError."""
    return load(kind, {name: row[name] for name in kind.__dataclass_fields__})  # type: ignore[attr-defined]


def load_json(kind: type[_T], content: bytes) -> _T:
    """The value that stands in a file. Raises ValueError as `load` does, and where it is no JSON."""
    value: _T = _reader(kind).validate_json(content)
    return value


def _strict(schema: Any) -> Any:  # noqa: ANN401 - a part of a schema
    if isinstance(schema, dict):
        return {name: _strict(part) for name, part in schema.items()} | _STRICT.get(str(schema.get("type")), {})
    return [*map(_strict, schema)] if isinstance(schema, list) else schema


_adapter: Callable[[type[Any]], TypeAdapter[Any]] = cache(TypeAdapter)  # type: ignore[assignment] # a class is hashable
_reader: Callable[[type[Any]], SchemaValidator] = cache(  # type: ignore[assignment] # as above
    lambda kind: SchemaValidator(_strict(_adapter(kind).core_schema), CoreConfig(hide_input_in_errors=True))
)
"""Strict about text, numbers and truth; a tuple, an enum and a dataclass are what JSON has in their place.

pydantic's own strict mode wants a tuple for a tuple, unless it reads JSON from bytes, which takes twice as long.
An error repeats nobody's words.
"""
