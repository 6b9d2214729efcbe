"""What a job asks of the picture, in film terms: format, place, light, people, camera."""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from production_canvas.backends.previs.pictures import still_name
from production_canvas.graph.handing import file_of
from production_canvas.media.reel import SIZES, exact_rate

_TIMES = (
    ("dawn", ("DAWN", "SUNRISE", "FIRST LIGHT")),
    ("dusk", ("DUSK", "SUNSET", "EVENING", "MAGIC", "TWILIGHT")),
    ("night", ("NIGHT", "MIDNIGHT", "MOON")),
    ("morning", ("MORNING",)),
    ("day", ("DAY", "NOON", "AFTERNOON")),
)
_WEATHER = (
    ("rain", ("rain", "storm", "drizzle", "downpour", "wet")),
    ("snow", ("snow", "blizzard", "winter")),
    ("fog", ("fog", "mist", "haze", "smoke")),
    ("overcast", ("overcast", "cloudy", "grey", "gray", "bleak")),
)


@dataclass(frozen=True, slots=True)
class Person:
    """`color` is the character's own, the same in every shot; `seed` gives build, hair and clothes."""

    name: str
    seed: int
    color: tuple[int, int, int]
    look: str = ""
    voice: str = ""
    pictures: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a style or a reference asks of the colours, by its words, its palette or its pictures; `weight` 0–1."""

    keywords: tuple[str, ...]
    palette: tuple[tuple[int, int, int], ...]
    pictures: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Brief:
    """`rate` in frames per second of the clip, `count_rate` of the burnt-in timecode. Pictures by their content hash,
    "" for none; `flat`: the place's picture has no depth. `voices`: words, voice and pace of a wired sound card, or its
    `sound_file`, from `sound_start` to `sound_end` seconds (0: its end). `version` and `take`: 0 where not known.
    """

    width: int
    height: int
    rate: Fraction
    count_rate: Fraction
    frames: int
    quality: str
    seed: int
    scene: str
    shot: str
    title: str
    place: str
    words: str
    interior: bool
    time: str
    weather: str
    size: str
    move: str
    amount: float
    easing: str
    keyframes: Mapping[str, Any]
    millimetres: float
    motion: float
    aspect: float
    cast: tuple[Person, ...]
    looks: tuple[Look, ...]
    dialogue: str
    voices: tuple[tuple[str, str, float], ...]
    sound_file: str
    sound_gain: float
    sound_start: float
    sound_end: float
    place_pictures: tuple[str, ...]
    angle: str
    flat: bool
    grid: bool
    depth_picture: str
    depth_weight: float
    first_frame: str
    version: int
    take: int

    def chance(self, *words: object) -> np.random.Generator:
        """Numbers that depend on these words alone: equal words, equal numbers."""
        return np.random.default_rng(number_of(*words))


def number_of(*words: object) -> int:
    """A 64-bit number of the words, the same on every machine."""
    text = "\x1f".join(str(word) for word in words)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class _Wired:
    """What one wire brings: the card's words over its asset's, that one's pictures and those that its data names, the
    wire's weight.
    """

    kind: str
    data: Mapping[str, Any]
    pictures: tuple[str, ...]
    named: tuple[str, ...]
    weight: float
    file: str = ""
    stretch: tuple[float, float] = (0.0, 0.0)

    def word(self, key: str) -> str:
        return str(self.data.get(key) or "")


def read(job: Mapping[str, Any]) -> Brief:
    """The brief of a shot's job. Missing keys read as an empty film would have them."""
    asked = job["parameters"]
    scene = asked.get("scene") or {}
    place = next(_wired(job, "environment"), _Wired("", {}, (), (), 1.0))
    camera = asked.get("camera") or {}
    width, height = SIZES.get(job["quality"], SIZES["standard"])
    project_rate = exact_rate(float(asked.get("rate") or 24))
    rate = project_rate / 2 if job["quality"] == "low" else project_rate
    name = place.word("place") or place.word("name") or str(scene.get("place") or "")
    prompt = str(asked.get("prompt") or "")
    said = (place.word(key) for key in ("type", "mood", "weather"))
    described = " ".join((name, *said, str(scene.get("title") or ""), prompt))
    depth_picture, depth_weight = _depth(job, place)
    sound = next(_wired(job, "audio"), _Wired("", {}, (), (), 1.0))
    return Brief(
        width=width,
        height=height,
        rate=rate,
        count_rate=project_rate,
        frames=max(1, round(float(asked.get("duration") or 4) * rate)),
        quality=job["quality"],
        seed=int(job["seed"]),
        scene=str(scene.get("number") or ""),
        shot=str(asked.get("number") or ""),
        title=str(asked.get("title") or ""),
        place=name,
        words=described.lower(),
        interior=_interior(place.data, scene),
        time=_time(place.word("time"), str(scene.get("time") or ""), described),
        weather=_weather(f"{place.word('weather')} {place.word('mood')} {prompt}".lower()),
        size=str(asked.get("size") or "WIDE").upper(),
        move=str(camera.get("move") or "static"),
        amount=float(np.clip(camera.get("amount") or 0, 0, 1)),
        easing=str(camera.get("easing") or "ease_in_out"),
        keyframes=camera.get("keyframes") or {},
        millimetres=float(camera.get("lens") or 0),
        motion=float(np.clip(asked.get("motion") or 0, 0, 1)),
        aspect=_aspect(str(asked.get("aspect_ratio") or "16:9")),
        cast=tuple(_cast(job)),
        looks=tuple(_looks(job)),
        dialogue=str(asked.get("dialogue") or ""),
        voices=_voices(sound),
        sound_file="" if _voices(sound) else sound.file,
        sound_gain=10 ** (float(np.clip(sound.data.get("volume") or 0, -60, 12)) / 20),
        sound_start=max(0.0, float(sound.data.get("start") or 0), sound.stretch[0]),
        sound_end=sound.stretch[1],
        place_pictures=_of_angle(place),
        angle=place.word("angle"),
        flat=place.word("space") == "2d",
        grid=bool(place.data.get("grid")),
        depth_picture=depth_picture,
        depth_weight=depth_weight,
        first_frame=_beginning(asked),
        version=int(job.get("version") or 0),
        take=int(job.get("take") or 0),
    )


