"""The ZIP file around a bundle: one form only, so that there is no place in it for anything that is not read."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from hitl.errors import BadInput

MOST_BYTES = 200_000_000
MOST_FILES = 20_000

_NAME = re.compile(r"(?:[a-z]+/)?[A-Za-z0-9]+\.[a-z]+")
"""A file, at most one folder deep. Whoever unpacks a bundle gets nothing above or beside the place they chose."""

NO_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OverflowError, OSError)
"""What Python's own reader raises over archives that are damaged, encrypted, or of a newer form."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a ZIP file, the same bytes for the same files: in alphabetical order, not compressed, of one time."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3  # else it tells the system that it was written on
            archive.writestr(entry, files[name])
    return written.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files that were `zipped`. Raises BadInput for an archive that is not, to the byte, what that makes of them.

    So comments, extra fields, times, links, folders, what stands before, between or behind the files, and names that
    differ in the two places where they stand are all refused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = dict(_files(archive))
    except NO_ARCHIVE as error:
        raise BadInput("This is no bundle: it cannot be read as a ZIP file.") from error
    if zipped(files) != data:
        raise BadInput("This is no bundle: its ZIP file is not packed as hitl packs it, so something may hide in it.")
    return files


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, as far as their sum allows, whatever they claim to be."""
    entries, left = archive.infolist(), MOST_BYTES
    if len(entries) > MOST_FILES:
        raise BadInput(f"This is no bundle: it holds {len(entries):,} files.")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise BadInput("This is no bundle: two of its files have the same name.")
    for entry in entries:
        if not _NAME.fullmatch(entry.filename):
            raise BadInput("This is no bundle: one of its files has a name that hitl gives none.")
        if entry.compress_type != zipfile.ZIP_STORED:
            raise BadInput("This is no bundle: it is packed in another way.")
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise BadInput(f"This bundle is too large: unpacked it has over {MOST_BYTES // 10**6} MB.")
        yield entry.filename, content
