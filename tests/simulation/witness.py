"""What everybody said and heard: what must never be is noted at once, the rest is judged at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.journal import Row, Store


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant's name and what broke it."""

    name: str
    detail: str

    def __str__(self) -> str:
        return f"{self.name}: {self.detail}"


@dataclass(slots=True)
class Witness:
    """`sent`, `refused` and `acknowledged` by client id; `typed`: every run of letters written on the wall;
    `sessions`: those whose edits carry no id of their own.
    """

    store: Store
    violations: list[Violation] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)

    def violate(self, name: str, detail: str) -> None:
        """Notes a violation."""
        if len(self.violations) < 50:
            self.violations.append(Violation(name, detail[:1500]))

    def sends(self, author: str, user_id: str, kind: str, payload: dict[str, Any]) -> None:
        """A client sends a batch or asks for an undo, for the first time or again."""
        client_op_id = payload["client_op_id"]
        if client_op_id in self.sent:
            self.met["resent"] += 1
            self.repeated.add(client_op_id)
        else:
            self.sent[client_op_id] = payload
            self.kinds[client_op_id] = kind
            self.authors[client_op_id] = user_id
            self.order.setdefault(author, []).append(client_op_id)

    def hears(self, who: str, batch: dict[str, Any]) -> None:
        """A client is told of a batch: it must be on the disk by now, as it is told."""
        for row in self._rows(batch["version"]):
            if row.client_op_id == batch["client_op_id"]:
                if row.ops() != batch["ops"] or row.new.result != batch["result"]:
                    self.violate("told_as_logged", f"{who} heard {batch}, logged is {row.ops()}")
                return
        self.violate("told_only_what_is_durable", f"{who} heard version {batch['version']} of {batch['client_op_id']}")

    def hears_answer(self, client_op_id: str, version: int) -> None:
        """An author is told that a batch of theirs is logged."""
        before = self.acknowledged.setdefault(client_op_id, version)
        if before != version:
            self.violate("acknowledged_once", f"{client_op_id} at {before} and at {version}")
        if all(row.client_op_id != client_op_id for row in self._rows(version)):
            self.violate("acknowledged_once", f"{client_op_id} is not at {version}")

    def hears_refusal(self, client_op_id: str, code: str) -> None:
        """An author is told that a batch of theirs never happens."""
        self.refused[client_op_id] = code
        self.met[f"refused {code}"] += 1
        if code in {"text_mismatch", "graph_moved"} and not self.store.lost_rows:
            self.violate("no_honest_edit_is_refused", f"{client_op_id} {code}: {self.sent[client_op_id]}")

    def forget_after(self, version: int) -> None:
        """A backup of that version was put in place."""
        self.acknowledged = {key: at for key, at in self.acknowledged.items() if at <= version}

    def _rows(self, version: int) -> list[Row]:
        rows = self.store.rows
        here = [rows[version - 1]] if 0 < version <= len(rows) else []
        return here + [row for row in self.store.lost_rows if row.version == version]
