"""A bundle as it is read: with distrust, into memory, and nothing in it but text and JSON."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from hitl.audit import Record
from hitl.bundle.papers import told
from hitl.bundle.writing import FORM, MANIFEST, RECORD
from hitl.errors import BadInput

MOST_BYTES = 200_000_000
MOST_FILES = 20_000
MOST_VALUES = 5_000_000
"""Values in one file of JSON, by its commas and brackets: each takes some 100 bytes of memory, and 2 in the file."""
MOST_DEEP = 40
"""Lists and objects within each other; a record has fewer than ten."""

NO_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OverflowError, OSError)
"""What Python's own reader raises over archives that are damaged, encrypted, or of a newer form."""


@dataclass(frozen=True)
class Bundle:
    """What was read from a bundle: the record, and all files by name."""

    record: Record
    files: dict[str, bytes]

    def findings(self) -> list[str]:
        """Which of the files is not the one that was written, or does not say what the record says."""
        noted = _json(self.files.get(MANIFEST, b""), MANIFEST).get("files")
        noted = noted if isinstance(noted, dict) else {}
        said = dict(told(self.record))
        found = [f"{name} is missing." for name in {**noted, **said} if name not in self.files]
        for name, content in self.files.items():
            if name != MANIFEST and name not in noted:
                found.append(f"{name} was put in.")
            elif name in noted and noted[name] != hashlib.sha256(content).hexdigest():
                found.append(f"{name} was changed.")
            elif name in said and content != said[name]:
                found.append(f"{name} does not say what the record says.")
        return found


def opened_bundle(data: bytes) -> Bundle:
    """Read a bundle. Raises BadInput for what is none, or is too large, or is of another form."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = dict(_files(archive))
    except NO_ARCHIVE as error:
        raise BadInput("This is no bundle: it cannot be read as a ZIP file.") from error
    form = _json(files.get(MANIFEST, b""), MANIFEST).get("form")
    if form != FORM:
        raise BadInput(f"This bundle has another form ({str(form)[:20]}) than the one that this hitl reads ({FORM}).")
    return Bundle(_record(_json(files.get(RECORD, b""), RECORD)), files)


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, as far as their sum allows, whatever they claim to be."""
    entries, left = archive.infolist(), MOST_BYTES
    if len(entries) > MOST_FILES:
        raise BadInput(f"This is no bundle: it holds {len(entries):,} files.")
    if len({entry.filename for entry in entries}) < len(entries):
        raise BadInput("This is no bundle: two of its files have the same name.")
    for entry in entries:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadInput("This is no bundle: it is packed in another way.")
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise BadInput(f"This bundle is too large: unpacked it has over {MOST_BYTES // 10**6} MB.")
        yield entry.filename, content


def _json(content: bytes, name: str) -> dict[str, Any]:
    if sum(map(content.count, (b"[", b"{", b","))) > MOST_VALUES:
        raise BadInput(f"This bundle is too large: {name} holds too many values.")
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This is no bundle: {name} is missing in it, or cannot be read.") from error
    if not isinstance(read, dict) or _is_deep(read):
        raise BadInput(f"This is no bundle: {name} is of another form.")
    return read


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(MOST_DEEP):
        level = [inner for outer in level for inner in _within(outer)]
    return bool(level)


def _within(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _record(plain: dict[str, Any]) -> Record:
    """The record, if it has the form of one."""
    if set(plain) == {field.name for field in fields(Record)} and _has_form(plain):
        return Record(**plain)
    raise BadInput(f"This is no bundle: {RECORD} is of another form.")


def _has_form(plain: dict[str, Any]) -> bool:
    states = [] if plain["snapshots"] is None else plain["snapshots"]
    rows = all(_is_rows(each) for each in (plain["decisions"], plain["calls"], plain["revisions"], states))
    return rows and isinstance(plain["review"], dict) and all(_is_state(state) for state in states)


def _is_state(row: dict[str, Any]) -> bool:
    stops = row.get("stops")
    named = _is_rows(stops) and all("id" in stop for stop in stops or ())
    return named and isinstance(row.get("values"), dict) and isinstance(row.get("at"), str)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)
