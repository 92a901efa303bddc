"""What can be read of a row that may be damaged: a value of the right type, or what stands in for it."""

from datetime import datetime

from hitl.audit import Record
from hitl.audit.record import Row
from hitl.domain import sha256


def words(row: Row, name: str) -> str:
    """A text of a row; "" where it has none."""
    value = row.get(name)
    return "" if value is None else str(value)


def count(row: Row, name: str) -> int:
    """A whole number of a row; 0 where it has none."""
    value = row.get(name)
    return value if isinstance(value, int) else 0


def amount(row: Row, name: str) -> float:
    """A number of a row; 0 where it has none."""
    value = row.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def inside(row: Row, name: str) -> Row:
    """A row within a row; empty where there is none."""
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def several(row: Row, name: str) -> list[str]:
    """The texts of a list in a row."""
    value = row.get(name)
    return [str(item) for item in value] if isinstance(value, list) else []


def who(row: Row, name: str = "actor") -> str:
    """A person of a row by name."""
    return words(row, name) or "Somebody whose name cannot be read"


def version(number: int) -> str:
    """A text by its number: "v3"."""
    return f"v{number}" if number else "no text"


def on_screen(row: Row) -> str:
    """What a decision says of the screen on which it was taken, as a clause: it may name a text that was not there."""
    seen, shown = count(row, "seen_number"), row.get("displayed")
    if not isinstance(shown, int):
        return f"it is not known whether {version(seen)} was on the screen" if seen else "no draft had come"
    if shown != seen:
        return f"{version(shown)} was on the screen, not {version(seen)}"
    return f"{version(seen)} was on the screen" if seen else "no draft had come"


def short(digest: str) -> str:
    """The beginning of a seal or a SHA-256, enough to tell two of them apart."""
    return digest[:8]


def clock(at: str) -> str:
    """A stored time to the second, in UTC: "24 Nov 2026, 18:02:31 UTC"."""
    try:
        return datetime.fromisoformat(at).strftime("%d %b %Y, %H:%M:%S UTC").lstrip("0")
    except ValueError:
        return "a time that cannot be read"


def text_of(record: Record, number: int) -> str | None:
    """The text that is stored under a number; None where there is none."""
    row = next((row for row in record.revisions if row.get("number") == number), {})
    return None if row.get("text") is None else str(row["text"])


def stands(record: Record, number: int, digest: str) -> bool:
    """Whether the text that is stored under a number is the one with this SHA-256; number 0 is no text."""
    text = text_of(record, number) if number else ""
    return text is not None and sha256(text) == digest
