"""A pseudo-terminal with `python -m hitl` on it: what a person types there, and what they see."""

import os
import pty
import select
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

from tests.conftest import ROOT, WAIT_SECONDS

_ON_THIS_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, sys.argv[1:])"
)
"""Make standard input the terminal that Ctrl+C comes from, then become the command."""

_QUIET = {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80", "LINES": "24", "INPUTRC": os.devnull}
CTRL_C = "\x03"


class Terminal:
    """A command on a terminal of 80 by 24; `seen` is all that has come from it. A context manager.

    `program` is a script to run in the place of `python -m hitl`.
    """

    def __init__(self, *arguments: str, program: str = "", **environment: str) -> None:
        command = [program] if program else ["-m", "hitl"]
        ours, theirs = pty.openpty()
        self._ours = ours
        self._end = 0
        self.seen = ""
        self._process = subprocess.Popen(
            [sys.executable, "-c", _ON_THIS_TERMINAL, sys.executable, *command, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env=os.environ | _QUIET | environment,
        )
        os.close(theirs)

    def wait_for(self, words: str) -> str:
        """Wait until these words come, behind those that were waited for before; what came since then up to them."""
        deadline = time.monotonic() + WAIT_SECONDS
        while words not in self.seen[self._end :]:
            assert time.monotonic() < deadline, f"waited in vain for {words!r} behind {self.seen[self._end :]!r}"
            assert self._read() or words in self.seen[self._end :], f"ended without {words!r}: {self.seen!r}"
        begin, self._end = self._end, self.seen.index(words, self._end) + len(words)
        return self.seen[begin : self._end]

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def answer(self, question: str, line: str) -> str:
        """Wait for a question and answer it with a line; what was shown up to the question."""
        shown = self.wait_for(question)
        self.press(f"{line}\r")
        return shown

    def leave(self) -> int:
        """Press Ctrl+C until it is answered; the exit status.

        An interrupt may be lost that comes at the very moment at which a program begins to wait for a line.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        while "Left." not in self.seen[self._end :]:
            assert time.monotonic() < deadline, f"Ctrl+C was not heard: {self.seen!r}"
            self.press(CTRL_C)
            for _ in range(10):
                self._read()
        return self.status()

    def status(self) -> int:
        """Wait for the end of the command; its exit status."""
        deadline = time.monotonic() + WAIT_SECONDS
        while self._read():
            assert time.monotonic() < deadline, f"did not end: {self.seen!r}"
        return self._process.wait(WAIT_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait(WAIT_SECONDS)
        os.close(self._ours)

    def _read(self) -> bool:
        """Take in what has come, waiting for it for a moment; False once nothing more will."""
        if not select.select([self._ours], [], [], 0.2)[0]:
            return True
        try:
            came = os.read(self._ours, 65_536)
        except OSError:  # Linux's way to say that the other side was closed
            return False
        self.seen += came.decode(errors="replace").replace("\r\n", "\n")
        return bool(came)
