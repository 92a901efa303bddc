"""A browser's end of the wire: Streamlit's own messages over a WebSocket, as many tabs at once as are wanted."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE_SECONDS = 120.0
LARGEST_MESSAGE = 2**24
PROTOCOL = Subprotocol("streamlit")

BOXES: dict[str, tuple[str, Callable[[Any], str | float]]] = {
    "text_area": ("string_value", lambda box: box.value if box.set_value else box.default),
    "text_input": ("string_value", lambda box: box.value if box.set_value else box.default),
    "selectbox": ("string_value", lambda box: box.raw_value if box.set_value else box.options[box.default]),
    "number_input": ("double_value", lambda box: box.value if box.set_value else box.default),
}
"""What a browser keeps in the boxes that were drawn, and sends with each click: the field, and how a box begins."""

Look = Callable[[bytes], bool]
"""Whether a message, as it came over the wire, is the one that is waited for."""


class Tab:
    """One session: the ids of what its last run has drawn, by label, what is in its boxes, and clicks on that.

    `resting` is true while no script runs.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._query = ""
        self._page = ""
        self._ids: dict[str, str] = {}
        self._held: dict[str, dict[str, str | float]] = {}
        self.resting = False

    def shows(self, label: str) -> bool:
        """True if the script has run and has drawn this button or box."""
        return self.resting and label in self._ids

    async def load(self, query: str = "", page: str = "") -> None:
        """Ask for a page, as a browser does that comes to an address."""
        self._query, self.resting = query, False
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        await self._socket.send(message.SerializeToString())

    async def click(self, button: str, **typed: str) -> float:
        """Type into boxes, click on a button; when that was, by `time.perf_counter`."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        for label, words in typed.items():
            self._held[self._ids[label]] = {"string_value": words}
        for box in self._held.keys() & set(self._ids.values()):
            state.widget_states.widgets.add(id=box, **self._held[box])
        state.widget_states.widgets.add(id=self._ids[button], trigger_value=True)
        self.resting = False
        clicked = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        return clicked

    async def sees(self, look: Look) -> float:
        """Take in messages up to one that looks as it should; when that came. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not look(await self._taken_in()):
                pass
        return time.perf_counter()

    async def has(self, label: str) -> None:
        """Take in messages until the script has run and has drawn this button or box. Raises TimeoutError."""
        if not self.shows(label):
            await self.sees(lambda _: self.shows(label))

    async def _taken_in(self) -> bytes:
        data = await self._socket.recv(decode=False)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page, self.resting = message.new_session.page_script_hash, False
            self._ids.clear()
        elif kind == "delta":
            self._note(message.delta)
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "script_finished":
            self.resting = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return data

    def _note(self, delta: Any) -> None:  # noqa: ANN401 - a message of Streamlit's
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        drawn = getattr(delta.new_element, kind)
        if not (getattr(drawn, "id", "") and getattr(drawn, "label", "")):
            return
        self._ids[drawn.label] = drawn.id
        if kind in BOXES and (drawn.set_value or drawn.id not in self._held):
            field, begins = BOXES[kind]
            self._held[drawn.id] = {field: begins(drawn)}


@asynccontextmanager
async def tab(url: str) -> AsyncIterator[Tab]:
    """A tab on a server, connected, with nothing loaded yet."""
    where = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(where, subprotocols=[PROTOCOL], max_size=LARGEST_MESSAGE, compression=None) as socket:
        yield Tab(socket)
