"""Which room an indoor place is, how large and in which colours."""

from __future__ import annotations

from dataclasses import dataclass

from production_canvas.backends.previs.light import Color, scale
from production_canvas.backends.previs.scenery import Stage

_ROOMS = (
    ("hall", (
        "corridor", "hallway", "hall", "stairs", "stairwell", "tunnel", "church", "cathedral", "theater", "theatre",
        "warehouse", "barn", "hangar",
    )),
    ("ward", (
        "hospital", "ward", "clinic", "lab", "laboratory", "bathroom", "morgue", "surgery", "cell",
    )),
    ("bar", (
        "bar", "diner", "cafe", "café", "restaurant", "pub", "saloon", "tavern", "club",
    )),
    ("kitchen", (
        "kitchen", "pantry", "bakery",
    )),
    ("study", (
        "office", "study", "library", "school", "classroom", "station", "den", "bank",
    )),
    ("bedroom", (
        "bedroom", "motel", "hotel", "nursery", "dorm", "room",
    )),
)  # fmt: skip
_WALLS: dict[str, tuple[Color, Color]] = {
    "hall": (( 0.92, 0.95, 1.00), (74, 62, 54)), "ward": ((0.92, 1.04, 1.06), (112, 126, 126)),
    "bar": ((1.0, 0.66, 0.54), (96, 56, 40)), "kitchen": ((1.04, 1.02, 0.86), (112, 82, 56)),
    "study": ((0.70, 0.76, 0.66), (72, 46, 30)), "bedroom": ((0.86, 0.80, 0.92), (92, 66, 52)),
    "parlour": ((1.00, 0.86, 0.70), (86, 56, 36)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Room:
    """Metres: half its width, its ceiling above the eye, its back wall's depth. `wall` and `floor` as lit."""

    kind: str
    half: float
    above: float
    back: float
    wall: Color
    floor: Color
    window_x: float
    lamp_x: float


def room_of(stage: Stage) -> Room:
    """The room that the place's name asks for; its size, like its colours, is the same in every shot of the place."""
    words = (stage.brief.place.lower() or stage.brief.words).replace("'", " ").split()
    kind = next((kind for kind, names in _ROOMS if any(word in names for word in words)), "parlour")
    if "living" in words or "sitting" in words:
        kind = "parlour"
    chance = stage.brief.chance("room", stage.brief.place, kind)
    tint, floor = _WALLS[kind]
    dim = {"night": 0.92, "dusk": 0.9, "dawn": 0.9}.get(stage.brief.time, 1.0)
    first, second, third = (a * b * dim * 0.86 for a, b in zip(stage.light.wall, tint, strict=True))
    deep = {"hall": 13.0, "bar": 7.5}.get(kind, 5.2)
    side = stage.light.side
    return Room(
        kind,
        float(chance.uniform(2.5, 3.0)) * (0.8 if kind == "hall" else 1) * max(1, stage.lens.distance / 6),
        stage.lens.ceiling * (1.7 if kind == "hall" else 1),
        stage.lens.distance + deep,
        (first, second, third),
        scale(floor, dim),
        side * float(chance.uniform(0.36, 0.5)),
        -side * float(chance.uniform(0.34, 0.5)),
    )
