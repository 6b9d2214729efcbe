"""The reader of the log is itself read: whatever is taken out of a true log, or put into it, is told."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bench.disaster.checker import Entry, Log, Verdict, check
from bench.disaster.crew import Diary, Sent

A, B, C, D, E = (chr(0xF0000 + number) for number in range(1, 6))
Story = tuple[Log, Diary, dict[str, Any]]


def text(delta: list[Any], node_id: str = "shot") -> dict[str, Any]:
    return {"op": "node.text", "id": node_id, "path": ["prompt"], "delta": delta}


def node(node_id: str, **data: Any) -> dict[str, Any]:
    record = {"id": node_id, "type": "shot", "parent_id": None, "position": {"x": 0, "y": 0}, "order": "", "data": data}
    return {"op": "node.add", "node": record}


def wire(edge_id: str, source: str) -> dict[str, Any]:
    ends = {"source": source, "source_handle": "sequence_out", "target": "shot", "target_handle": "sequence_in"}
    return {"op": "edge.add", "edge": {"id": edge_id, **ends, "data": {}}}


def titled(value: str) -> dict[str, Any]:
    return {"op": "node.set", "id": "shot", "path": ["title"], "value": value}


def entry(version: int, client_op_id: str, *ops: dict[str, Any], undo_of: int | None = None) -> Entry:
    return Entry(version, client_op_id, list(ops), "accepted", undo_of, datetime(2026, 1, 1, tzinfo=UTC))


def story() -> Story:
    """Ana and Ben type into one prompt, Ben sets the title and wires a shot, Ana takes her letter back."""
    log = Log(
        version=7,
        entries=[
            entry(1, "scout:1", node("shot", prompt="💡"), node("next", prompt="")),
            entry(2, "ana:1", text([1, A])),
            entry(3, "ben:1", text([1, B + C])),
            entry(4, "ben:2", titled("Pier")),
            entry(5, "ben:3", wire("wire", "next")),
            entry(6, "ana:2", text([3, {"d": A}]), undo_of=2),
            entry(7, "ana:3", text([D], "next")),
        ],
        snapshots=[
            (0, [], [], {}),
            (2, [node("shot", prompt=f"💡{A}")["node"], node("next", prompt="")["node"]], [], {}),
        ],
    )
    told = Diary()
    for client_op_id, ops in (
        ("ana:1", [text([1, A])]),
        ("ben:1", [text([1, B + C])]),
        ("ben:2", log.entries[3].ops),
        ("ben:3", log.entries[4].ops),
        ("ana:3", log.entries[6].ops),
    ):
        told.sent[client_op_id] = Sent(0, 1, copy.deepcopy(ops))
    told.asked["ana:2"] = 0
    told.seen = [(0.0, each.client_op_id, each.version) for each in log.entries[1:]]
    told.wrote = {("shot", "prompt"): {A, B, C}, ("next", "prompt"): {D}}
    shown = {
        "version": 7,
        "nodes": [node("shot", prompt=f"💡{B}{C}", title="Pier")["node"], node("next", prompt=D)["node"]],
        "edges": [wire("wire", "next")["edge"]],
        "settings": {},
    }
    return log, told, shown


def read(log: Log, told: Diary, shown: dict[str, Any]) -> Verdict:
    def many(_kind: str, _handle: str) -> bool:
        return False

    return check(log, told, [("Ana", shown)], first=1, many=many)


def without(version: int) -> Callable[[Log], Log]:
    return lambda log: replace(log, entries=[each for each in log.entries if each.version != version])


def having(version: int, **change: Any) -> Callable[[Log], Log]:
    return lambda log: replace(
        log, entries=[replace(each, **change) if each.version == version else each for each in log.entries]
    )


def again(version: int, **change: Any) -> Callable[[Log], Log]:
    def more(log: Log) -> Log:
        return replace(log, version=8, entries=[*log.entries, replace(log.entries[version - 1], version=8, **change)])

    return more


def skipped(log: Log) -> Log:
    return replace(log, version=8, entries=[*log.entries[:-1], replace(log.entries[-1], version=8)])


def crossed(log: Log) -> Log:
    return having(4, client_op_id="ben:3")(having(5, client_op_id="ben:2")(log))


def test_a_true_log_is_clean() -> None:
    verdict = read(*story())
    assert verdict == Verdict(acknowledged=6, letters=4)


@pytest.mark.parametrize(("seen", "lost"), [(7, 0), (9, 1)])
def test_letters_for_a_node_that_was_gone_meanwhile_are_their_authors_to_hear_of(seen: int, lost: int) -> None:
    """The node was removed at version 8 and brought back at 9; Ana had not heard of it, or had."""
    log, told, shown = story()
    back = node("next", prompt=D)
    gone = [{"op": "edge.remove", "id": "wire"}, {"op": "node.remove", "id": "next", "children": "delete"}]
    more = [entry(8, "ben:4", *gone), entry(9, "ben:5", back, undo_of=8), replace(entry(10, "ana:4"), result="void")]
    told.sent |= {"ben:4": Sent(1, 7, copy.deepcopy(gone)), "ana:4": Sent(0, seen, [text(["lamp" + E], "next")])}
    told.asked["ben:5"] = 1
    told.seen += [(0.0, each.client_op_id, each.version) for each in more]
    shown |= {"version": 10, "edges": []}
    verdict = read(replace(log, version=10, entries=[*log.entries, *more]), told, shown)
    assert (len(verdict.lost), verdict.met_nothing) == (lost, 1 - lost)


DAMAGE: dict[str, tuple[Callable[[Log], Log], str]] = {
    "a row is gone": (without(4), "lost"),
    "the last row is gone": (without(7), "lost"),
    "the first row is gone": (without(1), "untrue"),
    "a version is skipped": (skipped, "untrue"),
    "two rows changed names": (crossed, "lost"),
    "the film is ahead of its log": (lambda log: replace(log, version=8), "untrue"),
    "a batch is logged twice": (again(4), "doubled"),
    "a batch is logged twice under two names": (again(7, client_op_id="ana:4"), "doubled"),
    "somebody else wrote": (having(4, client_op_id="eve:1"), "doubled"),
    "a letter is gone": (having(3, ops=[text([1, B])]), "lost"),
    "a letter came twice": (having(3, ops=[text([1, B + B])]), "doubled"),
    "a letter is another": (having(3, ops=[text([1, B + A])]), "lost"),
    "letters changed places": (having(3, ops=[text([1, C + B])]), "differing"),
    "letters stand elsewhere": (having(3, ops=[text([B + C])]), "differing"),
    "a value is another": (having(4, ops=[titled("Quay")]), "lost"),
    "an edit did nothing": (having(4, ops=[], result="void"), "lost"),
    "a deletion names other letters": (having(6, ops=[text([3, {"d": D}])]), "untrue"),
    "a node that is not there is edited": (having(7, ops=[text([D], "nobody")]), "untrue"),
    "a node is added twice": (having(4, ops=[node("shot")]), "untrue"),
    "a wire hangs in the air": (having(5, ops=[wire("wire", "nobody")]), "untrue"),
    "two wires arrive at one socket": (having(5, ops=[wire("wire", "next"), wire("other", "next")]), "untrue"),
    "a node stands in itself": (
        having(5, ops=[{"op": "node.reparent", "id": "next", "parent_id": "next", "x": 0, "y": 0}]),
        "untrue",
    ),
    "a snapshot is of another film": (
        lambda log: replace(log, snapshots=[*log.snapshots[:1], (2, [], [], {})]),
        "differing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_log_is_told(name: str) -> None:
    log, told, shown = story()
    damage, found = DAMAGE[name]
    assert getattr(read(damage(log), told, shown), found) != []


def unheard(told: Diary, _shown: dict[str, Any]) -> None:
    told.seen.pop()


def heard_twice(told: Diary, _shown: dict[str, Any]) -> None:
    told.seen.append((1.0, "ben:2", 9))


def refused_and_logged(told: Diary, _shown: dict[str, Any]) -> None:
    told.refused["ben:2"] = ("invalid", "No.")


def changed_on_the_way(told: Diary, _shown: dict[str, Any]) -> None:
    told.changed.append("ben:2")


def never_sent(told: Diary, _shown: dict[str, Any]) -> None:
    told.wrote["shot", "prompt"].add(chr(0xF0005))


def behind(_told: Diary, shown: dict[str, Any]) -> None:
    shown["version"] = 6


def shown_otherwise(_told: Diary, shown: dict[str, Any]) -> None:
    shown["nodes"][0]["data"]["title"] = "Quay"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (unheard, "lost"),
        (heard_twice, "doubled"),
        (refused_and_logged, "doubled"),
        (changed_on_the_way, "lost"),
        (never_sent, "lost"),
        (behind, "differing"),
        (shown_otherwise, "differing"),
    ],
)
def test_a_crew_that_was_told_otherwise_is_heard(change: Callable[[Diary, dict[str, Any]], None], found: str) -> None:
    log, told, shown = story()
    change(told, shown)
    assert getattr(read(log, told, shown), found) != []
