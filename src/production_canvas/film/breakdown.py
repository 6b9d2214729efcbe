"""Screenplay to shots: deterministic rules, merged down to a density, every shot with its reason and its lines."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from production_canvas.film import prompts
from production_canvas.film.beats import Beat, Speech, beats_of, body_beats
from production_canvas.film.headings import is_omitted, key
from production_canvas.film.looks import Suggested, found_in, suggested
from production_canvas.film.people import Cast, Person, joined, people
from production_canvas.film.reading import is_location
from production_canvas.film.script import Element, Scene, Script

DENSITIES = {"few": 4.0, "normal": 7.0, "many": 12.0}
"""Shots a page."""
DENSITY = DENSITIES["normal"]
UNCAPPED = 13.0
"""Shots a page that the rules give before any are merged, as measured on feature scripts."""
SHORTEST = 1.5
LONGEST = 120.0

_RANK = (
    "ESTABLISHING",
    "MASTER",
    "TWO_SHOT",
    "OVER_THE_SHOULDER",
    "CLOSE_UP",
    "ACTION",
    "SOUND",
    "VOICE_OVER",
    "INSERT",
)
_SPEECH_RULES = frozenset({"TWO_SHOT", "OVER_THE_SHOULDER", "CLOSE_UP"})


@dataclass(frozen=True, slots=True)
class Shot:
    """One proposed shot. `duration` in seconds, `confidence` 0 to 1, lines of the file from 1, both ends included.

    `id` is a hash of scene and content: the same words in the same scene give the same id again.
    """

    id: str
    number: str
    rule: str
    reason: str
    confidence: float
    line_from: int
    line_to: int
    title: str
    prompt: str
    size: str
    camera: dict[str, str | float]
    motion: float
    dialogue: str
    characters: tuple[str, ...]
    duration: float
    seed: int


@dataclass(frozen=True, slots=True)
class Place:
    """A location as the library keeps it; `name` is its first spelling."""

    name: str
    int_ext: str
    time: str
    mood: str
    weather: str


@dataclass(frozen=True, slots=True)
class SceneBreakdown:
    """`place`: the location's name, that of the scene before where a heading names none, empty where none is known.

    `look`: the name of the one that the scene's words call for, empty where they call for none.
    """

    id: str
    scene: Scene
    place: str
    synopsis: str
    characters: tuple[str, ...]
    shots: tuple[Shot, ...]
    look: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The whole film as scenes with shots, and who, where and which look must be in the library for them."""

    scenes: tuple[SceneBreakdown, ...]
    people: dict[str, Person]
    places: dict[str, Place]
    looks: dict[str, Suggested] = field(default_factory=dict)


def break_down(script: Script, *, density: float = DENSITY) -> Breakdown:
    """Scenes with their shots, about `density` shots a page."""
    cast = Cast(character.name for character in script.characters)
    places: dict[str, Place] = {}
    spellings: dict[str, str] = {}
    scenes: list[SceneBreakdown] = []
    known: dict[str, int] = {}
    here = ""
    before = script.elements[: script.scenes[0].first] if script.scenes else ()
    for scene in script.scenes:
        if is_omitted(scene.heading):
            continue
        elements = script.elements_of(scene)
        first_visit = is_location(scene) and key(scene.place) not in spellings
        if is_location(scene):
            here = spellings.setdefault(key(scene.place), scene.place)
        if first_visit:
            places[here] = _place(scene, elements)
        scenes.append(_scene(scene, elements, cast, known, here, before, first_visit=first_visit, density=density))
        before = ()
    found = {
        scene.scene.number: look for scene in scenes if (look := found_in(script.elements_of(scene.scene))) is not None
    }
    looks = suggested(found)
    named = [
        replace(scene, look=found[scene.scene.number][0].name)
        if scene.scene.number in found and found[scene.scene.number][0].name in looks
        else scene
        for scene in scenes
    ]
    return Breakdown(tuple(named), people(script, cast), places, looks)


