"""What every node has that makes or opens a list."""

from __future__ import annotations

from production_canvas.nodes.parameters import choice
from production_canvas.nodes.spec import Parameter, SocketType

ITEMS = tuple(kind for kind in SocketType if kind is not SocketType.ARRAY)


def item_type(default: SocketType, *, among: tuple[SocketType, ...] = ITEMS) -> Parameter:
    """What the elements are."""
    return choice("item_type", "Elements", map(str, among), default=default, hint="What the elements are.")
