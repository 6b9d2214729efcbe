"""What an operation writes: the registers of last-write-wins, as tuples of which a shorter one holds the longer.

`("node", id)` its being · `("place", id)` level and position · `("level", id)` its coming to a level ·
`("data", id, key, …)` · `("edge", id, …)` ·
`("setting", key)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

Register: TypeAlias = tuple[str, ...]


def written(op: dict[str, Any]) -> list[Register]:
    """The registers that a logged operation wrote."""
    name: str = op["op"]
    registers: list[Register]
    if name == "node.add":
        registers = [(kind, op["node"]["id"]) for kind in ("node", "place", "level")]
    elif name == "node.remove":
        registers = [("node", op["id"])]
    elif name == "node.move":
        registers = [("place", move["id"]) for move in op["moves"]]
    elif name == "node.reparent":
        registers = [("place", op["id"]), ("level", op["id"])]
    elif name == "node.list":
        values = [*(each["value"] for each in op["ins"]), *op["del"]]
        registers = [("data", op["id"], *op["path"], value) for value in values]
    elif name.startswith("node."):
        registers = [("data", op["id"], *op["path"])]
    elif name == "graph.set":
        registers = [("setting", *op["path"])]
    else:
        registers = [("edge", op["edge"]["id"] if "edge" in op else op["id"], *op.get("path", ()))]
    return registers


class Writers:
    """Who wrote where, the latest of each register."""

    def __init__(self) -> None:
        self._exact: dict[Register, tuple[int, str]] = {}
        self._holding: dict[Register, tuple[int, str]] = {}
        self._latest: dict[Register, Register] = {}

    def note(self, version: int, user_id: str, ops: Iterable[dict[str, Any]]) -> None:
        """Takes a batch in. A later call wins, whatever its version."""
        for op in ops:
            for register in written(op):
                self._exact[register] = (version, user_id)
                for length in range(2, len(register)):
                    self._holding[register[:length]] = (version, user_id)
                    self._latest[register[:length]] = register

    def of(self, register: Register) -> tuple[int, str] | None:
        """Version and person of the latest write to the register, to one that holds it, or to one within it."""
        held = [self._exact.get(register[:length]) for length in range(2, len(register) + 1)]
        found = [one for one in (*held, self._holding.get(register)) if one is not None]
        return max(found, default=None)

    def within(self, register: Register) -> Register | None:
        """The register within this one that was written last."""
        return self._latest.get(register)

    def __len__(self) -> int:
        return len(self._exact) + len(self._holding)

    def forget(self, version: int) -> None:
        """Lets go of what was written at or before `version`."""
        for kept in (self._exact, self._holding):
            for register in [each for each, (written_at, _) in kept.items() if written_at <= version]:
                del kept[register]
        for register in self._latest.keys() - self._holding.keys():
            del self._latest[register]

    def holding(self, version: int, registers: Iterable[Register]) -> str | None:
        """Who wrote to any of the registers after `version`; None where nobody did."""
        for register in registers:
            found = self.of(register)
            if found is not None and found[0] > version:
                return found[1]
        return None
