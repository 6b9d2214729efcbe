"""The WebSocket as uvicorn serves it, with frames that are made once for everybody, and an ear for silence.

uvicorn takes it as `--ws production_canvas.web.line:Line`.
"""

from __future__ import annotations

import asyncio
import zlib
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State

COMPRESSED_FROM = 32 * 1024
TAKES_NOTHING = 6.0
FAREWELL = 1.0
_LEVEL = 1
_COMPRESSED = 0b0100_0000
_END_OF_PIECE = b"\x00\x00\xff\xff"


def deflated(piece: bytes) -> bytes:
    """The piece as raw DEFLATE that ends on a byte and refers to nothing before it: pieces can be joined."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(piece) + compressor.flush(zlib.Z_FULL_FLUSH)


class Outgoing:
    """One text frame for any number of sockets, built for the wire at its first use."""

    __slots__ = ("_plain", "_squeezed", "body")

    def __init__(self, body: bytes, squeezed: bytes | None = None) -> None:
        self.body = body
        self._plain: bytes | None = None
        self._squeezed = None if squeezed is None else _framed(squeezed)

    @staticmethod
    def joined(head: bytes, middle: bytes, packed: bytes | None, tail: bytes) -> Outgoing:
        """A frame of three pieces; `packed` is the middle one, compressed before."""
        squeezed = None if packed is None else deflated(head) + packed + deflated(tail)
        return Outgoing(b"".join((head, middle, tail)), squeezed)

    @property
    def size(self) -> int:
        """Bytes of the text."""
        return len(self.body)

    def plain(self) -> bytes:
        """The WebSocket frame as it is."""
        if self._plain is None:
            self._plain = Frame(Opcode.TEXT, self.body).serialize(mask=False)
        return self._plain

    def squeezed(self) -> bytes:
        """The frame compressed (RFC 7692), where that is worth it."""
        if self._squeezed is None:
            if len(self.body) < COMPRESSED_FROM:
                return self.plain()
            self._squeezed = _framed(deflated(self.body))
        return self._squeezed


def _framed(pieces: bytes) -> bytes:
    # The first reserved bit says: compressed. `Frame` sets it through an extension alone, which compresses by itself.
    plain = Frame(Opcode.TEXT, pieces.removesuffix(_END_OF_PIECE)).serialize(mask=False)
    return bytes([plain[0] | _COMPRESSED]) + plain[1:]


class Line(WebSocketsSansIOProtocol):
    """`heard`: when anything came from the other end, by the loop's clock. The application finds it as `scope["line"]`.

    Compression is agreed to without memory between messages, so that one compressed frame serves everybody.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        terms = ServerPerMessageDeflateFactory(server_no_context_takeover=True, client_no_context_takeover=True)
        self.conn.available_extensions = [terms]
        self.heard = self.loop.time()

    def data_received(self, data: bytes) -> None:
        self.heard = self.loop.time()
        super().data_received(data)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.conn.state is State.OPEN or not self.handshake_complete:
            self.scope["line"] = self  # type: ignore[typeddict-unknown-key]

    async def put(self, frame: Outgoing) -> None:
        """Writes the frame once there is room for it. Raises ClientDisconnected, or TimeoutError where the other end
        takes nothing at all for six seconds.
        """
        waiting = self.transport.get_write_buffer_size()
        while not self.writable.is_set():
            try:
                async with asyncio.timeout(TAKES_NOTHING):
                    await self.writable.wait()
            except TimeoutError:
                before, waiting = waiting, self.transport.get_write_buffer_size()
                if waiting >= before:
                    raise
        if self.disconnected or self.close_sent or self.conn.state is not State.OPEN:
            raise ClientDisconnected
        self.transport.write(frame.squeezed() if self._squeezes() else frame.plain())

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.abort_soon()

    def abort_soon(self) -> None:
        """Ends the connection a moment later, farewell read or not: a closed one waits for its reader for ever."""
        self.loop.call_later(FAREWELL, self.transport.abort)

    def _squeezes(self) -> bool:
        return any(
            isinstance(extension, PerMessageDeflate) and extension.local_max_window_bits == zlib.MAX_WBITS
            for extension in self.conn.extensions
        )
