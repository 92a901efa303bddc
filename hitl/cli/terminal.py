"""All that the command line shows and asks: nothing reaches a terminal but what a reader can see.

A draft, a title, a name or feedback may hold escape sequences that would move the cursor, write into the
clipboard or hide what stands on the screen. Every character of that sort is shown as a picture of itself.
"""

import json
import os
import re
import shutil
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TextIO

import click

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls but tab and line end, those that turn the direction of writing, and halves of characters."""


@dataclass(frozen=True)
class Ink:
    """How a piece of text is set off on a terminal that shows colour."""

    fg: str | None = None
    bold: bool = False
    dim: bool = False
    underline: bool = False


PLAIN, BOLD, QUIET = Ink(), Ink(bold=True), Ink(dim=True)
GREEN, YELLOW, RED = Ink("green"), Ink("yellow"), Ink("red")

Piece = str | tuple[str, Ink]


def harmless(text: str) -> str:
    """The text with each character that a terminal would act on shown as a picture: ESC as "␛"."""
    return _UNSEEN.sub(_picture, text.replace("\r\n", "\n"))


def put(*pieces: Piece, err: bool = False, end: str = "\n") -> None:
    """Write pieces of text side by side; only where they go into a file they stay exactly as they are."""
    exact = _is_a_file(sys.stderr if err else sys.stdout)
    inked = [(piece, PLAIN) if isinstance(piece, str) else piece for piece in pieces]
    told = "".join(text if exact else _painted(harmless(text), ink) for text, ink in inked)
    click.echo(told + end, err=err, nl=False, color=True if exact else None)  # else click takes sequences out of it


def put_json(value: Any, *, err: bool = False) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Write one JSON object on one line; in ASCII, so that it is exact on every terminal."""
    put(json.dumps(value), err=err)


def put_bytes(content: bytes) -> None:
    """Write a file's content to standard output, exactly."""
    click.echo(content, nl=False)


def remark(text: str) -> None:
    """Say something beside the matter, to whoever sits there; a program that reads along gets nothing."""
    if sys.stderr.isatty():
        put((text, QUIET), err=True)


def progress(text: str) -> None:
    """Show how far something has come in a line that the next one takes the place of; "" clears it."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{harmless(text)}", err=True, nl=False)


def ask(question: str) -> str:
    """Ask for one line; it may be empty. Raises click.Abort where it is given up."""
    answer: str = click.prompt(harmless(question), default="", show_default=False, prompt_suffix=" ")
    return answer.strip()


def attended() -> bool:
    """True where a person sits at both ends, and can be shown a text and asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def forget_what_was_typed_ahead() -> None:
    """Drop keys that were pressed before the question was there: nobody answers to what they have not seen."""
    if not sys.stdin.isatty():
        return
    with suppress(ImportError):
        import termios

        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
        return
    with suppress(ImportError):
        import msvcrt

        keys: Any = msvcrt  # its names are known on Windows only
        while keys.kbhit():
            keys.getwch()


def never_fail_on_a_letter() -> None:
    """Let standard output and error replace what their encoding has no letter for."""
    for stream in (sys.stdout, sys.stderr):
        change: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if change:
            change(errors="replace")


def columns() -> int:
    """The width of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def width(text: str) -> int:
    """The columns that a text takes: two for a wide letter, none for a mark upon one."""
    return sum(map(_cell, text))


def fitted(text: str, size: int) -> str:
    """A text on one line and exactly `size` columns wide, cut or filled up."""
    line = harmless(" ".join(text.split()))
    if width(line) > size:
        while width(line) > size - 1:
            line = line[:-1]
        line = f"{line.rstrip()}…"
    return line + " " * (size - width(line))


def wrapped(text: str, size: int) -> list[str]:
    """A text in lines of at most `size` columns, broken at blanks, or anywhere in a word that is longer."""
    lines = [""]
    for word in _words(harmless(text), size):
        if lines[-1] and width(lines[-1]) + 1 + width(word) > size:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def table(rows: Sequence[Sequence[str]], most: Sequence[int]) -> list[int]:
    """The widths of columns: as wide as their widest cell, and at most so wide."""
    return [min(max(map(width, cells)), limit) for cells, limit in zip(zip(*rows, strict=True), most, strict=True)]


def _words(text: str, size: int) -> Iterator[str]:
    for word in text.split():
        rest = word
        while width(rest) > size:
            head = rest[:size]
            while width(head) > size:
                head = head[:-1]
            yield head
            rest = rest[len(head) :]
        if rest:
            yield rest


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def _painted(text: str, ink: Ink) -> str:
    """A text in its ink, line by line: a pager forgets the colour at a line's end."""
    if ink == PLAIN:
        return text
    return "\n".join(
        click.style(line, ink.fg, bold=ink.bold or None, dim=ink.dim or None, underline=ink.underline or None)
        if line
        else line
        for line in text.split("\n")
    )


def _is_a_file(stream: TextIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False
