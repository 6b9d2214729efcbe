"""What a job asks of the picture, in film terms: format, place, light, people, camera."""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

SIZES = {"low": (640, 360), "standard": (1280, 720), "high": (1920, 1080)}
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


@dataclass(frozen=True, slots=True)
class Brief:
    """`rate` in frames per second of the clip, `count_rate` of the burnt-in timecode; `duration` in seconds."""

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
    palette: tuple[tuple[int, int, int], ...]
    keywords: tuple[str, ...]
    dialogue: str

    def chance(self, *words: object) -> np.random.Generator:
        """Numbers that depend on these words alone: equal words, equal numbers."""
        return np.random.default_rng(number_of(*words))


def number_of(*words: object) -> int:
    """A 64-bit number of the words, the same on every machine."""
    text = "\x1f".join(str(word) for word in words)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def exact_rate(rate: float) -> Fraction:
    """23.976, 29.97 and their like as n/1001; whole rates as they are."""
    whole = round(rate)
    if abs(rate - whole) < 1e-6:  # noqa: PLR2004 - far below any rate's distance to the next
        return Fraction(max(1, whole))
    return Fraction(max(1, round(rate * 1.001)) * 1000, 1001)


def read(job: Mapping[str, Any]) -> Brief:
    """The brief of a shot's job. Missing keys read as an empty film would have them."""
    asked = job["parameters"]
    scene = asked.get("scene") or {}
    place = next(_data(job, "environment"), {})
    camera = asked.get("camera") or {}
    width, height = SIZES.get(job["quality"], SIZES["standard"])
    project_rate = exact_rate(float(asked.get("rate") or 24))
    rate = project_rate / 2 if job["quality"] == "low" else project_rate
    name = str(place.get("place") or place.get("name") or scene.get("place") or "")
    described = " ".join(
        str(word or "")
        for word in (name, place.get("mood"), place.get("weather"), scene.get("title"), asked.get("prompt"))
    )
    styles = list(_data(job, "styles"))
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
        interior=_interior(place, scene),
        time=_time(str(place.get("time") or ""), str(scene.get("time") or ""), described),
        weather=_weather(f"{place.get('weather', '')} {place.get('mood', '')} {asked.get('prompt', '')}".lower()),
        size=str(asked.get("size") or "WIDE").upper(),
        move=str(camera.get("move") or "static"),
        amount=float(np.clip(camera.get("amount") or 0, 0, 1)),
        easing=str(camera.get("easing") or "ease_in_out"),
        keyframes=camera.get("keyframes") or {},
        millimetres=float(camera.get("lens") or 0),
        motion=float(np.clip(asked.get("motion") or 0, 0, 1)),
        aspect=_aspect(str(asked.get("aspect_ratio") or "16:9")),
        cast=tuple(_cast(job)),
        palette=tuple(color for style in styles for color in map(_hex, style.get("palette") or ()) if color),
        keywords=tuple(_keywords(styles)),
        dialogue=str(asked.get("dialogue") or ""),
    )


def _keywords(styles: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for style in styles:
        yield from (str(word).lower() for word in (style.get("name"), *(style.get("keywords") or ())) if word)


def _data(job: Mapping[str, Any], socket: str) -> Iterator[dict[str, Any]]:
    for value in job["inputs"].get(socket, ()):
        asset = value.get("asset") or {}
        own = {key: entry for key, entry in (value.get("data") or {}).items() if entry not in (None, "", [])}
        yield {"name": asset.get("name"), **(asset.get("data") or {}), **own}


def _cast(job: Mapping[str, Any]) -> Iterator[Person]:
    for index, data in enumerate(_data(job, "characters")):
        name = str(data.get("name") or f"Person {index + 1}")
        seed = number_of("person", name.upper())
        own = _hex(str(data.get("color") or ""))
        yield Person(name, seed, own or _clothes(seed), f"{data.get('look', '')} {data.get('age', '')}".lower())


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
