"""What a room remembers of its log: answers to resent batches, differences for who comes back, deltas of texts,
who wrote what last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import orjson

from production_canvas.graph import text
from production_canvas.graph.registers import Register, Writers
from production_canvas.store.graphs import LoggedRow

REMEMBERED_BATCHES = 4000
REMEMBERED_BYTES = 8 * 1024 * 1024
REMEMBERED_REGISTERS = 100_000
FRAME_BYTES = 256 * 1024


class Recent:
    """The latest batches, at most 4,000 or 8 MiB, up to `version`.

    They are kept as they stand on the wire: a hundred thousand small objects would make the garbage collector halt
    every film of the process.
    """

    def __init__(self, version: int) -> None:
        self.version = version
        self.writers = Writers()
        self._bodies: deque[bytes] = deque()
        self._ids: deque[str] = deque()
        self._bytes = 0
        self._versions: dict[str, int] = {}
        self._texts: dict[Register, list[tuple[int, text.Delta]]] = {}
        self._typed: deque[tuple[int, Register]] = deque()

    def answered(self, client_op_id: str) -> LoggedRow | None:
        """The batch that was logged under that client id."""
        version = self._versions.get(client_op_id)
        return None if version is None else _read(self._bodies[version - self._oldest])

    @property
    def _oldest(self) -> int:
        return self.version - len(self._bodies) + 1

    def reaches(self, version: int) -> bool:
        """Whether every batch after `version` is at hand."""
        return self._oldest - 1 <= version <= self.version

    def since(self, version: int) -> list[bytes] | None:
        """The batches after `version` as JSON, or None where they are not at hand any more."""
        if not self.reaches(version):
            return None
        return list(islice(self._bodies, version - self._oldest + 1, None))

    def rows_since(self, version: int) -> list[LoggedRow]:
        """The batches after `version`; none where they are not at hand any more."""
        return [_read(body) for body in self.since(version) or ()]

    def typed(self, register: Register, version: int) -> list[text.Delta]:
        """The deltas of a text after `version`, oldest first."""
        deltas = self._texts.get(register, [])
        return [delta for _, delta in deltas[bisect_right(deltas, version, key=_version) :]]

    def remember(self, rows: Sequence[LoggedRow]) -> list[bytes]:
        """Takes in what was logged next; the batches as JSON."""
        bodies = [spoken(row) for row in rows]
        for row, body in zip(rows, bodies, strict=True):
            self._bodies.append(body)
            self._ids.append(row.client_op_id)
            self._bytes += len(body)
            self._versions[row.client_op_id] = self.version = row.version
            self.writers.note(row.version, row.user_id, row.ops)
            for register, delta in typed_in(row.ops):
                self._texts.setdefault(register, []).append((row.version, delta))
                self._typed.append((row.version, register))
        while len(self._bodies) > REMEMBERED_BATCHES or self._bytes > REMEMBERED_BYTES:
            self._forget()
        if len(self.writers) > REMEMBERED_REGISTERS:
            self.writers.forget(self._oldest - 1)
        return bodies

    def _forget(self) -> None:
        oldest = self._oldest
        self._bytes -= len(self._bodies.popleft())
        self._versions.pop(self._ids.popleft(), None)
        while self._typed and self._typed[0][0] <= oldest:
            _, register = self._typed.popleft()
            deltas = self._texts[register]
            del deltas[0]
            if not deltas:
                del self._texts[register]


def _version(typed: tuple[int, text.Delta]) -> int:
    return typed[0]


def typed_in(ops: Sequence[dict[str, Any]]) -> Iterator[tuple[Register, text.Delta]]:
    """Every text that the operations change, with the delta."""
    for op in ops:
        if op["op"] == "node.text":
            yield ("data", op["id"], *op["path"]), op["delta"]


def note_comings(known: dict[str, bool], ops: Sequence[dict[str, Any]]) -> None:
    """Notes of each node whether it came first (True) or went."""
    for op in ops:
        if op["op"] == "node.add":
            known.setdefault(op["node"]["id"], True)
        elif op["op"] == "node.remove":
            known.setdefault(op["id"], False)


def spoken(row: LoggedRow) -> bytes:
    """The batch as it stands in `server:ops`."""
    body = {
        "version": row.version,
        "user_id": row.user_id,
        "client_op_id": row.client_op_id,
        "ops": row.ops,
        "result": row.result,
    }
    if row.undo_of is not None:
        body["undo_of"] = row.undo_of
    return compact(body)


def compact(value: dict[str, Any]) -> bytes:
    """The value as JSON, in no more memory than it takes: what orjson gives keeps its whole buffer, up to 2 KiB."""
    return bytes(memoryview(orjson.dumps(value)))


def _read(body: bytes) -> LoggedRow:
    return LoggedRow(**orjson.loads(body))


def parts(bodies: Sequence[bytes]) -> Iterator[list[bytes]]:
    """The batches in frames of at most 256 KiB, or of one batch that is larger."""
    part: list[bytes] = []
    size = 0
    for body in bodies:
        if part and size + len(body) > FRAME_BYTES:
            yield part
            part, size = [], 0
        part.append(body)
        size += len(body)
    if part:
        yield part


def ops_frames(before: int, bodies: Sequence[bytes]) -> Iterator[bytes]:
    """`server:ops` with the batches after version `before`, in frames that no reader chokes on."""
    for part in parts(bodies):
        yield ops_frame("server:ops", before, part)
        before += len(part)


def ops_frame(event: str, before: int, bodies: Sequence[bytes], meta: dict[str, Any] | None = None) -> bytes:
    """`server:ops` or `server:delta_sync` from version `before`, as one text frame."""
    after = before + len(bodies)
    head = b'{"event":"%s","payload":{"from_version":%d,"to_version":%d,"batches":[' % (event.encode(), before, after)
    tail = b',"meta":' + orjson.dumps(meta) + b"}" if meta else b"}"
    return head + b",".join(bodies) + b"]}" + tail