def further_shots(
    script: Script, of: SceneBreakdown, uncovered: Collection[int], *, density: float = DENSITY
) -> tuple[Shot, ...]:
    """Shots for lines of a scene that no shot covers yet: for each run of beats of which half the lines are such."""
    cast = Cast(character.name for character in script.characters)
    before = script.elements[: of.scene.first] if of.scene.index == 0 else ()
    nowhere = replace(of.scene, int_ext="", place="", time="")
    beats = [(beat, nowhere, "") for beat in body_beats(before, cast)]
    beats += [(beat, of.scene, of.place) for beat in body_beats(script.elements_of(of.scene)[1:], cast)]
    pictures: list[tuple[Beat, Scene, str]] = []
    run: list[tuple[Beat, Scene, str]] = []
    for picture in [*beats, None]:
        if picture is not None and _half_in(picture[0], uncovered, script.lines):
            run.append(picture)
        elif run:
            _, scene, place = run[0]
            merged = merge([beat for beat, _, _ in run], max(1, round(len(run) * density / UNCAPPED)))
            pictures += [(beat, scene, place) for beat in merged]
            run = []
    return _shots(pictures, cast, of.id)


def _half_in(beat: Beat, lines: Collection[int], written: Sequence[str]) -> bool:
    own = [line for line in range(beat.line_from, beat.line_to + 1) if written[line - 1].strip()]
    return bool(own) and 2 * sum(line in lines for line in own) >= len(own)


def _scene(
    scene: Scene,
    elements: Sequence[Element],
    cast: Cast,
    known: dict[str, int],
    place: str,
    before: Sequence[Element],
    *,
    first_visit: bool,
    density: float,
) -> SceneBreakdown:
    view = scene.place or place
    beats = beats_of(elements, cast, place=view, first_visit=first_visit)
    merged = merge(beats, max(1, round(scene.eighths * density / 8)))
    content = "\n".join(element.text for element in (*before, *elements) if element.kind not in ("note", "boneyard"))
    scene_id = _stable_id(known, key(scene.heading), content)
    pictures = [*_prologue(before, cast, density, scene), *((beat, scene, view) for beat in merged)]
    shots = _shots(pictures, cast, scene_id)
    characters = tuple(dict.fromkeys(name for shot in shots for name in shot.characters))
    synopsis = scene.synopsis or next((beat.text for beat in beats if beat.text), "")[:240]
    return SceneBreakdown(scene_id, scene, place, synopsis, characters, shots)


def _prologue(before: Sequence[Element], cast: Cast, density: float, scene: Scene) -> Iterator[tuple[Beat, Scene, str]]:
    """What stands before the first heading, as pictures of the first scene that know no place and no hour."""
    beats = body_beats(before, cast)
    nowhere = replace(scene, int_ext="", place="", time="")
    for beat in merge(beats, max(1, round(len(beats) * density / UNCAPPED))):
        yield beat, nowhere, ""


def _shots(pictures: Sequence[tuple[Beat, Scene, str]], cast: Cast, scene_id: str) -> tuple[Shot, ...]:
    shots: list[Shot] = []
    known: dict[str, int] = {}
    context = ""
    for index, (beat, scene, place) in enumerate(pictures, start=1):
        shot_id = _stable_id(known, scene_id, beat.rule, beat.text, *(speech.text for speech in beat.speeches))
        shots.append(
            Shot(
                id=shot_id,
                number=f"SH{index * 10:03d}",
                rule=beat.rule,
                reason=_reason(beat),
                confidence=beat.confidence,
                line_from=beat.line_from,
                line_to=beat.line_to,
                title=prompts.title_of(beat),
                prompt=prompts.prompt_of(beat, scene, place, cast, context),
                size=prompts.size_of(beat),
                camera=prompts.camera_of(beat),
                motion=prompts.motion_of(beat),
                dialogue=_dialogue(beat.speeches),
                characters=beat.people,
                duration=min(LONGEST, max(SHORTEST, round(beat.seconds * 4) / 4)),
                seed=int(shot_id[:8], 16),
            )
        )
        context = beat.text or context
    return tuple(shots)


