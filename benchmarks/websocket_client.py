"""A browser tab without the browser: Streamlit's own messages over its websocket, nothing drawn."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ANSWER_SECONDS = 60
"""Longest wait for one message; a session that says nothing for so long has failed."""

ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass(frozen=True)
class Answer:
    """What one request brought."""

    seconds: float
    """From sending to the end of the script, the server's work after the script included."""
    size: int
    """Bytes received."""
    scripts: int
    """Script runs; more than one where a page asks to be run again."""


@dataclass
class Tab:
    """One session on one page."""

    address: str
    """Host and port."""
    page: str = ""
    """Path of the page, empty for the first one."""
    selectboxes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Options on the page by the id of the element."""
    fragments: set[str] = field(default_factory=set)
    """Parts of the page that can be run alone."""
    _chosen: dict[str, str] = field(default_factory=dict)
    _page_hash: str = ""

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(
            f"ws://{self.address}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            ping_interval=None,  # a crowd keeps the server from answering pings; ANSWER_SECONDS bounds the wait
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    async def rerun(self) -> Answer:
        """Run the page, the first time or again."""
        return await self._run_page()

    async def choose(self, selectbox: str, option: str) -> Answer:
        """Choose an option and run the page."""
        self._chosen[selectbox] = option
        return await self._run_page()

    async def rerun_fragment(self, fragment: str) -> Answer:
        """Run one part of the page."""
        state = self._state()
        state.fragment_id = fragment
        return await self._ask(state)

    def longest_selectbox(self) -> str | None:
        """Return the id of the selectbox with the most options: the months, in the header of every page."""
        return max(self.selectboxes, key=lambda id: len(self.selectboxes[id]), default=None)

    async def _run_page(self) -> Answer:
        self.selectboxes.clear()
        self.fragments.clear()
        return await self._ask(self._state())

    def _state(self) -> ClientState:
        state = ClientState(page_script_hash=self._page_hash, page_name="" if self._page_hash else self.page)
        state.context_info.locale = "en-GB"
        state.context_info.timezone = "UTC"
        state.context_info.url = f"http://{self.address}/{self.page}"
        for id, option in self._chosen.items():
            widget = state.widget_states.widgets.add()
            widget.id, widget.string_value = id, option
        return state

    async def _ask(self, state: ClientState) -> Answer:
        start = time.perf_counter()
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        size = scripts = 0
        while True:
            data = await asyncio.wait_for(self._socket.recv(), ANSWER_SECONDS)
            assert isinstance(data, bytes)
            size += len(data)
            message = ForwardMsg.FromString(data)
            self._note(message)
            if message.WhichOneof("type") == "script_finished":
                scripts += 1
                if message.script_finished in ENDS:
                    return Answer(time.perf_counter() - start, size, scripts)

    def _note(self, message: ForwardMsg) -> None:
        """Keep what a later request needs."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        elif kind == "delta":
            delta = message.delta
            if delta.fragment_id:
                self.fragments.add(delta.fragment_id)
            element = delta.new_element.WhichOneof("type") if delta.WhichOneof("type") == "new_element" else None
            if element == "exception":
                raise RuntimeError(f"the page failed: {delta.new_element.exception.message}")
            if element == "selectbox":
                selectbox = delta.new_element.selectbox
                self.selectboxes[selectbox.id] = tuple(selectbox.options)
