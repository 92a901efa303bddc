"""What people do in their tabs, in hitl or in the tutorial's app: start a review, ask for one draft after another."""

import asyncio
import re
import time
from contextlib import AsyncExitStack
from typing import NamedTuple

from tests.bench.model import CLOSING, OPENING
from tests.bench.tab import Tab, tab

ACKNOWLEDGED = b"Drafting"
"""What hitl's page says once a click is recorded; the tutorial's app says nothing before the first word."""


class Asked(NamedTuple):
    """Seconds from a click to its acknowledgement, the first and the last word of the draft, and the next stop."""

    acknowledged: float
    first_word: float
    last_word: float
    stop: float


class Person:
    """One person in one tab, who knows which draft was the last one to be read."""

    def __init__(self, its: Tab) -> None:
        self.tab = its
        self._read = self._newest = 0

    async def begins(self, topic: str) -> Asked:
        """Start a review and read its first draft."""
        await self.tab.has("Write draft")
        return await self._reads(await self.tab.click("Write draft", Topic=topic))

    async def revises(self, feedback: str) -> Asked:
        """Ask for a revision and read it."""
        await self.tab.has("Revise")
        return await self._reads(await self.tab.click("Revise", Feedback=feedback))

    async def accepts(self, number: int) -> None:
        """Accept the text that stands, and go to the form of a new draft."""
        await self.tab.click(f"Accept v{number}")
        await self.tab.has("New draft")
        await self.tab.click("New draft")
        await self.tab.has("Write draft")

    async def _reads(self, clicked: float) -> Asked:
        """Read on until the review waits again."""
        first, last, told = 0.0, 0.0, 0.0

        def look(data: bytes) -> bool:
            nonlocal first, last, told
            now = time.perf_counter()
            first = first or (now if self._is_new(OPENING, data) else 0.0)
            last = last or (now if self._is_new(CLOSING, data) else 0.0)
            told = told or (now if first or ACKNOWLEDGED in data else 0.0)
            return bool(last) and self.tab.shows("Revise")

        stop = await self.tab.sees(look)
        self._read = self._newest
        return Asked(told - clicked, first - clicked, last - clicked, stop - clicked)

    def _is_new(self, word: re.Pattern[bytes], data: bytes) -> bool:
        """True if a message has this word of a draft that came after the one that was read last."""
        found = word.search(data)
        if found is None or int(found[1]) <= self._read:
            return False
        self._newest = int(found[1])
        return True


async def at_once(url: str, people: int) -> list[Asked]:
    """Some people, each with a review of their own, all ask for a revision in the same moment."""
    async with AsyncExitStack() as stack:
        persons = [Person(await stack.enter_async_context(tab(url))) for _ in range(people)]
        await asyncio.gather(*(person.tab.load() for person in persons))
        await asyncio.gather(*(person.begins(f"Topic {place}") for place, person in enumerate(persons)))
        return await asyncio.gather(*(person.revises("Shorter, please.") for person in persons))


async def for_a_while(url: str, people: int, seconds: float, within: float = 0.0) -> list[list[Asked]]:
    """Some people, each with a review of their own, ask for one revision after another; what each of them met.

    They come one after the other, `within` so many seconds.
    """
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(tab(url)) for _ in range(people)]
        come = (place * within / people for place in range(people))
        return await asyncio.gather(*map(_keeps_asking, map(Person, tabs), come, [seconds] * people))


async def _keeps_asking(person: Person, after: float, seconds: float) -> list[Asked]:
    await asyncio.sleep(after)
    await person.tab.load()
    await person.begins("The new library")
    met: list[Asked] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        met.append(await person.revises(f"Shorter, please, for the {len(met) + 1}. time."))
    return met
