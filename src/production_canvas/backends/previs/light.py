"""The light of a scene: colours of sky, haze, ground and lamps by time of day and weather, and the style's grade."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from production_canvas.backends.previs.brief import Brief, Look
from production_canvas.backends.previs.pictures import Pictures, colours

Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Light:
    """Colours 0–255 RGB. `key` lights people from `side` (-1 left, 1 right); `rim` edges them; `ambient` fills.

    `sun` is its place in the frame as shares (x, y from the horizon up), `lamps` how strongly lamps and windows glow.
    """

    zenith: Color
    middle: Color
    horizon: Color
    haze: Color
    land: Color
    near: Color
    water: Color
    key: Color
    ambient: Color
    rim: Color
    sun_color: Color
    sun: tuple[float, float]
    sun_size: float
    lamps: float
    stars: float
    side: float = 1.0
    wall: Color = (150, 140, 126)


_OUTSIDE: dict[str, Light] = {
    "day": Light(
        (72, 126, 182), (136, 178, 208), (216, 224, 220), (190, 206, 212), (96, 118, 104), (52, 68, 52), (92, 134, 152),
        (255, 244, 224), (150, 164, 178), (255, 248, 232), (255, 250, 236),
        (0.74, 0.42), 0.030, 0.05, 0, wall=(186, 176, 160),
    ),
    "morning": Light(
        (104, 146, 190), (180, 196, 206), (250, 224, 190), (226, 210, 194), (116, 122, 104), (60, 66, 52),
        (134, 156, 164),
        (255, 226, 184), (150, 154, 168), (255, 228, 186), (255, 238, 206),
        (0.24, 0.20), 0.034, 0.1, 0, -1, (184, 168, 146),
    ),
    "dawn": Light(
        (54, 68, 116), (142, 116, 146), (250, 184, 146), (196, 152, 154), (92, 84, 100), (38, 38, 50), (128, 112, 136),
        (255, 196, 158), (104, 100, 132), (255, 198, 150), (255, 226, 190),
        (0.30, 0.08), 0.036, 0.45, 0.15, -1, (140, 120, 122),
    ),
    "dusk": Light(
        (42, 40, 84), (128, 74, 116), (246, 146, 88), (176, 100, 104), (78, 54, 78), (28, 22, 36), (124, 78, 104),
        (255, 170, 108), (88, 74, 112), (255, 168, 96), (255, 214, 150),
        (0.70, 0.055), 0.040, 0.8, 0.25, wall=(132, 104, 92),
    ),
    "night": Light(
        (9, 14, 32), (20, 31, 60), (46, 66, 100), (38, 54, 84), (22, 32, 50), (8, 12, 20), (26, 42, 68),
        (158, 186, 226), (40, 54, 86), (116, 150, 204), (232, 238, 246),
        (0.72, 0.50), 0.026, 1.0, 1.0, wall=(122, 106, 98),
    ),
}  # fmt: skip


_STREETS = ("street", "city", "alley", "town", "avenue", "station", "market", "hotel", "parking", "bank", "diner")

_EARTHS: tuple[tuple[tuple[str, ...], Color], ...] = (
    (("desert", "dune", "canyon"), (164, 122, 82)),
    (("cave", "mine", "quarry", "cliff", "mountain"), (82, 78, 74)),
    (("street", "city", "alley", "town", "parking", "rooftop", "station"), (74, 75, 80)),
    (("wheat", "cornfield", "prairie", "ranch"), (136, 116, 62)),
    (("circus", "fairground"), (120, 104, 72)),
)


def mix(one: Color, other: Color, share: float) -> Color:
    first, second, third = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return first, second, third


def scale(color: Color, factor: float) -> Color:
    """The colour brighter or darker, within 0–255."""
    first, second, third = (min(255.0, channel * factor) for channel in color)
    return first, second, third


def light_of(brief: Brief) -> Light:
    """The light of that time of day and weather; the shot's place decides on which side the key stands."""
    light = _OUTSIDE[brief.time]
    chance = brief.chance("light", brief.place, brief.scene)
    if chance.random() < 0.5:  # noqa: PLR2004 - half the scenes are lit from the other side
        light = replace(light, sun=(1 - light.sun[0], light.sun[1]), side=-light.side)
    for names, earth in _EARTHS:
        if any(word in brief.words for word in names):
            bright = min(1.0, sum(light.near) / 172)
            light = replace(light, near=scale(earth, bright), land=mix(light.land, scale(earth, bright), 0.7))
            break
    if brief.time == "night" and any(word in brief.words for word in _STREETS):
        light = replace(light, key=mix(light.key, (255, 198, 132), 0.7), ambient=scale(light.ambient, 1.35))
    if brief.weather == "clear":
        return light
    dull = sum(light.middle) / 3 * {"rain": 0.72, "snow": 1.12, "fog": 1.0, "overcast": 0.95}[brief.weather]
    grey = (dull * 0.95, dull, dull * 1.06)
    share = {"rain": 0.72, "snow": 0.66, "fog": 0.62, "overcast": 0.6}[brief.weather]
    names = ("zenith", "middle", "horizon", "haze", "water", "rim", "key")
    greyed = {name: mix(getattr(light, name), grey, share * (0.3 if name in ("rim", "key") else 1)) for name in names}
    snowy = {"near": mix(light.near, (208, 216, 226), 0.55), "land": mix(light.land, (206, 214, 224), 0.6)}
    return replace(light, **greyed, sun_size=0.0, stars=0.0, **(snowy if brief.weather == "snow" else {}))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Grade:
    """The style's look: curves per channel, saturation, grain and vignette strengths (0–1), and how far colours go
    towards those of the palette, which has one for every lightness.
    """

    curves: NDArray[np.uint8]
    saturation: float
    grain: float
    vignette: float
    palette: NDArray[np.uint8] | None = None
    pull: float = 0.0

    def apply(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """`picture` (RGB, 0–255) as the grade prints it."""
        printed = cv2.LUT(np.clip(picture, 0, 255).astype(np.uint8), self.curves).astype(np.float32)
        if self.palette is not None:
            grey = cv2.transform(printed, _GREY)
            inked = cv2.LUT(np.dstack([np.clip(grey, 0, 255).astype(np.uint8)] * 3), self.palette)
            printed += (inked.astype(np.float32) - printed) * np.float32(self.pull)
        if self.saturation == 1:
            return printed
        keep, grey = self.saturation, (1 - self.saturation) * _GREY
        return np.asarray(cv2.transform(printed, np.eye(3, dtype=np.float32) * keep + grey), np.float32)


_GREY = np.array([[0.299, 0.587, 0.114]], np.float32)
_PULL = 0.42
_LOOKS: tuple[tuple[tuple[str, ...], dict[str, float]], ...] = (
    (("noir", "black and white", "monochrome", "b&w"), {"saturation": 0.0, "contrast": 0.5, "vignette": 0.6}),
    (("muted", "desaturated", "bleak", "slate", "documentary"), {"saturation": 0.66}),
    (("vivid", "pastel", "neon", "saturated", "animation", "technicolor"), {"saturation": 1.32}),
    (("vintage", "sepia", "70s", "nostalgic", "film", "35mm", "16mm"), {"warmth": 0.5, "grain": 0.8, "lift": 10}),
    (("warm", "tungsten", "golden", "amber"), {"warmth": 0.7}),
    (("cold", "cool", "steel", "blue", "clinical"), {"warmth": -0.7}),
    (("low key", "dark", "moody", "gritty", "horror"), {"contrast": 0.4, "vignette": 0.6}),
    (("high key", "bright", "airy", "dreamy"), {"lift": 16, "contrast": -0.2, "vignette": 0.1}),
)  # fmt: skip


def grade_of(brief: Brief, pictures: Pictures) -> Grade:
    """The grade of the wired styles and references, each as strong as its wire: keywords set it, palettes and the
    colours of pictures draw all colours towards them.
    """
    look = {"saturation": 1.0, "contrast": 0.16, "vignette": 0.34, "grain": 0.42, "warmth": 0.0, "lift": 0.0}
    for wired in brief.looks:
        words = " · ".join(wired.keywords)
        for names, change in _LOOKS:
            if any(name in words for name in names):
                look.update({key: look[key] + (to - look[key]) * wired.weight for key, to in change.items()})
    tone = np.linspace(0, 1, 256)[:, None]
    curve = tone + look["contrast"] * 0.55 * (tone * tone * (3 - 2 * tone) - tone)
    warm = np.array([0.05, 0.005, -0.055]) * look["warmth"]
    curve = curve + warm * np.sin(np.pi * tone) * 1.6 + look["lift"] / 255 * (1 - tone)
    curves = np.clip(curve * 255, 0, 255).astype(np.uint8)[None]
    inks = [(_inks(wired, pictures), wired.weight) for wired in brief.looks if wired.weight > 0]
    inked = [(_ramp(colors), weight) for colors, weight in inks if colors]
    grade = Grade(curves, look["saturation"], look["grain"], look["vignette"])
    if not inked:
        return grade
    total = sum(weight for _, weight in inked)
    mixed = sum((ramp * (weight / total) for ramp, weight in inked), np.zeros((256, 3)))
    palette = np.clip(mixed, 0, 255).astype(np.uint8)[None]
    return replace(grade, palette=palette, pull=_PULL * min(1.0, total))


def _inks(look: Look, pictures: Pictures) -> list[tuple[int, int, int]]:
    if look.palette:
        return list(look.palette)
    opened = [found for name in look.pictures[:3] if (found := pictures.open(name)) is not None]
    return [color for picture in opened for color in colours(picture)]


def _ramp(colors: list[tuple[int, int, int]]) -> NDArray[np.float64]:
    """For every lightness the palette's colour: its own inks where they are as light, lighter or darker between."""
    inks = np.array(sorted(colors, key=lambda color: float(_GREY[0] @ np.array(color, np.float32))), np.float64)
    lights = inks @ _GREY[0]
    # Inks as light as one another stand side by side, so that each has a stretch of its own.
    lights = np.maximum.accumulate(lights + np.arange(len(inks)) * 1e-3)
    steps = np.arange(256)
    ramp = np.stack([np.interp(steps, lights, inks[:, channel]) for channel in range(3)], -1)
    # Beyond the darkest and the lightest ink the hue stays and the lightness goes on.
    own = np.maximum(ramp @ _GREY[0], 1.0)
    return np.asarray(ramp * (steps / own)[:, None])
