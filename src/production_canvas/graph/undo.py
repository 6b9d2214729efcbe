"""Taking one's own step back without touching what others wrote since.

Registers that somebody else wrote since are left alone and named. Text is different: its inverse is carried through
everything typed since, so that one's own letters go and everybody else's stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeAlias

from production_canvas.errors import CanvasError
from production_canvas.graph import text
from production_canvas.graph.apply import Applier, Change, Op
from production_canvas.graph.registers import Register, Writers, written
from production_canvas.graph.state import Overlay, View

_LOOKED_BACK = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One batch of a person: `undo_of` is the version it takes back, `together` the name of its step."""

    version: int
    undo_of: int | None
    together: str | None
    void: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """One batch as the log keeps it."""

    version: int
    user_id: str
    ops: list[Op]
    undo_of: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A batch to take back."""

    version: int
    ops: list[Op]
    inverse: list[Op]


Letters: TypeAlias = dict[Register, list[tuple[text.Delta, bool]]]
"""What was typed in each text, oldest first, and whether it takes back what was typed before."""


@dataclass(slots=True)
class Undoing:
    """`overlay` holds the result, `change` how it came about, `typed` its letters; `skipped`: registers left alone and
    who wrote them.
    """

    overlay: Overlay
    change: Change = field(default_factory=Change)
    units: int = 0
    skipped: list[tuple[Register, str | None]] = field(default_factory=list)
    typed: Letters = field(default_factory=dict)


def stacks(steps: Iterable[Step]) -> tuple[list[list[int]], list[list[int]]]:
    """What a person can undo and redo: lists of the versions of each step, the next one last. `steps` oldest first."""
    undo: list[list[int]] = []
    redo: list[list[int]] = []
    named: dict[str, list[int]] = {}
    for step in steps:
        if step.undo_of is None:
            if not step.void:
                _push(undo, named, step)
                redo.clear()
        elif undo and undo[-1][-1] == step.undo_of:
            named = {name: versions for name, versions in named.items() if versions is not undo[-1]}
            undo.pop()
            redo.append([step.version])
        elif redo and redo[-1][-1] == step.undo_of:
            redo.pop()
            undo.append([step.version])
    return undo, redo


def _push(undo: list[list[int]], named: dict[str, list[int]], step: Step) -> None:
    versions = named.get(step.together or "")
    if versions is not None:
        versions.append(step.version)
        return
    undo.append([step.version])
    if step.together is not None:
        named[step.together] = undo[-1]


def undo(applier: Applier, below: View, person: str, targets: Sequence[Target], later: Sequence[Logged]) -> Undoing:
    """Takes the targets back, the newest first. `later`: every batch after the oldest target, oldest first."""
    made = Undoing(Overlay(below))
    others, waiting = Writers(), list(later)
    newer: Letters = {}
    for target in sorted(targets, key=lambda each: -each.version):
        while waiting and waiting[-1].version > target.version:
            batch = waiting.pop()
            for register, letters in _typed(batch.ops, takes_back=batch.undo_of is not None).items():
                newer[register] = _as_taken_back(letters) + newer.get(register, [])
            if batch.user_id != person:
                others.note(batch.version, batch.user_id, batch.ops)
        for unit in _units(target, newer, made.typed):
            _take_back(applier, made, unit, others)
    made.change.inverse.reverse()
    return made


def _take_back(applier: Applier, made: Undoing, unit: Op, others: Writers) -> None:
    made.units += 1
    try:
        view, change = applier.apply(made.overlay, [unit])
    except CanvasError:
        made.skipped.append((written(unit)[0], others.holding(0, _needed(unit))))
        return
    if unit["op"] == "node.unset" and any(op["op"] == "node.text" for op in change.ops):
        # Only the empty text goes: what stands there now was typed by others.
        made.units -= 1
        return
    if change.missed or _is_gone(unit, made.overlay):
        made.skipped.append((written(unit)[0], others.holding(0, _needed(unit))))
        return
    if (who := others.holding(0, _endangered(change.ops))) is not None:
        made.skipped.append((written(unit)[0], who))
        return
    view.fold()
    made.change.ops += change.ops
    made.change.inverse += reversed(change.inverse)
    for register, letters in _typed(change.ops, takes_back=True).items():
        made.typed.setdefault(register, []).extend(letters)


def _is_gone(unit: Op, view: View) -> bool:
    """Whether the node that the unit changes stands no more."""
    changed = [move["id"] for move in unit.get("moves", ())]
    if unit["op"] in {"node.set", "node.unset", "node.text", "node.list", "node.reparent"}:
        changed.append(unit["id"])
    return any(view.node(node_id) is None for node_id in changed)


def _needed(unit: Op) -> Iterator[Register]:
    """What may have gone, so that the unit has no place any more."""
    yield from written(unit)
    for record in (unit.get("node"), unit.get("edge"), unit, *unit.get("moves", ())):
        for key in ("parent_id", "source", "target", "id"):
            if record is not None and record.get(key) is not None:
                yield ("node", record[key])


def _endangered(ops: Iterable[Op]) -> Iterator[Register]:
    """What others may have written that these effects would take away."""
    for op in ops:
        if op["op"] == "node.remove":
            yield from (("node", op["id"]), ("place", op["id"]), ("data", op["id"]))
        elif op["op"] != "node.text":
            yield from written(op)


def _units(target: Target, newer: Letters, undone: Letters) -> Iterator[Op]:
    """The inverse in pieces that stand or fall by themselves, text carried through what was typed since."""
    remade = {op["id"] for op in target.ops if op["op"] == "node.remove"}
    typed = _typed(target.ops, takes_back=False)
    for op in target.inverse:
        if op["op"] == "node.move":
            yield from ({"op": "node.move", "moves": [move]} for move in op["moves"])
        elif op["op"] == "node.list":
            yield from ({**op, "ins": [], "del": [value]} for value in op["del"])
            yield from ({**op, "ins": [each], "del": []} for each in op["ins"])
        elif op["op"] == "node.text" and op["id"] not in remade:
            register = written(op)[0]
            if (letters := typed.pop(register, None)) is not None:
                since = [*newer.get(register, ()), *undone.get(register, ())]
                yield {**op, "delta": _carried([delta for delta, _ in letters], since)}
        else:
            yield op


def _carried(letters: Sequence[text.Delta], later: Iterable[tuple[text.Delta, bool]]) -> text.Delta:
    since: list[text.Delta] = []
    for delta, takes_back in later:
        _add(since, delta, takes_back=takes_back)
    return text.carried(text.invert(reduce(text.compose, letters, [])), since)[0]


def _typed(ops: Iterable[Op], *, takes_back: bool) -> Letters:
    letters: Letters = {}
    for op in ops:
        if op["op"] == "node.text":
            letters.setdefault(("data", op["id"], *op["path"]), []).append((op["delta"], takes_back))
    return letters


def _as_taken_back(letters: list[tuple[text.Delta, bool]]) -> list[tuple[text.Delta, bool]]:
    """What somebody typed in one batch is taken back in one piece; a batch that takes back has a piece for each."""
    if letters[0][1]:
        return letters
    return [(reduce(text.compose, [delta for delta, _ in letters]), False)]


def _add(since: list[text.Delta], delta: text.Delta, *, takes_back: bool) -> None:
    """What was taken back never happened: what came between is moved to where it would stand without it, so that
    letters keep their owners however equal they look.
    """
    for place in range(len(since) - 1, max(-1, len(since) - 1 - _LOOKED_BACK), -1) if takes_back else ():
        moved, without = text.carried(text.invert(since[place]), since[place + 1 :])
        if moved == delta:
            since[place:] = without
            return
    since.append(delta)
