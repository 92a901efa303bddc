"""What hostile servers cost a process that asks them: `python -m tests.hostile` prints a table of them all."""

import multiprocessing
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from hitl.errors import DraftFailed
from hitl.writer.bounded import bounded
from hitl.writer.openai import listed_models, openai_writer
from tests.fakes import asked
from tests.hostile_servers import LISTS, SERVERS, Hostile, hostile_server

AT_ONCE = 3
DRAFT_SECONDS = 20.0
LIST_SECONDS = 5.0
LATER_SECONDS = 3.0
PATIENCE_SECONDS = 100.0
HEAD = ("server", "fault", "seconds", "MB at most", "MB kept", "requests")

Ask = Callable[[str, float], str]
"""Ask the server at a base URL for something, within seconds; the name of the fault."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["hitl.writer.client", "tests.hostile_servers"])


@dataclass(frozen=True)
class Cost:
    """The faults that drafts ended with, the seconds until the last one ended, MB above idle, requests in all."""

    faults: tuple[str, ...]
    seconds: float
    peak: float
    kept: float
    requests: int = 0


def draft(url: str, seconds: float) -> str:
    """Ask for a draft as the desk does; the fault's name."""
    try:
        writing = openai_writer("sk-secret", url, silence=seconds)(asked(seconds=seconds))
        bounded(writing, seconds, lambda: False, lambda _: None)
    except DraftFailed as failure:
        return failure.fault
    return "written"


def listing(url: str, seconds: float) -> str:
    """Ask for the models as `doctor` does; the fault's name."""
    try:
        return "listed" if listed_models("sk-secret", url, seconds) is not None else "unlisted"
    except DraftFailed as failure:
        return failure.fault


def cost(hostile: Hostile, ask: Ask, seconds: float, at_once: int, later: float = LATER_SECONDS) -> Cost:
    """Ask a hostile server so many times at once, in a process of its own; look again `later` seconds later."""
    near, far = multiprocessing.Pipe()
    with hostile_server(hostile.script) as server:
        asker = _context.Process(target=_measure, args=(far, ask, server.url, seconds, at_once, later), daemon=True)
        asker.start()
        far.close()
        try:
            if not near.poll(PATIENCE_SECONDS):
                raise TimeoutError("the drafts did not end")
            measured: Cost = near.recv()
        finally:
            asker.kill()
            asker.join()
            near.close()
        return Cost(measured.faults, measured.seconds, measured.peak, measured.kept, server.asked)


def _measure(pipe: Connection, ask: Ask, url: str, seconds: float, at_once: int, later: float) -> None:
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    idle = _memory("VmRSS")
    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        faults = tuple(pool.map(lambda _: ask(url, seconds), range(at_once)))
    took = time.monotonic() - began
    time.sleep(later)
    pipe.send(Cost(faults, took, _memory("VmHWM") - idle, _memory("VmRSS") - idle))


def _memory(name: str) -> float:
    """MB of this process; `VmHWM` is the peak so far."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1_024


def main() -> None:
    """Print one table, in Markdown."""
    _show(HEAD)
    _show(("---",) * len(HEAD))
    for name, hostile in SERVERS.items():
        _show(_line(name, cost(hostile, draft, DRAFT_SECONDS, AT_ONCE)))
    for name, hostile in LISTS.items():
        _show(_line(f"list of models: {name}", cost(hostile, listing, LIST_SECONDS, 1)))


def _line(name: str, measured: Cost) -> tuple[str, ...]:
    faults = ", ".join(sorted(set(measured.faults)))
    figures = (f"{measured.seconds:.1f}", f"{measured.peak:.0f}", f"{measured.kept:.0f}", str(measured.requests))
    return name, faults, *figures


def _show(cells: tuple[str, ...]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
