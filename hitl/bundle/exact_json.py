"""JSON in one form only: what is read must be, to the byte, what would be written."""

import json
from dataclasses import is_dataclass
from typing import Any, TypeVar

from hitl.codec import dump, load_json
from hitl.errors import BadInput

_T = TypeVar("_T")

MOST_VALUES = 5_000_000
"""Values in one file of JSON, by its commas and brackets: each takes some 100 bytes of memory, and 2 in the file."""


def dumped(value: Any) -> bytes:  # noqa: ANN401 - any JSON, or a dataclass
    """A value as JSON in UTF-8: indented by a blank, keys in alphabetical order, a line end behind it.

    Raises ValueError for a number that JSON does not have.
    """
    plain = dump(value) if is_dataclass(value) else value
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1)
    return f"{text}\n".encode(errors="replace")


def loaded(kind: type[_T], content: bytes, name: str) -> _T:
    """The value of a dataclass that was `dumped`. Raises BadInput that names the file for anything else.

    That refuses doubled keys, a byte order mark, other line ends and other spellings of a number or a letter too.
    """
    if sum(map(content.count, (b"[", b"{", b","))) > MOST_VALUES:
        raise BadInput(f"This bundle is too large: {name} holds too many values.")
    try:
        value = load_json(kind, content)
        exact = dumped(value) == content
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This is no bundle: {name} is of another form.") from error
    if not exact:
        raise BadInput(f"This is no bundle: {name} is of another form.")
    return value