def merge(beats: Sequence[Beat], most: int) -> list[Beat]:
    """At most `most` beats: again and again the two neighbours that lose least by being one shot are joined.

    A heap over the gaps between neighbours; a gap whose neighbours have changed since is passed over.
    """
    alive: list[Beat | None] = list(beats)
    left = list(range(-1, len(beats) - 1))
    right = list(range(1, len(beats) + 1))
    age = [0] * len(beats)
    heap = [(_loss(beats[at], beats[at + 1]), at, at + 1, 0, 0) for at in range(len(beats) - 1)]
    heapq.heapify(heap)
    count = len(beats)
    while count > most and heap:
        _, one, two, age_one, age_two = heapq.heappop(heap)
        first, second = alive[one], alive[two]
        if first is None or second is None or (age[one], age[two]) != (age_one, age_two):
            continue
        whole = _joined(first, second)
        alive[one], alive[two] = whole, None
        age[one] += 1
        count -= 1
        right[one] = right[two]
        if right[one] < len(beats):
            left[right[one]] = one
        for before, after in ((left[one], one), (one, right[one])):
            first = alive[before] if before >= 0 else None
            second = alive[after] if after < len(beats) else None
            if first is not None and second is not None:
                heapq.heappush(heap, (_loss(first, second), before, after, age[before], age[after]))
    return [beat for beat in alive if beat is not None]


def _loss(first: Beat, second: Beat) -> float:
    """What is lost when two beats share a shot: long takes, changes of subject, things that want their own frame."""
    loss = first.seconds + second.seconds
    if "INSERT" in (first.rule, second.rule):
        loss += 9
    if (first.rule in _SPEECH_RULES) != (second.rule in _SPEECH_RULES):
        loss += 4
    if not set(first.people) & set(second.people):
        loss += 2
    if first.rule == "ESTABLISHING":
        loss += 3
    return loss


def _joined(first: Beat, second: Beat) -> Beat:
    """Two beats as one, led by the more telling rule of the two."""
    leading, other = sorted((first, second), key=lambda beat: _RANK.index(beat.rule))
    both = tuple(dict.fromkeys(first.people + second.people))
    speeches = first.speeches + second.speeches
    speakers = {name for speech in speeches if speech.seen for name in speech.speakers}
    beat = replace(
        leading,
        line_from=min(first.line_from, second.line_from),
        line_to=max(first.line_to, second.line_to),
        text=" ".join(filter(None, (first.text, second.text))),
        speeches=speeches,
        people=both,
        confidence=round(min(first.confidence, second.confidence) * 0.95, 2),
        rules=tuple(dict.fromkeys((*first.rules, *second.rules, other.rule))),
    )
    if beat.rule in ("OVER_THE_SHOULDER", "CLOSE_UP") and len(speakers) > 1:
        reason = f"{joined(sorted(speakers))} talk: both stay in one picture."
        return replace(beat, rule="TWO_SHOT", reason=reason, people=both)
    return beat


def _reason(beat: Beat) -> str:
    others = [rule.replace("_", " ").lower() for rule in beat.rules if rule != beat.rule]
    return f"{beat.reason} Joined with: {', '.join(others)}." if others else beat.reason


def _dialogue(speeches: Sequence[Speech]) -> str:
    """What is spoken, one line a speech; names stand before the words where several speak."""
    several = len({speech.cue for speech in speeches}) > 1
    lines = [f"{speech.cue}: {speech.text}" if several else speech.text for speech in speeches if speech.text]
    return "\n".join(lines)[:2000]


def _place(scene: Scene, elements: Sequence[Element]) -> Place:
    side = "EXT" if scene.int_ext == "EST" else scene.int_ext or "INT"
    return Place(scene.place, side, scene.time, prompts.light_of(scene), prompts.weather_of(elements))


def _stable_id(known: dict[str, int], *parts: str) -> str:
    """16 hexadecimal digits of the parts; the second time the same parts come, their count goes in as well."""
    joined_parts = "\x00".join(parts)
    known[joined_parts] = known.get(joined_parts, 0) + 1
    text = f"{joined_parts}\x00{known[joined_parts]}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
