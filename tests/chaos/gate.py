"""A door in front of a program, which can keep back the answer to a request while something is killed."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType

CHUNK = 65536


@dataclass
class Hold:
    """`reached` is set when the answer to a request with `marker` has come; it goes on once `released` is.
    `requests` counts those that contain the marker."""

    marker: bytes
    requests: int = 0
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)


class Gate:
    """`port` is where the door stands, `to` the port of the program behind it."""

    def __init__(self, port: int, to: int) -> None:
        self.port = port
        self.to = to
        self._hold = Hold(b"\0nothing")
        self._passing: set[asyncio.Task[None]] = set()

    def hold(self, marker: bytes) -> Hold:
        self._hold = Hold(marker)
        return self._hold

    async def __aenter__(self) -> Gate:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._passing.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._join(reader, writer)
        finally:
            self._passing.discard(task)
            writer.close()

    async def _join(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Pass both ways until either side is gone."""
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", self.to)
        held: list[Hold] = []
        ways = [
            asyncio.create_task(self._requests(reader, behind_writer, held)),
            asyncio.create_task(self._answers(behind_reader, writer, held)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            behind_writer.close()

    async def _requests(self, reader: StreamReader, writer: StreamWriter, held: list[Hold]) -> None:
        recent = b""
        while data := await reader.read(CHUNK):
            hold = self._hold
            recent = recent[-len(hold.marker) :] + data
            if hold.marker in recent:
                recent = b""
                hold.requests += 1
                if not hold.released.is_set():
                    held.append(hold)
            writer.write(data)
            await writer.drain()

    async def _answers(self, reader: StreamReader, writer: StreamWriter, held: list[Hold]) -> None:
        while data := await reader.read(CHUNK):
            for hold in held:
                hold.reached.set()
                await hold.released.wait()
            writer.write(data)
            await writer.drain()
