"""What a new draft does to a script that stands on the canvas: scene by scene, and line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from production_canvas.film.alignment import LineMap, longest_rising
from production_canvas.film.headings import is_omitted
from production_canvas.film.matching import SceneText, match, texts_of
from production_canvas.film.script import Script

Fate = Literal["kept", "changed", "moved", "omitted", "new"]
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""I and O look like figures: no scene number has them."""
_SPLIT = re.compile(r"([A-Z]*)(\d+)([A-Z]*)")
LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class SceneFate:
    """`old` and `new`: its index in either draft. `rewritten`: its words are others, which a moved scene may be too."""

    fate: Fate
    number: str
    old: int | None = None
    new: int | None = None
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """`scenes` in the order of the new draft, omitted ones where they stood; `lines` from the old draft to the new."""

    scenes: tuple[SceneFate, ...]
    lines: LineMap

    def count(self, fate: Fate) -> int:
        return sum(scene.fate == fate for scene in self.scenes)


def compare(old: Script, new: Script, standing: Mapping[int, str], taken: Collection[str] = ()) -> Revision:
    """What became of the scenes of `old` that stand on the canvas.

    `standing`: the numbers they have there, by index. `taken`: numbers of other scenes of the canvas.
    """
    before = texts_of(old, standing)
    after = texts_of(new)
    drafted = {index: text for index, text in enumerate(after) if not is_omitted(text.heading)}
    found = match({index: before[index] for index in sorted(standing)}, drafted)
    back = {there: here for here, there in found.items()}
    order = [back[index] for index in drafted if index in back]
    staying = {order[place] for place in longest_rising(order)}
    scenes: list[SceneFate] = []
    for index in drafted:
        here = back.get(index)
        if here is None:
            scenes.append(SceneFate("new", after[index].number[:LONGEST_NUMBER], None, index))
            continue
        rewritten = _differs(before[here], after[index], old, new, here, index)
        fate: Fate = "moved" if here not in staying else "changed" if rewritten else "kept"
        number = after[index].number[:LONGEST_NUMBER]
        renumbered = number not in ("", before[here].number)
        scenes.append(SceneFate(fate, number if renumbered else standing[here], here, index, rewritten))
    omitted = [SceneFate("omitted", standing[index], index) for index in sorted(standing) if index not in found]
    placed = _with_omitted(scenes, omitted)
    return Revision(tuple(_numbered(placed, {*taken, *standing.values()})), _lines(old, new, found))


def _differs(one: SceneText, other: SceneText, old: Script, new: Script, here: int, there: int) -> bool:
    if one.content != other.content or one.heading != other.heading:
        return True
    return (other.number not in ("", one.number)) or old.scenes[here].synopsis != new.scenes[there].synopsis


def _with_omitted(scenes: Sequence[SceneFate], omitted: Sequence[SceneFate]) -> list[SceneFate]:
    """Omitted scenes behind the nearest scene that stood before them and still does."""
    behind: dict[int | None, list[SceneFate]] = {}
    known = sorted(scene.old for scene in scenes if scene.old is not None)
    for scene in omitted:
        before = max((index for index in known if scene.old is not None and index < scene.old), default=None)
        behind.setdefault(before, []).append(scene)
    placed = behind.pop(None, [])
    for scene in scenes:
        placed.append(scene)
        placed += behind.get(scene.old, []) if scene.old is not None else []
    return placed


def _numbered(scenes: Sequence[SceneFate], taken: Collection[str]) -> Iterator[SceneFate]:
    """New scenes without a printed number get one of their neighbours': 12A after 12, A12A before 12A, A1 first."""
    used = {*taken, *(scene.number for scene in scenes if scene.number)}
    # A scene that moved keeps its number, which says nothing of where it stands now.
    fixed = [scene.number if scene.fate not in ("new", "moved") else "" for scene in scenes]
    before = ""
    for place, scene in enumerate(scenes):
        if scene.fate == "new" and not scene.number:
            after = next((number for number in fixed[place + 1 :] if number), "")
            number = next(each for each in _between(before, after) if each not in used)
            used.add(number)
            yield SceneFate("new", number, None, scene.new)
            continue
        before = fixed[place] or before
        yield scene


def _between(before: str, after: str) -> Iterator[str]:
    first, second = _SPLIT.fullmatch(before), _SPLIT.fullmatch(after)
    if second is not None and (first is None or (second[2] == first[2] and second[3])):
        yield from (f"{letters}{after}" for letters in _endless())
    if first is None or second is None:
        start = int(first[2]) if first is not None else 0
        yield from (str(start + step) for step in range(1, 1_000_000))
        return
    yield from (f"{first[1]}{first[2]}{letters}" for letters in _endless() if _rank(letters) > _rank(first[3]))


def _endless() -> Iterator[str]:
    """A, B, … Z, AA, AB, … without I and O; enough for every scene a canvas holds."""
    for length in range(1, 4):
        for count in range(len(_LETTERS) ** length):
            yield "".join(
                _LETTERS[count // len(_LETTERS) ** place % len(_LETTERS)] for place in reversed(range(length))
            )


def _rank(letters: str) -> tuple[int, str]:
    return (len(letters), letters)


def _lines(old: Script, new: Script, found: Mapping[int, int]) -> LineMap:
    lines = LineMap()
    lines.add(_written(old, None), _written(new, None))
    for here, there in found.items():
        lines.add(_written(old, here), _written(new, there))
    return lines


def _written(script: Script, index: int | None) -> list[tuple[int, str]]:
    """The lines of a scene that are not blank, None: those before the first one, each with its number."""
    starts = [scene.line_from for scene in script.scenes]
    first = 1 if index is None else starts[index]
    following = 0 if index is None else index + 1
    last = starts[following] if following < len(starts) else len(script.lines) + 1
    rows = ((line, " ".join(script.lines[line - 1].split())) for line in range(first, last))
    return [(line, text) for line, text in rows if text]
