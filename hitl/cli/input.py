"""What comes in: words from an argument, a file, a pipe, or the person's own editor; and the bytes of a file."""

import signal
import sys
from pathlib import Path
from typing import BinaryIO

import click

from hitl.cli import group
from hitl.errors import BadInput

MOST_BYTES = 1_000_000  # several times what any text may have
CUT = "--- 8< --- Write above this line; it and what stands below it are not sent. ---"


def words(given: str) -> str:
    """An argument as it is, or what comes through standard input in the place of "-"."""
    return from_file(given) if given == "-" else given


def from_file(name: str) -> str:
    """The words in a file, or in standard input, by the name "-"."""
    if name == "-":
        return would_be_lost(_decoded(_read(sys.stdin.buffer, MOST_BYTES), "Standard input"))
    return _decoded(bytes_of(name, MOST_BYTES), name)


def bytes_of(name: str, most: int) -> bytes:
    """The content of a file of at most so many bytes. Raises BadInput."""
    try:
        with Path(name).open("rb") as file:
            return _read(file, most)
    except FileNotFoundError:
        raise BadInput(f"{name} cannot be read: there is no file of this name.") from None
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}.") from None


def from_editor(beginning: str, below: str = "") -> str | None:
    """What a person makes of a text in their own editor; None where they save nothing.

    What stands `below` is shown there, and does not come back.
    """
    shown = f"{beginning}\n{CUT}\n{below}\n" if below else f"{beginning}\n"
    before = signal.signal(signal.SIGINT, lambda _signal, _frame: None)  # many editors have a use for Ctrl+C
    try:
        written = click.edit(shown, extension=".md")
    except UnicodeDecodeError:
        raise BadInput("What the editor saved is not text in UTF-8.") from None
    finally:
        signal.signal(signal.SIGINT, before)
    if written is None:
        return None
    would_be_lost(written)
    if below and CUT not in written:
        raise BadInput("The line that ends your words is gone, so that they cannot be told from the text below it.")
    return would_be_lost(_without_last_line_end(written.partition(CUT)[0] if below else written))


def would_be_lost(words: str) -> str:
    """Note words that stand nowhere else, to be given back unless they are recorded; none once they are."""
    if context := click.get_current_context(silent=True):
        context.meta[group.WORDS] = words
    return words


def _read(file: BinaryIO, most: int) -> bytes:
    content = file.read(most + 1)
    if len(content) > most:
        raise BadInput(f"That is more than {most:,} bytes, which is more than can be taken.")
    return content


def _decoded(content: bytes, source: str) -> str:
    """Text in UTF-8, or in UTF-16 where it says so, as Windows' own tools write it."""
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return _without_last_line_end(content.decode("utf-16" if utf_16 else "utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput(f"{source} is not text in UTF-8. Save it as UTF-8 and try again.") from None


def _without_last_line_end(text: str) -> str:
    """The text without the line end that every file has at its end."""
    return text.replace("\r\n", "\n").removesuffix("\n")