def _wired(job: Mapping[str, Any], socket: str) -> Iterator[_Wired]:
    for value in job["inputs"].get(socket, ()):
        asset = value.get("asset") or {}
        held = asset.get("data") or {}
        own = {key: entry for key, entry in (value.get("data") or {}).items() if entry not in (None, "", [])}
        file = file_of(value)
        if "frame" in value:
            picture = still_name(file, value)
        else:
            picture = file if "take" in value or asset.get("kind") in (None, "image") else ""
        weight = value.get("weight")
        yield _Wired(
            str(value.get("kind") or ""),
            {"name": asset.get("name"), **held, **own},
            tuple(str(each) for each in (*(asset.get("references") or ()), picture) if each),
            tuple(map(str, asset.get("pictures") or ())),
            float(np.clip(1.0 if weight is None else weight, 0, 1)),
            file,
            (float(value.get("start") or 0), float(value.get("end") or 0)),
        )


def _beginning(asked: Mapping[str, Any]) -> str:
    file = str(asked.get("first_frame") or "")
    return still_name(file, asked.get("first_frame_at") or {"frame": -1}) if file else ""


def _voices(sound: _Wired) -> tuple[tuple[str, str, float], ...]:
    if sound.word("source") != "voice" or not sound.word("text").strip():
        return ()
    return ((sound.word("text"), sound.word("voice") or "narrator", float(sound.data.get("pace") or 1)),)


def _of_angle(place: _Wired) -> tuple[str, ...]:
    """The place's pictures, first that of the side from which it is seen."""
    angles = list(place.data.get("angles") or ())
    at = angles.index(place.word("angle")) if place.word("angle") in angles else 0
    return (*place.pictures[at : at + 1], *place.pictures[:at], *place.pictures[at + 1 :])


def _depth(job: Mapping[str, Any], place: _Wired) -> tuple[str, float]:
    """The picture that tells the depth, and how far it is believed."""
    control = next(_wired(job, "control"), None)
    if control is None:
        return next(iter(place.named), ""), 1.0
    own = control.named if control.kind == "environment" else control.pictures
    return next(iter(own), ""), control.weight


def _looks(job: Mapping[str, Any]) -> Iterator[Look]:
    for style in _wired(job, "styles"):
        words = (style.data.get("name"), *(style.data.get("keywords") or ()))
        palette = tuple(color for color in map(_hex, style.data.get("palette") or ()) if color)
        keywords = tuple(str(word).lower() for word in words if word)
        yield Look(keywords, palette, (*style.pictures, *style.named), style.weight)
    for reference in _wired(job, "references"):
        if reference.pictures:
            yield Look((), (), reference.pictures[:1], 0.7 * reference.weight)


def _cast(job: Mapping[str, Any]) -> Iterator[Person]:
    for index, wired in enumerate(_wired(job, "characters")):
        name = wired.word("name") or f"Person {index + 1}"
        seed = number_of("person", name.upper())
        own = _hex(wired.word("color"))
        look = " ".join(map(wired.word, ("look", "age", "role"))).lower()
        yield Person(name, seed, own or _clothes(seed), look, wired.word("voice"), wired.pictures, wired.weight)


_LAST_WARM = 0.2


def _clothes(seed: int) -> tuple[int, int, int]:
    """A wardrobe colour: never shrill, and no green, which drowns in grass."""
    hue = 0.75 * (seed % 997 / 997)
    hue += 0.25 if hue > _LAST_WARM else 0.0
    strong, bright = 0.30 + seed // 997 % 89 / 89 * 0.24, 0.50 + seed // 99_991 % 83 / 83 * 0.26
    red, green, blue = colorsys.hsv_to_rgb(hue, strong, bright)
    return round(red * 255), round(green * 255), round(blue * 255)


def _hex(text: str) -> tuple[int, int, int] | None:
    digits = str(text).lstrip("#")
    if len(digits) != 6:  # noqa: PLR2004 - rrggbb
        return None
    try:
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    except ValueError:
        return None


def _interior(place: Mapping[str, Any], scene: Mapping[str, Any]) -> bool:
    heading = str(scene.get("int_ext") or place.get("int_ext") or scene.get("title") or "EXT").upper()
    return heading.startswith(("INT", "I/E"))


def _time(own: str, scene: str, described: str) -> str:
    for text in (own.upper(), scene.upper(), described.upper()):
        for name, words in _TIMES:
            if any(word in text for word in words):
                return name
    return "day"


def _weather(text: str) -> str:
    return next((name for name, words in _WEATHER if any(word in text.split() for word in words)), "clear")


def _aspect(text: str) -> float:
    wide, _, high = text.partition(":")
    try:
        return float(np.clip(float(wide) / float(high or 1), 0.5, 3))
    except (ValueError, ZeroDivisionError):
        return 16 / 9
