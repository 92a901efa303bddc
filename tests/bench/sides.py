"""The two sides of a comparison of turns, each in a process of its own, so that neither is in the other's way."""

import multiprocessing
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, Protocol

PATIENCE_SECONDS = 120.0


class Turn(NamedTuple):
    """Seconds to the next stop: from the click, and from the moment at which it stood in the database."""

    from_click: float
    from_record: float


class Turns(Protocol):
    """Reviews in one SQLite file that take one turn after the other."""

    def begin(self) -> str:
        """Start a review and let it come to its first stop; its id."""

    def turn(self, review: str) -> Turn:
        """Ask for a revision and wait for the next stop."""

    def file(self) -> Path:
        """The database."""

    def close(self) -> None:
        """Give everything back."""


class Side:
    """Turns that are taken in another process; the same methods."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def begin(self) -> str:
        """Start a review."""
        return str(self._asked("begin"))

    def turn(self, review: str) -> Turn:
        """Take a turn."""
        return Turn(*self._asked("turn", review))

    def size(self) -> int:
        """Bytes of the database once everything that was written has reached it."""
        path = Path(self._asked("file"))
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise RuntimeError("the write-ahead log could not be taken in")
        return path.stat().st_size

    def _asked(self, method: str, *arguments: str) -> Any:  # noqa: ANN401 - what the method returns
        self._pipe.send((method, *arguments))
        if not self._pipe.poll(PATIENCE_SECONDS):
            raise TimeoutError(f"no answer to {method} in {PATIENCE_SECONDS:.0f} s")
        return self._pipe.recv()


@contextmanager
def side(make: Callable[[Path], Turns], folder: Path) -> Iterator[Side]:
    """A process that makes turns in a folder; it ends with the block."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_serve, args=(make, folder, far), daemon=True)
    process.start()
    far.close()
    try:
        yield Side(near)
    finally:
        near.close()
        process.join(10)
        process.kill()


def _serve(make: Callable[[Path], Turns], folder: Path, pipe: Connection) -> None:
    turns = make(folder)
    try:
        while True:
            method, *arguments = pipe.recv()
            pipe.send(getattr(turns, method)(*arguments))
    except EOFError:  # whoever asked has gone
        turns.close()
