"""A film of any size to try the canvas with: scenes, shots, people, places and a node of every other kind, wired."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, TypeAlias

from uuid_utils.compat import uuid7

from production_canvas.store.assets import Kind

Op: TypeAlias = dict[str, Any]
Listed: TypeAlias = tuple[str, Kind, str, dict[str, Any]]

MOST_NODES = 100_000
SHOTS_OF_A_BLOCK = 8
STEP_X, STEP_Y = 360, 480
SHOTS_IN_A_ROW = 5
SCENES_IN_A_ROW = 12
BLOCKS_IN_A_ROW = 8
BLOCK_X, BLOCK_Y = 8 * STEP_X, 3 * STEP_Y
PEOPLE = ("Anna", "Ben", "Chloé", "Dora", "Emil", "Farid", "Greta", "Hugo", "Ines", "Jakob", "Kira", "Leo")
PLACES = ("Lighthouse", "Harbour", "Kitchen", "Ferry deck", "Archive", "Cliff path", "Station", "Attic", "Market")
LOOKS = (
    ("Salt and lamp", ("grain", "tungsten", "fog"), ("#1b2a33", "#c98a3b", "#e9dcc3")),
    ("Cold open", ("steel", "overcast", "long lens"), ("#22303f", "#5f7d92", "#c9d6de")),
    ("Neon rain", ("night", "reflections", "red"), ("#160f1e", "#e0405e", "#3bb0c9")),
)
TIMES = ("DAWN", "DAY", "DUSK", "NIGHT")
SIZES = ("WIDE", "MEDIUM", "CLOSE UP", "TWO SHOT", "INSERT")
SAYINGS = """
the lamp turns and nobody looks up rain on black water she counts the steps twice a ferry leaves without light
his hand stays on the rail the door is left open fog lifts a kettle boils dry red spills over wet stones
"""
WORDS = SAYINGS.split()
OTHERS = (
    "audio", "transition", "note", "composite", "image_import", "video_import", "convert_video_frame", "metadata",
    "api_request", "comfyui_workflow", "function_runner", "wan2gp", "assembler", "collect", "pick", "array", "number",
    "boolean", "asset", "pipeline", "convert_text_number", "convert_video_audio", "convert_video_images",
    "convert_images_video", "convert_text_audio", "reroute", "frame",
)  # fmt: skip


@dataclass(slots=True)
class StressFilm:
    """`assets` belong in the library, `ops` make the film, in an order in which each is valid after those before it.

    At most `room` nodes come.
    """

    room: int
    assets: list[Listed] = field(default_factory=list)
    ops: list[Op] = field(default_factory=list)
    _dice: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - the same film every time
    _others: Iterator[str] = field(default_factory=lambda: cycle(OTHERS))
    _scenes: int = 0

    def __post_init__(self) -> None:
        self.assets += [(str(uuid7()), "character", name, {"role": "Lead"}) for name in PEOPLE]
        self.assets += [(str(uuid7()), "environment", name, {"place": name}) for name in PLACES]
        self.assets += [(str(uuid7()), "style", name, {"keywords": list(words)}) for name, words, _ in LOOKS]

    def level_by_level(self, scenes: int, shots: int) -> None:
        """Scenes on the film's own level, shots inside them."""
        style = self._style(None, -STEP_X, 0)
        before = None
        for index in range(scenes):
            if self.room <= 0:
                return
            scene = self._scene(index)
            self._wire(before, "sequence_out", scene, "sequence_in")
            self._wire(style, "style", scene, "assets")
            share = shots // scenes + (1 if index < shots % scenes else 0)
            self._block(scene, 0, 0, share)
            before = scene

    def flat(self) -> None:
        """Everything on the film's own level."""
        index = 0
        while self.room > SHOTS_OF_A_BLOCK:
            x, y = index % BLOCKS_IN_A_ROW * BLOCK_X, index // BLOCKS_IN_A_ROW * BLOCK_Y
            self._block(None, x, y, SHOTS_OF_A_BLOCK)
            index += 1
        self.fill()

    def _block(self, level: str | None, x: float, y: float, shots: int) -> None:
        """A place, two people and a look, on their right the shots they are in, below one node of two other kinds."""
        self._scenes += 1
        place = self._asset("environment", level, x, y, time=self._dice.choice(TIMES), int_ext="EXT")
        people = [self._asset("character", level, x, y + (1 + each) * STEP_Y / 2, role="Lead") for each in range(2)]
        style = self._style(level, x, y + 1.5 * STEP_Y)
        camera = self._node("camera_control", level, x, y + 2 * STEP_Y, camera=self._move())
        before, handle = level, "sequence_in"
        for index in range(shots):
            column, row = index % SHOTS_IN_A_ROW, index // SHOTS_IN_A_ROW
            shot = self._shot(level, x + (1 + column) * STEP_X, y + row * STEP_Y, index)
            self._wire(place, "environment", shot, "environment")
            self._wire(people[index % 2], "character", shot, "characters", weight=self._dice.choice((1, 1, 0.6)))
            if index % 4 == 0:
                self._wire(style, "style", shot, "styles")
                self._wire(camera, "camera", shot, "camera")
            self._wire(before, handle, shot, "sequence_in")
            before, handle = shot, "sequence_out"
        if level is not None:
            self._wire(before, handle, level, "sequence_out")
        for each in range(2):
            self._other(level, x + (1 + each) * STEP_X, y + 2 * STEP_Y)

    def fill(self) -> None:
        """Notes for all the room that is left."""
        for index in range(self.room):
            self._node("note", None, -2 * STEP_X - index % 4 * 260, index // 4 * 220, text=self._words(8))

    def _scene(self, index: int) -> str | None:
        x, y = index % SCENES_IN_A_ROW * STEP_X, index // SCENES_IN_A_ROW * STEP_Y
        place, time = self._dice.choice(PLACES), self._dice.choice(TIMES)
        data = {"number": str(index + 1), "title": f"EXT. {place.upper()} - {time}", "int_ext": "EXT", "place": place}
        return self._node("scene_group", None, x, y, **data, time=time, synopsis=self._words(14), eighths=index % 24)

    def _shot(self, level: str | None, x: float, y: float, index: int) -> str | None:
        number = f"SH{(index + 1) * 10:03}"
        data = {"number": number, "title": self._words(3), "prompt": self._words(18)}
        if index % 3 == 0:
            data["negative_prompt"] = self._words(4)
        quality = self._dice.choice(("low", "standard", "standard", "high"))
        size, length = self._dice.choice(SIZES), self._dice.choice((2.0, 3.5, 4.0, 6.0))
        shot = self._node("shot", level, x, y, **data, quality=quality, size=size, duration=length, camera=self._move())
        if index == 0 and level is not None and shot is not None:
            self._node("image_import", shot, 0, 0, name="Reference")
        return shot

    def _style(self, level: str | None, x: float, y: float) -> str | None:
        name, words, palette = LOOKS[self._scenes % len(LOOKS)]
        asset_id = next(asset_id for asset_id, kind, of, _ in self.assets if (kind, of) == ("style", name))
        data = {"keywords": list(words), "palette": list(palette)}
        return self._node("style", level, x, y, asset_id=asset_id, name=name, **data)

    def _asset(self, kind: str, level: str | None, x: float, y: float, **data: Any) -> str | None:
        of_kind = [(asset_id, name) for asset_id, each, name, _ in self.assets if each == kind]
        asset_id, name = self._dice.choice(of_kind)
        return self._node(kind, level, x, y, asset_id=asset_id, name=name, **data)

    def _other(self, level: str | None, x: float, y: float) -> None:
        kind = next(self._others)
        data: dict[str, Any] = {"note": self._words(5)}
        if kind == "note":
            data = {"text": self._words(12)}
        if kind == "frame":
            data = {"title": self._words(2), "width": 320, "height": 240}
        self._node(kind, level, x, y, **data)

    def _node(self, kind: str, level: str | None, x: float, y: float, **data: Any) -> str | None:
        """Its id; None where there is no room left."""
        if self.room <= 0:
            return None
        self.room -= 1
        node_id = str(uuid7())
        record = {"id": node_id, "type": kind, "parent_id": level, "position": {"x": x, "y": y}, "data": data}
        self.ops.append({"op": "node.add", "node": record})
        return node_id

    def _wire(self, source: str | None, leaving: str, target: str | None, arriving: str, weight: float = 1) -> None:
        if source is None or target is None:
            return
        edge = {"id": str(uuid7()), "source": source, "source_handle": leaving, "target": target}
        data = {} if weight == 1 else {"weight": weight}
        self.ops.append({"op": "edge.add", "edge": {**edge, "target_handle": arriving, "data": data}})

    def _move(self) -> dict[str, Any]:
        move = self._dice.choice(("static", "dolly_in", "pan_left", "orbit_right", "zoom_out"))
        return {"mode": "3d", "move": move, "amount": 0.4}

    def _words(self, count: int) -> str:
        return " ".join(self._dice.choices(WORDS, k=count)).capitalize()


def of_scenes(scenes: int, shots: int) -> StressFilm:
    """A film of so many scenes and shots, level by level."""
    film = StressFilm(room=MOST_NODES)
    film.level_by_level(scenes, shots)
    return film


def of_nodes(nodes: int, *, flat: bool) -> StressFilm:
    """A film of exactly so many nodes: `flat` on one level, else on several."""
    film = StressFilm(room=nodes)
    if flat:
        film.flat()
        return film
    # A scene brings itself, its eight shots, the reference inside the first, and seven others.
    scenes = max(1, nodes // (SHOTS_OF_A_BLOCK + 9))
    film.level_by_level(scenes, scenes * SHOTS_OF_A_BLOCK)
    film.fill()
    return film
