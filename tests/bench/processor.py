"""What a revision takes of a server's processor, and which of its threads: hitl's and the tutorial's app's."""

import asyncio
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figures import Effort
from tests.bench.model import model, settings
from tests.bench.report import Lines, in_columns
from tests.bench.servers import TUTORIAL, Script, desk
from tests.bench.sessions import for_a_while
from tests.browser.app import App

WORDS = 20
TOKEN_SECONDS = 0.005
HERE = Path(__file__).parent / "threads"
KINDS = {
    "runs of the page's script": "ScriptRunner",
    "moving the review on": "hitl-drive",
    "asking the model and reading its answer": "hitl-writer",
}
"""A kind of thread, and how the names of such threads begin."""
REST = "messages to and from the browser, and the rest"


def lines(effort: Effort) -> Lines:
    """A head and a line for each kind of thread: milliseconds of each revision, in one session on its own."""
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        folder, env = Path(name), settings(stack.enter_context(model(WORDS, TOKEN_SECONDS)))
        notes = [folder / "ours.txt", folder / "theirs.txt"]
        watched = [env | {"PYTHONPATH": str(HERE), "BENCH_THREADS": str(note)} for note in notes]
        ours = desk(folder / "desk", HITL_MAX_REVISIONS="1000", **watched[0])
        theirs = Script(TUTORIAL, folder / "tutorial", **watched[1])
        sides = [_taken(app, note, effort.of(30, 10, 1)) for app, note in zip((ours, theirs), notes, strict=True)]
    head = (f"milliseconds of the processor of each revision of {WORDS} words", "hitl", "tutorial's app")
    return [head, *((kind, *(f"{side[kind]:.1f}" for side in sides)) for kind in (*KINDS, REST, "all"))]


def profile(effort: Effort) -> None:
    """Print the lines."""
    sys.stdout.write(in_columns(lines(effort)))


def _taken(app: App, note: Path, seconds: float) -> dict[str, float]:
    """Milliseconds of each kind of thread for each revision, once the server is warm."""
    with app:
        asyncio.run(for_a_while(app.url, 1, seconds / 2))
        before, ended = _processor_seconds(app.pid), len(note.read_text(encoding="utf-8"))
        ((*met,),) = asyncio.run(for_a_while(app.url, 1, seconds))
        whole = _processor_seconds(app.pid) - before
        told = [line.split(" ", 1) for line in note.read_text(encoding="utf-8")[ended:].splitlines()]
    found = {kind: sum(float(took) for took, name in told if name.startswith(begin)) for kind, begin in KINDS.items()}
    found |= {REST: whole - sum(found.values()), "all": whole}
    return {kind: 1_000 * took / (len(met) + 1) for kind, took in found.items()}  # with the first draft


def _processor_seconds(pid: int) -> float:
    """What a process has taken of the processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
