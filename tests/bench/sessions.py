"""People in their tabs, in hitl or in the tutorial's app: Streamlit's own messages over a WebSocket."""

import asyncio
import re
import time
from typing import Any, NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE_SECONDS = 120.0
ACKNOWLEDGED = b"Drafting"
"""What hitl's page says once a click is recorded; the tutorial's app says nothing before the first word."""


class Asked(NamedTuple):
    """Milliseconds from a click to its acknowledgement, the first and the last word; when the draft stood."""

    acknowledged: float
    first_word: float
    last_word: float
    at: float


Met = list[list[Asked]]


class Person:
    """One session: the ids of what its last run has drawn, by label, and the draft that was read last."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._page = self._query = ""
        self._ids: dict[str, str] = {}
        self._resting = False
        self._read = 0

    async def opens(self) -> None:
        """Open the first page."""
        message = BackMsg()
        message.rerun_script.SetInParent()
        await self._socket.send(message.SerializeToString())

    async def asks(self, button: str, **typed: str) -> Asked:
        """Ask for a draft and read it, until the review waits again. Raises TimeoutError."""
        clicked = await self.clicks(button, **typed)
        acknowledged = first = last = 0.0
        newest = 0
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (last and self._shows("Revise")):
                data = await self._receive()
                now = time.perf_counter()
                first = first or (now if self._new("Opening", data) else 0.0)
                acknowledged = acknowledged or (now if first or ACKNOWLEDGED in data else 0.0)
                if not last and (newest := self._new("Closing", data)):
                    last = now
        self._read = newest
        waits = [1_000 * (moment - clicked) for moment in (acknowledged, first, last)]
        return Asked(waits[0], waits[1], waits[2], time.monotonic())

    async def clicks(self, button: str, **typed: str) -> float:
        """Type into boxes and click on a button, once it is there; when that was. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._shows(button):
                await self._receive()
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        for label, words in typed.items():
            state.widget_states.widgets.add(id=self._ids[label], string_value=words)
        state.widget_states.widgets.add(id=self._ids[button], trigger_value=True)
        self._resting = False
        clicked = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        return clicked

    def _shows(self, label: str) -> bool:
        return self._resting and label in self._ids

    def _new(self, word: str, data: bytes) -> int:
        """The number after this word, if it is that of a draft that came after the one that was read last."""
        found = re.search(rb"%s(\d+)\b" % word.encode(), data)
        return int(found[1]) if found and int(found[1]) > self._read else 0

    async def _receive(self) -> bytes:
        data = await self._socket.recv(decode=False)
        message = ForwardMsg.FromString(data)
        match message.WhichOneof("type"):
            case "new_session":
                self._page, self._resting = message.new_session.page_script_hash, False
                self._ids.clear()
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                element: Any = message.delta.new_element
                drawn = getattr(element, element.WhichOneof("type"))
                if getattr(drawn, "id", "") and getattr(drawn, "label", ""):
                    self._ids[drawn.label] = drawn.id
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "script_finished":
                self._resting = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return data


async def at_work(url: str, people: int, seconds: float, within: float = 0.0, revisions: int = 1_000) -> Met:
    """People who ask for one revision after another, after so many accept and start anew; what each of them met.

    They arrive one after the other, within some seconds, or all in the same moment, and then they stay in step. The
    time counts from the first draft on.
    """
    where, protocol = f"{url.replace('http', 'ws', 1)}/_stcore/stream", Subprotocol("streamlit")

    async def work(after: float) -> list[Asked]:
        await asyncio.sleep(after)
        async with connect(where, subprotocols=[protocol], max_size=2**24, compression=None) as socket:
            person, met = Person(socket), list[Asked]()
            await person.opens()
            await person.asks("Write draft", Topic="The new library")
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                met.append(await person.asks("Revise", Feedback=f"Shorter, please, for the {len(met) + 1}. time."))
                if len(met) % revisions == 0:
                    await person.clicks(f"Accept v{revisions + 1}")
                    await person.clicks("New draft")
                    await person.asks("Write draft", Topic="The new library")
            return met

    return await asyncio.gather(*(work(place * within / people) for place in range(people)))
