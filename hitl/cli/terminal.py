"""All that the command line shows and asks: nothing reaches a terminal but what a reader can see.

A draft, a title, a name or feedback may hold escape sequences that would move the cursor, write into the
clipboard or hide what stands on the screen. Every character of that sort is shown as a picture of itself.
"""

import json
import os
import shutil
import stat
import sys
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import accumulate
from typing import Any, TextIO

import click

_CONTROLS, _TURNS, _HALVES = range(0x80, 0xA0), (*range(0x202A, 0x202F), *range(0x2066, 0x206A)), range(0xD800, 0xE000)
_PICTURES = dict.fromkeys((*_CONTROLS, *_TURNS, *_HALVES), "\N{REPLACEMENT CHARACTER}")
_PICTURES |= {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: "\u2421"}
"""For controls, for what turns the direction of writing, and for halves of characters: what is shown of each."""

Ink = Callable[[str], str]
"""How a line of text is set off on a terminal that shows colour."""

PLAIN: Ink = str
BOLD, QUIET = partial(click.style, bold=True), partial(click.style, dim=True)
BLUE, GREEN, YELLOW, RED = (partial(click.style, fg=colour) for colour in ("blue", "green", "yellow", "red"))

Piece = str | tuple[str, Ink]

SHOWN_EVERY = 100
"""Reviews that are checked from one look at how far it is to the next."""


def harmless(text: str) -> str:
    """The text with each character that a terminal would act on shown as a picture: ESC as "␛"."""
    return text.replace("\r\n", "\n").translate(_PICTURES)


def put(*pieces: Piece, err: bool = False, end: str = "\n") -> None:
    """Write pieces of text side by side; only where they go into a file they stay exactly as they are."""
    exact = _is_a_file(sys.stderr if err else sys.stdout)
    inked = [(piece, PLAIN) if isinstance(piece, str) else piece for piece in pieces]
    shown = "".join(text if exact else _painted(harmless(text), ink) for text, ink in inked)
    click.echo(shown + end, err=err, nl=False, color=True if exact else None)  # else click takes sequences out of it


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


def progress(done: int, number: int) -> None:
    """Show whoever sits there, now and then, how many of how many are done; nothing once all are."""
    if sys.stderr.isatty() and (done == number or not done % SHOWN_EVERY):
        click.echo(f"\r\x1b[K{f'{done:,} of {number:,}' if done < number else ''}", err=True, nl=False)


def ask(question: str) -> str:
    """Ask for one line; it may be empty. Raises click.Abort where it is given up."""
    answer: str = click.prompt(harmless(question), default="", show_default=False, prompt_suffix=" ")
    return answer.strip()


def need_a_person(missing: str) -> None:
    """Raise click.UsageError, saying what is `missing`, where nobody sits at both ends who could be shown and asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(missing)


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


def width(text: str) -> int:
    """The columns that a text takes: two for a wide letter, none for a mark upon one."""
    return sum(map(_cell, text))


def fitted(text: str, size: int) -> str:
    """A text on one line and exactly `size` columns wide, cut or filled up."""
    line = harmless(" ".join(text.split()))
    if width(line) > size:
        line = f"{_beginning(line, size - 1).rstrip()}…"
    return line + " " * (size - width(line))


def wrapped(text: str, size: int) -> list[str]:
    """A text in lines of at most `size` columns, broken at blanks, or anywhere in a word that is longer."""
    lines = [""]
    for word in harmless(text).split():
        if lines[-1] and width(lines[-1]) + 1 + width(word) > size:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
        while width(lines[-1]) > size:
            head = _beginning(lines[-1], size)
            lines[-1:] = [head, lines[-1][len(head) :]]
    return lines


def put_table(rows: Sequence[Sequence[Piece]], most: Sequence[int], *, whole: bool) -> None:
    """Write rows in columns, each as wide as its widest cell, but at most so wide; the last one gets what is left.

    What does not fit there is continued on further lines where it is to be shown `whole`, else cut.
    """
    inked = [[(cell, PLAIN) if isinstance(cell, str) else cell for cell in row] for row in rows]
    widths = [min(max(width(row[place][0]) for row in inked), limit) for place, limit in enumerate(most)]
    margin = sum(widths) + 2 * len(widths)
    rest = max(shutil.get_terminal_size().columns - margin, 12)
    for *left, (last, ink) in inked:
        first, *others = wrapped(last, rest) if whole else [fitted(last, rest).rstrip()]
        cells = [(fitted(text, size) + "  ", of) for (text, of), size in zip(left, widths, strict=True)]
        put(*cells, (first, ink))
        for line in others:
            put(" " * margin, (line, ink))


def _beginning(text: str, size: int) -> str:
    """As much of a text as fits into so many columns."""
    return text[: sum(end <= size for end in accumulate(map(_cell, text)))]


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _painted(text: str, ink: Ink) -> str:
    """A text in its ink, line by line: a pager forgets the colour at a line's end."""
    return "\n".join(ink(line) if line else line for line in text.split("\n"))


def _is_a_file(stream: TextIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False
