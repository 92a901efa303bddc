"""A crowd of sessions on one server, all of them with a draft that is being written, against a single one."""

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figures import Effort, Figure, Goal, amount, slow_end, spread
from tests.bench.model import TOKENS_A_SECOND, model, settings
from tests.bench.servers import desk, resident
from tests.bench.sessions import Asked, for_a_while

WORDS = 200
"""As many as an ordinary post has: ten seconds of such a model."""


def run(effort: Effort) -> list[Figure]:
    """As many drafts at a time as sessions, by a model of 20 tokens a second; nobody stops to read.

    People do not come all at the same moment, or they would go on so for ever: they come within one draft's time.
    """
    people, seconds = effort.of(50, 50, 3), effort.of(120, 30, 3)
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name, ExitStack() as stack:
        env = settings(stack.enter_context(model(effort.of(WORDS, WORDS, 20))))
        env |= {"HITL_WORKERS": str(people), "HITL_MAX_REVISIONS": "1000"}
        app = stack.enter_context(desk(Path(name), **env))
        asyncio.run(for_a_while(app.url, 1, 1))  # warms up
        ((*alone,),) = asyncio.run(for_a_while(app.url, 1, min(seconds, 30)))
        before = resident(app.pid)
        met = asyncio.run(for_a_while(app.url, people, seconds, within=WORDS / TOKENS_A_SECOND))
        more = (resident(app.pid) - before) / people
    crowd = [asked for each in met for asked in each]
    at_95 = f"click to acknowledged, 95th percentile of {people} sessions"
    return [
        Figure(at_95, "ms", slow_end(_ms(crowd, 0)), slow_end(_ms(alone, 0)), "one session", amount(500)),
        Figure("click to first word", "ms", spread(_ms(crowd, 1)), spread(_ms(alone, 1)), "one session"),
        Figure("click to whole text", "ms", spread(_ms(crowd, 2)), spread(_ms(alone, 2)), "one session"),
        Figure("memory for each session more", "MB", spread([more]), goal=amount(5)),
        Figure("sessions that starve", "sessions", spread([_starved(met)]), goal=Goal("amount", 0)),
    ]


def _ms(asked: Sequence[Asked], place: int) -> list[float]:
    return [1_000 * each[place] for each in asked]


def _starved(met: Sequence[Sequence[Asked]]) -> int:
    """How many sessions got less than half as many drafts as the one in the middle."""
    counts = [len(each) for each in met]
    return sum(count < statistics.median(counts) / 2 for count in counts)
