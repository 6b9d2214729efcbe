"""Reads the log of a film as a stranger would: what is missing, what is twice in it, who shows another film."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bench.disaster.crew import Diary
from bench.disaster.retelling import Film, Untrue

LETTERS_FROM = 0xF0000
"""Letters from here on are typed once in a whole film."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of `graph_ops`."""

    version: int
    client_op_id: str
    ops: list[dict[str, Any]]
    result: str
    undo_of: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Log:
    """A film in the database: its version, its log, and its snapshots as (version, nodes, edges, settings)."""

    version: int
    entries: list[Entry]
    snapshots: list[tuple[int, list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]]


@dataclass(slots=True)
class Verdict:
    """Each list holds sentences; all empty where nothing is wrong. `untrue`: the log contradicts itself.

    `acknowledged`: edits and undos that were answered; `letters`: typed into shared texts; `met_nothing`: texts typed
    into nodes that were gone.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    acknowledged: int = 0
    letters: int = 0
    met_nothing: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.untrue or self.differing)


def check(
    log: Log,
    told: Diary,
    shown: Sequence[tuple[str, dict[str, Any]]],
    *,
    first: int,
    many: Callable[[str, str], bool],
) -> Verdict:
    """What is wrong with a log, beside what the crew was told and what everybody shows.

    `shown`: films by who shows them, each with its version. `first`: the version at which the crew came in.
    """
    verdict = Verdict()
    retold = _Retelling(log, told, verdict, many)
    _versions(log, verdict)
    retold.run(first)
    _acknowledgements(log, told, first, verdict)
    _letters(log, told, verdict)
    state = retold.film.state()
    for who, film in shown:
        if film["version"] != log.version:
            verdict.differing.append(f"{who} is at version {film['version']}, the log at {log.version}")
        elif difference := _difference(state, _by_id(film)):
            verdict.differing.append(f"{who} shows another film than the log: {difference}")
    return verdict


def _versions(log: Log, verdict: Verdict) -> None:
    versions = [entry.version for entry in log.entries]
    if versions != list(range(1, len(versions) + 1)):
        gap = next((index for index, version in enumerate(versions, 1) if index != version), 0)
        verdict.untrue.append(f"versions are not dense: entry {gap} has version {versions[gap - 1]}")
    if log.version != len(versions):
        verdict.untrue.append(f"the film says version {log.version}, the log has {len(versions)} entries")
    ids = Counter(entry.client_op_id for entry in log.entries)
    verdict.doubled += [f"{one} is in the log {count} times" for one, count in ids.items() if count > 1]


def _acknowledgements(log: Log, told: Diary, first: int, verdict: Verdict) -> None:
    logged = {entry.client_op_id: entry.version for entry in log.entries}
    heard: dict[str, set[int]] = {}
    for _, client_op_id, version in told.seen:
        heard.setdefault(client_op_id, set()).add(version)
    verdict.acknowledged = len(heard)
    for client_op_id, versions in heard.items():
        if len(versions) > 1:
            verdict.doubled.append(f"{client_op_id} was acknowledged at versions {sorted(versions)}")
        elif logged.get(client_op_id) not in versions:
            place = logged.get(client_op_id, "nowhere")
            verdict.lost.append(f"{client_op_id} was acknowledged at version {min(versions)} and is logged {place}")
    for client_op_id in (*told.sent, *told.asked):
        if client_op_id in told.refused and client_op_id in logged:
            verdict.doubled.append(f"{client_op_id} was refused and is logged {logged[client_op_id]}")
        elif client_op_id not in heard.keys() | told.refused.keys() | told.dropped:
            verdict.lost.append(f"{client_op_id} was sent and never answered; logged {logged.get(client_op_id, '-')}")
    verdict.lost += [f"{one} was another batch when it was sent again" for one in told.changed]
    known = told.sent.keys() | told.asked.keys()
    verdict.doubled += [
        f"{entry.client_op_id} is in the log and nobody sent it"
        for entry in log.entries
        if entry.version > first and entry.client_op_id not in known
    ]


def _letters(log: Log, told: Diary, verdict: Verdict) -> None:
    """Every letter that was typed stands in exactly one entry; undo and redo may bring it back."""
    put: Counter[str] = Counter()
    for entry in log.entries:
        if entry.undo_of is None:
            for op in entry.ops:
                put.update(letters_in(op))
    verdict.doubled += [f"letter {ord(one):x} was typed {count} times" for one, count in put.items() if count > 1]
    for (node_id, key), letters in told.wrote.items():
        verdict.letters += len(letters)
        verdict.lost += [
            f"letter {ord(one):x} was typed into {key} of {node_id} and is in no entry"
            for one in sorted(letters - put.keys() - told.erased)
        ]


class _Retelling:
    """Tells the film entry by entry and compares each with what its author sent."""

    def __init__(self, log: Log, told: Diary, verdict: Verdict, many: Callable[[str, str], bool]) -> None:
        self.film = Film(many)
        self._log = log
        self._told = told
        self._verdict = verdict
        self._removed: dict[str, int] = {}
        """The version at which a node was last removed."""

    def run(self, first: int) -> None:
        snapshots = {snapshot[0]: snapshot for snapshot in self._log.snapshots}
        if 0 in snapshots:
            self.film.begin(*snapshots[0][1:])
        for entry in self._log.entries:
            before = set(self.film.nodes)
            try:
                self.film.tell(entry.ops)
            except (Untrue, KeyError, ValueError) as error:
                self._verdict.untrue.append(f"version {entry.version}: {error}")
            if entry.version > first:
                self._compare(entry, before)
            self._removed.update((op["id"], entry.version) for op in entry.ops if op["op"] == "node.remove")
            if (snapshot := snapshots.get(entry.version)) is not None:
                self._look_at(snapshot)
        self._twice()

    def _look_at(self, snapshot: tuple[int, list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]) -> None:
        version, nodes, edges, settings = snapshot
        kept = _by_id({"nodes": nodes, "edges": edges, "settings": settings})
        if difference := _difference(self.film.state(), kept):
            self._verdict.differing.append(f"the snapshot of version {version} holds another film: {difference}")

    def _compare(self, entry: Entry, before: set[str]) -> None:
        sent = self._told.sent.get(entry.client_op_id)
        if sent is None:
            return
        for op in sent.ops:
            # What an author does to a node that somebody removed is theirs to hear of, not the log's to keep; what was
            # typed there is, too, when somebody has brought the node back meanwhile.
            stands = op.get("id") in before and op.get("id") in self.film.nodes
            back = op["op"] == "node.text" and self._removed.get(op["id"], 0) > sent.base_version
            if op["op"].startswith("node.") and "id" in op and (back or not stands):
                self._verdict.met_nothing += op["op"] == "node.text"
            elif missing := _missing(op, entry.ops):
                self._verdict.lost.append(f"{entry.client_op_id}, version {entry.version}, is without {missing}")
        if entry.result == "accepted" and len(sent.ops) != len(entry.ops):
            self._verdict.lost.append(f"{entry.client_op_id}, version {entry.version}, was not taken as it was sent")

    def _twice(self) -> None:
        stands: Counter[str] = Counter()
        for node in self.film.nodes.values():
            for value in node["data"].values():
                if isinstance(value, str):
                    stands.update(letter for letter in value if ord(letter) >= LETTERS_FROM)
        twice = sorted(f"{ord(one):x}" for one, count in stands.items() if count > 1)
        self._verdict.doubled += [f"letter {one} stands in the film twice" for one in twice]


def _missing(op: dict[str, Any], logged: list[dict[str, Any]]) -> str:
    """What an operation was to do and the entry does not do, in words; empty where it does all."""
    same = [each for each in logged if each["op"] == op["op"] and each.get("id") == op.get("id")]
    if op["op"] == "node.text":
        put = "".join(sorted(letter for each in same if each["path"] == op["path"] for letter in letters_in(each)))
        wanted = "".join(sorted(letters_in(op)))
        return "" if wanted == put else f"letters: {wanted!r} were typed, {put!r} logged"
    if op["op"] == "node.set" and not isinstance(op["value"], list):
        wrote = [each for each in same if each["path"] == op["path"]]
        return "" if wrote and wrote[-1]["value"] == op["value"] else f"{op['path']} = {op['value']!r}"
    if op["op"] == "node.add":
        return "" if any(each["op"] == "node.add" and each["node"] == op["node"] for each in logged) else "its node"
    return ""


def letters_in(op: dict[str, Any]) -> list[str]:
    """The letters of their own that an operation inserts."""
    if op["op"] != "node.text":
        return []
    return [letter for part in op["delta"] if isinstance(part, str) for letter in part if ord(letter) >= LETTERS_FROM]


def _by_id(film: dict[str, Any]) -> dict[str, Any]:
    nodes, edges = ({each["id"]: each for each in film[kind]} for kind in ("nodes", "edges"))
    return {"nodes": nodes, "edges": edges, "settings": film["settings"]}


def _difference(one: dict[str, Any], other: dict[str, Any]) -> str:
    """The first difference between two films, in words; empty where they are equal."""
    for kind in ("nodes", "edges", "settings"):
        mine, theirs = one[kind], other[kind]
        for key in sorted(mine.keys() | theirs.keys()):
            if mine.get(key) != theirs.get(key):
                return f"{kind} {key}: {str(mine.get(key))[:300]} and {str(theirs.get(key))[:300]}"
    return ""
