"""Operational transformation of text. A delta is `[skip, "inserted", {"d": n | "deleted text"}]`.

Positions and lengths are Unicode code points. Canonical form, which every function here gives: no empty part, equal
neighbours joined, an insertion before the deletion at its place, no skip at the end. Of two deltas to one text, `left`
says which one's insertion stands left where both insert at one position: the one that was logged first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from production_canvas.errors import TextMismatch

Part: TypeAlias = int | str | dict[str, Any]
Delta: TypeAlias = list[Part]

_ENDLESS = 2**53


def apply(text: str, delta: Sequence[Part]) -> str:
    """The text after the delta. Raises TextMismatch where the delta was made for another text."""
    made: list[str] = []
    place = 0
    for part in delta:
        if isinstance(part, str):
            made.append(part)
            continue
        end = place + _length(part)
        if end > len(text):
            raise TextMismatch(len(text), end)
        if isinstance(part, int):
            made.append(text[place:end])
        elif isinstance(part["d"], str) and part["d"] != text[place:end]:
            raise TextMismatch(len(text), end)
        place = end
    made.append(text[place:])
    return "".join(made)


def completed(text: str, delta: Iterable[Part]) -> Delta:
    """The delta in canonical form, every deletion with the letters it takes from `text`. Raises TextMismatch."""
    out = _Writer()
    place = 0
    for part in delta:
        if isinstance(part, str):
            out.insert(part)
            continue
        end = place + _length(part)
        if end > len(text):
            raise TextMismatch(len(text), end)
        if isinstance(part, int):
            out.skip(part)
        elif isinstance(part["d"], str) and part["d"] != text[place:end]:
            raise TextMismatch(len(text), end)
        else:
            out.delete(text[place:end])
        place = end
    return out.done()


def transform(delta: Sequence[Part], over: Sequence[Part], *, left: bool) -> Delta:
    """What `delta` becomes after `over`, both made for the same text; its insertions go `left` or right of `over`'s."""
    out, one, other = _Writer(), _Reader(delta), _Reader(over)
    while one.more:
        if isinstance(one.part, str) and (left or not isinstance(other.part, str)):
            out.insert(one.take_insertion())
        elif isinstance(other.part, str):
            out.skip(len(other.take_insertion()))
        else:
            length = min(one.left, other.left)
            mine, theirs = one.take(length), other.take(length)
            if not isinstance(theirs, dict):
                out.put(mine)
    return out.done()


def carried(delta: Sequence[Part], since: Iterable[Sequence[Part]]) -> tuple[Delta, list[Delta]]:
    """The delta past every one of `since`, one after the other, and those past it."""
    moved, past = list(delta), []
    for other in since:
        past.append(transform(other, moved, left=True))
        moved = transform(moved, other, left=False)
    return moved, past


def compose(first: Sequence[Part], second: Sequence[Part]) -> Delta:
    """One delta that does what `first` and then `second` do."""
    out, one, other = _Writer(), _Reader(first), _Reader(second)
    while one.more or other.more:
        if isinstance(one.part, dict):
            out.put(one.take(one.left))
        elif isinstance(other.part, str):
            out.insert(other.take_insertion())
        else:
            length = min(one.left, other.left)
            mine, theirs = one.take(length), other.take(length)
            if isinstance(mine, int):
                out.put(theirs)
            elif not isinstance(theirs, dict):
                out.put(mine)
    return out.done()


def invert(delta: Sequence[Part]) -> Delta:
    """What takes the delta back. The delta is one of `completed`: its deletions name their letters."""
    out = _Writer()
    for part in delta:
        if isinstance(part, int):
            out.skip(part)
        elif isinstance(part, str):
            out.delete(part)
        else:
            out.insert(part["d"])
    return out.done()


def transform_cursor(cursor: int, delta: Sequence[Part], *, own: bool = False) -> int:
    """Where a caret stands after the delta. An insertion right at it pushes it on only if it is the caret's `own`."""
    place = 0
    for part in delta:
        if place > cursor:
            break
        if isinstance(part, str):
            if place < cursor or own:
                cursor += len(part)
            place += len(part)
        elif isinstance(part, int):
            place += part
        else:
            cursor -= max(0, min(_length(part), cursor - place))
    return cursor


def difference(before: str, after: str, caret: int | None = None) -> Delta:
    """A delta from `before` to `after`: one changed stretch, by what they share at both ends.

    `caret`, a position in `after` where the change ended, decides among equal letters.
    """
    shorter = min(len(before), len(after))
    limit = shorter if caret is None else min(shorter, max(0, len(after) - caret))
    tail = 0
    while tail < limit and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    head = 0
    while head < shorter - tail and before[head] == after[head]:
        head += 1
    out = _Writer()
    out.skip(head)
    out.insert(after[head : len(after) - tail])
    out.delete(before[head : len(before) - tail])
    return out.done()


def _length(part: int | dict[str, Any]) -> int:
    if isinstance(part, int):
        return part
    gone = part["d"]
    return len(gone) if isinstance(gone, str) else int(gone)


class _Reader:
    """Walks a delta piece by piece; behind its end lies an endless skip."""

    def __init__(self, delta: Sequence[Part]) -> None:
        self._parts = delta
        self._index = 0
        self._used = 0

    @property
    def more(self) -> bool:
        return self._index < len(self._parts)

    @property
    def part(self) -> Part:
        return self._parts[self._index] if self.more else _ENDLESS

    @property
    def left(self) -> int:
        """Code points that are left of the present part."""
        part = self.part
        return (len(part) if isinstance(part, str) else _length(part)) - self._used

    def take(self, length: int) -> Part:
        """The next `length` code points of the present part, which holds them."""
        part, start = self.part, self._used
        self._used += length
        if self.more and self.left == 0:
            self._index += 1
            self._used = 0
        elif not self.more:
            self._used = 0
        if isinstance(part, int):
            return length
        if isinstance(part, str):
            return part[start : start + length]
        gone = part["d"]
        return {"d": gone[start : start + length] if isinstance(gone, str) else length}

    def take_insertion(self) -> str:
        """The rest of the present part, which is an insertion."""
        taken = self.take(self.left)
        assert isinstance(taken, str)  # noqa: S101  # for the type checker: callers looked
        return taken


class _Writer:
    """Puts a delta together in canonical form."""

    def __init__(self) -> None:
        self._parts: Delta = []

    def put(self, part: Part) -> None:
        if isinstance(part, int):
            self.skip(part)
        elif isinstance(part, str):
            self.insert(part)
        else:
            self.delete(part["d"])

    def skip(self, length: int) -> None:
        if length <= 0:
            return
        last = self._parts[-1] if self._parts else None
        if isinstance(last, int):
            self._parts[-1] = last + length
        else:
            self._parts.append(length)

    def insert(self, text: str) -> None:
        if not text:
            return
        place = len(self._parts)
        if place and isinstance(self._parts[-1], dict):
            place -= 1
        before = self._parts[place - 1] if place else None
        if isinstance(before, str):
            self._parts[place - 1] = before + text
        else:
            self._parts.insert(place, text)

    def delete(self, gone: int | str) -> None:
        if not gone:
            return
        last = self._parts[-1] if self._parts else None
        if isinstance(last, dict):
            known = last["d"]
            both = isinstance(known, str) and isinstance(gone, str)
            self._parts[-1] = {"d": known + gone if both else _length(last) + _length({"d": gone})}
        else:
            self._parts.append({"d": gone})

    def done(self) -> Delta:
        if self._parts and isinstance(self._parts[-1], int):
            self._parts.pop()
        return self._parts
