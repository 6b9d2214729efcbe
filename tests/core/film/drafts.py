"""A feature film made by a seed, and drafts of it with known changes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

PLACES = [f"{first} {second}" for first in ("OLD", "NORTH", "RIVER", "STONE", "GLASS") for second in
          ("BARN", "HARBOUR", "KITCHEN", "STATION", "CIRCUS", "SCHOOL", "BRIDGE", "CHAPEL")]  # fmt: skip
PEOPLE = ("MARA", "TOMAS", "IVO", "NELL", "AGNES")
SYLLABLES = ("ka", "lo", "mi", "ren", "sta", "vor", "del", "un", "the", "ash", "bri", "gol")


@dataclass
class Written:
    """One scene of a draft: its heading and paragraphs."""

    heading: str
    body: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "\n\n".join([self.heading, *self.body])


def words(rng: random.Random, count: int) -> str:
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(1, 3))) for _ in range(count))


def scene(rng: random.Random) -> Written:
    heading = f"{rng.choice(('INT', 'EXT'))}. {rng.choice(PLACES)} - {rng.choice(('DAY', 'NIGHT'))}"
    body = [f"{words(rng, 14).capitalize()}."]
    for _ in range(rng.randint(2, 5)):
        body.append(f"{rng.choice(PEOPLE)}\n{words(rng, 9).capitalize()}.")
        body.append(f"{rng.choice(PEOPLE).title()} {words(rng, 10)}.")
    return Written(heading, body)


def film(count: int, seed: int = 1) -> list[Written]:
    rng = random.Random(seed)
    return [scene(rng) for _ in range(count)]


def draft(scenes: list[Written], before: str = "FADE IN:") -> bytes:
    return "\n\n".join(["Title: The Draft", before, *(each.text() for each in scenes)]).encode()


@dataclass
class Revised:
    """The second draft; which scenes of the first, by index, were changed, omitted and moved; where new ones stand."""

    scenes: list[Written]
    changed: set[int]
    omitted: set[int]
    moved: int
    new: list[int]


def revised(first: list[Written], seed: int = 2) -> Revised:
    """Twenty scenes changed, three added, two omitted, one moved far away."""
    rng = random.Random(seed)
    chosen = rng.sample(range(5, len(first) - 5), 23)
    changed, omitted, moved = set(chosen[:20]), set(chosen[20:22]), chosen[22]
    order = [index for index in range(len(first)) if index not in omitted and index != moved]
    order.insert((order.index(moved + 1 if moved + 1 in order else order[-9]) + len(order) // 2) % len(order), moved)
    drafted: list[tuple[int | None, Written]] = []
    for index in order:
        was = first[index]
        body = list(was.body)
        if index in changed:
            body[rng.randrange(len(body))] = f"{words(rng, 12).capitalize()}."
            body.insert(rng.randrange(1, len(body)), f"{rng.choice(PEOPLE)}\n{words(rng, 11).capitalize()}.")
        drafted.append((index, Written(was.heading, body)))
    for place in sorted(rng.sample(range(10, len(drafted) - 10), 3), reverse=True):
        drafted.insert(place, (None, scene(rng)))
    new = [place for place, (index, _) in enumerate(drafted) if index is None]
    return Revised([each for _, each in drafted], changed, omitted, moved, new)
