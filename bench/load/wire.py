"""A WebSocket as thin as it goes, so that a thousand clients leave room on the one core they share."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
_FINAL = 0x80
_COMPRESSED = 0x40
_END_OF_PIECE = b"\x00\x00\xff\xff"
_MASKED = 0x80
# A mask of zeros leaves the payload as it is: the server unmasks all the same, the load saves the work.
_MASK = bytes(4)
OPEN_LIMIT = 30.0


class Refused(RuntimeError):
    """The server did not let the client in; says what it answered."""


@dataclass(frozen=True, slots=True)
class Address:
    """`receive_buffer`: what the kernel keeps for us unread; None for its own choice, small for who is to get stuck."""

    host: str
    port: int
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    receive_buffer: int | None = None


class Wire(asyncio.Protocol):
    """Hands every whole message to `heard`. `received`: bytes so far, the handshake's answer included."""

    def __init__(self, heard: Callable[[bytes], None]) -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.ended: asyncio.Future[int] = loop.create_future()
        self.received = 0
        self._heard = heard
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._needed = 2
        self._inflater: zlib._Decompress | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports have all of it and inherit nothing.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(exc or Refused("The connection ended before it was opened."))
        self._end(1006)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        self._buffer += data
        if not self.opened.done():
            self._read_answer()
        if self.opened.done() and len(self._buffer) >= self._needed:
            self._read_frames()

    def send(self, body: bytes, opcode: int = TEXT) -> None:
        """Sends one message. Never waits."""
        size = len(body)
        if size < 126:
            head = bytes((_FINAL | opcode, _MASKED | size))
        elif size < 65536:
            head = bytes((_FINAL | opcode, _MASKED | 126)) + size.to_bytes(2, "big")
        else:
            head = bytes((_FINAL | opcode, _MASKED | 127)) + size.to_bytes(8, "big")
        self.write(head + _MASK + body)

    @property
    def port(self) -> int:
        """Our end's port, by which the kernel knows the connection."""
        assert self._transport is not None
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    def write(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)

    def stop_reading(self) -> None:
        """Takes nothing more out of the socket: what arrives fills the kernel's buffers, then the server's."""
        assert self._transport is not None
        self._transport.pause_reading()

    def read_again(self) -> None:
        assert self._transport is not None
        self._transport.resume_reading()

    async def close(self) -> None:
        """Says goodbye, waits a second for the answer."""
        if not self.ended.done():
            self.send((1000).to_bytes(2, "big"), CLOSE)
            await asyncio.wait({self.ended}, timeout=1)
        assert self._transport is not None
        self._transport.abort()

    def _end(self, code: int) -> None:
        if not self.ended.done():
            self.ended.set_result(code)

    def _read_answer(self) -> None:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        first = bytes(self._buffer[: self._buffer.find(b"\r\n")])
        del self._buffer[: end + 4]
        if b" 101 " in first:
            self.opened.set_result(None)
        else:
            self.opened.set_exception(Refused(first.decode("latin-1")))

    def _read_frames(self) -> None:
        buffer, at = self._buffer, 0
        while True:
            head, size = _measure(buffer, at)
            whole = at + head + size
            if len(buffer) < whole:
                self._needed = whole - at
                break
            self._take(buffer[at], bytes(memoryview(buffer)[at + head : whole]))
            at = whole
        del buffer[:at]

    def _take(self, first: int, body: bytes) -> None:
        assert first & _FINAL, "neither server sends messages in pieces"
        opcode = first & 0x0F
        if opcode in {TEXT, BINARY}:
            self._heard(self._inflate(body) if first & _COMPRESSED else body)
        elif opcode == PING:
            self.send(body, PONG)
        elif opcode == CLOSE:
            self._end(int.from_bytes(body[:2], "big") if body else 1005)
            self.send(body[:2], CLOSE)

    def _inflate(self, body: bytes) -> bytes:
        if self._inflater is None:
            self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._inflater.decompress(body + _END_OF_PIECE)


def _measure(buffer: bytearray, at: int) -> tuple[int, int]:
    """The sizes of the next frame's head and body; more than is there while the head is not whole."""
    there = len(buffer) - at
    if there < 2:
        return 2, 0
    size = buffer[at + 1] & 0x7F
    if size < 126:
        return 2, size
    head = 4 if size == 126 else 10
    return head, int.from_bytes(buffer[at + 2 : at + head], "big") if there >= head else 0


async def open_wire(wire: Wire, address: Address) -> None:
    """Opens the socket. Raises Refused, OSError or TimeoutError."""
    loop = asyncio.get_running_loop()
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    own.setblocking(False)
    if address.receive_buffer is not None:
        # Before the connection: the window the server is told of is made from it.
        own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, address.receive_buffer)
    async with asyncio.timeout(OPEN_LIMIT):
        await loop.sock_connect(own, (address.host, address.port))
        await loop.create_connection(lambda: wire, sock=own)
        wire.write(_request(address))
        await wire.opened


async def arrival(wire: Wire, joined: asyncio.Future[None]) -> None:
    """Waits until the client has joined. Raises Refused where the server ends the socket instead, or TimeoutError."""
    either: set[asyncio.Future[Any]] = {joined, wire.ended}
    async with asyncio.timeout(OPEN_LIMIT):
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    if not joined.done():
        raise Refused(f"The server closed the socket with {wire.ended.result()}.")


def _request(address: Address) -> bytes:
    headers = {
        "Host": f"{address.host}:{address.port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
        **address.headers,
    }
    lines = [f"GET {address.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode()
