"""Sessions that go on for long, review after review: what the last tenth looks like beside the first."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from tests.bench.figures import Effort, Figure, ratio, spread
from tests.bench.model import model, settings
from tests.bench.servers import desk, resident
from tests.bench.sessions import Person
from tests.bench.tab import tab

PEOPLE = 10
REVISIONS = 3
WORDS = 20
TENTHS = 10
MEMORY = LATENCY = 1.1

Noted = list[tuple[float, float]]
"""(a moment, what was measured then)."""


def run(effort: Effort) -> list[Figure]:
    """Start, revise, accept, and again, for an hour."""
    seconds = effort.of(3_600, 120, 10)
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        env = settings(stack.enter_context(model(WORDS))) | {"HITL_WORKERS": str(PEOPLE)}
        app = stack.enter_context(desk(Path(name), **env))
        began, memory, clicks = asyncio.run(_soak(app.url, seconds, lambda: resident(app.pid)))
    tenth = seconds / TENTHS
    return [
        _flat("memory", "MB", memory, began, tenth, MEMORY),
        _flat("click to acknowledged", "ms", clicks, began, tenth, LATENCY),
    ]


def _flat(what: str, unit: str, noted: Noted, began: float, tenth: float, limit: float) -> Figure:
    """The last tenth against the first."""
    first = [value for at, value in noted if at < began + tenth]
    last = [value for at, value in noted if at >= began + (TENTHS - 1) * tenth]
    return Figure(f"{what}, last tenth", unit, spread(last), spread(first), "first tenth", ratio(limit))


async def _soak(url: str, seconds: float, memory: Callable[[], float]) -> tuple[float, Noted, Noted]:
    """When it began, the server's memory, and the milliseconds until clicks were acknowledged."""
    remembered: Noted = []
    clicks: Noted = []
    async with AsyncExitStack() as stack:
        people = [Person(await stack.enter_async_context(tab(url))) for _ in range(PEOPLE)]
        await asyncio.gather(*(person.tab.load() for person in people))
        await asyncio.gather(*(_review(person, []) for person in people))  # warms up
        began = time.monotonic()
        watch = asyncio.create_task(_watch(began + seconds, memory, remembered))
        await asyncio.gather(*(_works(person, began + seconds, clicks) for person in people))
        await watch
    return began, remembered, clicks


async def _works(person: Person, until: float, clicks: Noted) -> None:
    while time.monotonic() < until:
        await _review(person, clicks)


async def _review(person: Person, clicks: Noted) -> None:
    """One review from its brief to its end."""
    await person.begins("The new library")
    for number in range(1, REVISIONS + 1):
        asked = await person.revises(f"Shorter, please, for the {number}. time.")
        clicks.append((time.monotonic(), 1_000 * asked.acknowledged))
    await person.accepts(REVISIONS + 1)


async def _watch(until: float, memory: Callable[[], float], remembered: Noted) -> None:
    """Look at the memory now and then."""
    while (now := time.monotonic()) < until:
        remembered.append((now, memory()))
        await asyncio.sleep(0.5)
