"""JSON in one form only: what is read must be, to the byte, what would be written."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from hitl.errors import BadInput

MOST_VALUES = 5_000_000
"""Values in one file of JSON, by its commas and brackets: each takes some 100 bytes of memory, and 2 in the file."""

MOST_DEEP = 40
"""Lists and objects within each other; a record has fewer than ten."""


def dumped(value: object) -> bytes:
    """A value as JSON in UTF-8: indented by a blank, keys in alphabetical order, a line end behind it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode(errors="replace")


def loaded(content: bytes, name: str) -> dict[str, Any]:
    """The object that was `dumped`. Raises BadInput that names the file for anything else.

    That refuses doubled keys, a byte order mark, other line ends and other spellings of a number or a letter too.
    """
    if sum(map(content.count, (b"[", b"{", b","))) > MOST_VALUES:
        raise BadInput(f"This bundle is too large: {name} holds too many values.")
    try:
        value = json.loads(content.decode(), object_pairs_hook=_object, parse_constant=_no_number)
        exact = not _is_deep(value) and dumped(value) == content
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This is no bundle: {name} cannot be read.") from error
    if not isinstance(value, dict) or not exact:
        raise BadInput(f"This is no bundle: {name} is of another form.")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(MOST_DEEP):
        level = [inner for outer in level for inner in _within(outer)]
    return bool(level)


def _within(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
