"""`python -m hitl` for tests: in this process, with a scripted writer, or as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner, Result

from hitl.cli import hitl
from hitl.worker import Writers
from tests.conftest import ROOT, WAIT_SECONDS
from tests.fakes import ScriptedWriter


class CommandLine:
    """Runs commands in this process, one after the other; a status that was not expected fails the test."""

    def __init__(self, writers: Writers) -> None:
        self._writers = writers

    def __call__(
        self,
        *arguments: str,
        stdin: bytes | str = b"",
        status: int = 0,
        colour: bool = False,
        charset: str = "utf-8",
    ) -> Result:
        """What came of a command."""
        runner = CliRunner(charset=charset)
        result = runner.invoke(hitl, arguments, input=stdin, obj=self._writers, color=colour)
        assert result.exit_code == status, (result.exit_code, result.output, result.exception)
        return result

    def told(self, *arguments: str, stdin: bytes | str = b"", status: int = 0) -> dict[str, Any]:
        """What a command printed as JSON."""
        shape: dict[str, Any] = json.loads(self(*arguments, "--json", stdin=stdin, status=status).stdout)
        return shape

    def refused(self, *arguments: str, status: int, stdin: bytes | str = b"") -> dict[str, Any]:
        """The error that a command printed as JSON."""
        shape: dict[str, dict[str, Any]] = json.loads(self(*arguments, "--json", stdin=stdin, status=status).stderr)
        return shape["error"]

    def status_of(self, review_id: str) -> str:
        """Where a review stands."""
        return str(self.told("show", review_id)["review"]["status"])


def at_home(database: str, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line as Ann uses it, on a database, with a cap of two revisions."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HITL_ON_CAP", "HITL_LOG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("DATABASE", database), ("MAX_REVISIONS", "2"), ("ACTOR", "Ann"), ("WRITER", "offline")):
        monkeypatch.setenv(f"HITL_{name}", value)
    monkeypatch.setenv("COLUMNS", "80")
    return CommandLine(writer.for_model)


@pytest.fixture
def cli(tmp_path: Path, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return at_home(str(tmp_path / "reviews.sqlite"), writer, monkeypatch)


@pytest.fixture
def started(cli: CommandLine) -> str:
    """A review that waits with its first draft."""
    return cli("start", "The new library").stdout.strip()


def process(*arguments: str, program: str = "", stdout: int | IO[bytes] = subprocess.PIPE) -> "subprocess.Popen[str]":
    """A command as a process of its own, in the folder of the test, by `python -m hitl` or another program."""
    return subprocess.Popen(
        [sys.executable, *([program] if program else ["-m", "hitl"]), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def ended(running: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Wait for a process; its status, output and errors."""
    out, err = running.communicate(timeout=WAIT_SECONDS)
    return running.returncode, out, err


_WITH_A_SLOW_WRITER = """
import pathlib, time
from hitl.cli import hitl
from hitl.writing import Written

def write(assignment):
    pathlib.Path("drafting").touch()
    for letter in {text!r}:
        yield letter
        time.sleep({seconds})
    return Written({text!r}, "m", 1)

hitl(prog_name="python -m hitl", obj=lambda model: write)
"""


def slowly(text: str, seconds: float) -> str:
    """A program like `python -m hitl` in which a model writes this text, so many seconds a letter; its path.

    It makes a file `drafting` when it begins to write.
    """
    script = Path("slowly.py").absolute()
    script.write_text(_WITH_A_SLOW_WRITER.format(text=text, seconds=seconds), encoding="utf-8")
    return str(script)


_EDITOR = """
import pathlib, sys
given = pathlib.Path(sys.argv[1])
was = given.read_bytes()
pathlib.Path("opened.txt").write_bytes(was)
given.write_bytes({words!r}.encode() + was)
"""


def editor(words: str) -> str:
    """An editor that puts these words before what it is given, and keeps what that was as `opened.txt`; its command."""
    script = Path("editor.py").absolute()
    script.write_text(_EDITOR.format(words=words), encoding="utf-8")
    return f"{sys.executable} {script}"
