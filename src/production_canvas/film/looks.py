"""Looks that the words of a scene call for: a suggestion, with the words that speak for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from production_canvas.film.script import Element
from production_canvas.film.vocabulary import words

LEAST_WORDS = 2
MOST_LOOKS = 6
"""Looks of one film; more would be no look at all."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SCENES_NAMED = 40
_READ = frozenset({"heading", "action", "synopsis", "section"})


@dataclass(frozen=True, slots=True)
class Look:
    """A style as the library keeps it; `signs` are the words of a scene that call for it."""

    name: str
    keywords: tuple[str, ...]
    palette: tuple[str, ...]
    signs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A look with its reason: which words, in which scenes."""

    look: Look
    reason: str


LOOKS = (
    Look(
        "Film noir", ("low-key light", "hard shadows", "wet streets"), ("#0d0f12", "#3a3f47", "#8b9099", "#e8e2d0"),
        words("detective alley neon gun revolver trenchcoat cigarette smoke rain shadow shadows murder gangster"),
    ),
    Look(
        "Storybook", ("painterly", "saturated", "tall tale"), ("#2f5d50", "#d9a441", "#b4432f", "#f3e3c3"),
        words("witch giant giants castle enchanted dragon fairy werewolf magic spell mermaid ghost legend kingdom"),
    ),
    Look(
        "Horror", ("underexposed", "cold highlights", "wide lens close"), ("#0a0a0a", "#2b1b1b", "#6e1414", "#b9b6a9"),
        words("blood scream corpse coffin graveyard knife demon monster terror skull basement bloody crypt"),
    ),
    Look(
        "Science fiction", ("clean geometry", "cool glow", "anamorphic"), ("#0b1420", "#1f4e6b", "#57c7e3", "#e6eef2"),
        words("spaceship robot android laser planet orbit hologram airlock starship reactor spacecraft console alien"),
    ),
    Look(
        "Western", ("dust", "hard noon sun", "wide frame"), ("#5b3a21", "#b5793c", "#e0b774", "#86a3b8"),
        words("saloon cowboy sheriff horse horses desert ranch wagon saddle stagecoach rifle outlaw stallion"),
    ),
    Look(
        "War", ("handheld", "desaturated", "long lens"), ("#2d2f28", "#5a5a45", "#8c8567", "#c9c2ab"),
        words("soldier soldiers trench army battlefield grenade tank bomb platoon sergeant helmet bunker parachute"),
    ),
    Look(
        "Big top", ("warm bulbs", "carnival colour", "crowds"), ("#7a1f2b", "#e0a030", "#f4e4b8", "#23415a"),
        words("circus clown clowns ringmaster acrobat acrobats elephant trapeze carnival tent sawdust juggler popcorn"),
    ),
    Look(
        "Clinical", ("white walls", "fluorescent", "static frame"), ("#e9f0ef", "#b8cdc9", "#6f9090", "#2f4a4d"),
        words("hospital nurse nurses doctor surgery syringe patient ward stethoscope chemotherapy gurney clinic"),
    ),
    Look(
        "By the sea", ("salt haze", "long horizon", "soft contrast"), ("#0f3b4c", "#3f7f8c", "#a9c9c4", "#efe6d2"),
        words("sea ocean harbour harbor boat ship ferry waves beach shore lighthouse fisherman deck pier tide sailor"),
    ),
    Look(
        "Deep winter", ("blue snow", "breath in the air", "low sun"), ("#dfe9f2", "#9fb6cc", "#4a6380", "#1d2836"),
        words("snow ice frozen blizzard icicles sleigh frost sled snowball snowfall skates winter"),
    ),
    Look(
        "Woodland", ("dappled light", "deep greens", "moss"), ("#1f2e1c", "#3f5d33", "#7f9a5a", "#d8d3a8"),
        words("forest woods swamp trees moss river trail branches meadow creek cave campfire"),
    ),
    Look(
        "Memory", ("halation", "soft edges", "faded print"), ("#6b5340", "#b99770", "#e6d2b0", "#f7efe2"),
        words("flashback dream dreams memory remembers nostalgic photograph childhood montage album"),
    ),
)  # fmt: skip


def found_in(elements: Sequence[Element]) -> tuple[Look, tuple[str, ...]] | None:
    """The look that most words of a scene call for, with these words; None where fewer than two call for any."""
    seen = dict.fromkeys(
        word for element in elements if element.kind in _READ for word in _WORD.findall(element.text.lower())
    )
    best: tuple[Look, tuple[str, ...]] | None = None
    for look in LOOKS:
        # Soldier and soldiers are one word.
        signs = tuple({word.rstrip("s"): word for word in seen if word in look.signs}.values())
        if len(signs) >= LEAST_WORDS and (best is None or len(signs) > len(best[1])):
            best = (look, signs)
    return best


def suggested(found: Mapping[str, tuple[Look, tuple[str, ...]]]) -> dict[str, Suggested]:
    """The looks of a film by name, those of most scenes; `found` by the scenes' numbers."""
    scenes: dict[str, list[str]] = {}
    for number, (look, _) in found.items():
        scenes.setdefault(look.name, []).append(number)
    chosen = sorted(scenes, key=lambda name: (-len(scenes[name]), name))[:MOST_LOOKS]
    by_name = {look.name: look for look in LOOKS}
    return {name: Suggested(by_name[name], _reason(name, scenes[name], found)) for name in chosen}


def _reason(name: str, numbers: Sequence[str], found: Mapping[str, tuple[Look, tuple[str, ...]]]) -> str:
    told = [f"{number} ({', '.join(found[number][1][:4])})" for number in numbers[:_SCENES_NAMED]]
    rest = f" and {len(numbers) - len(told)} more" if len(numbers) > len(told) else ""
    return f"{name} is suggested by words of scene {', '.join(told)}{rest}."[:2000]
