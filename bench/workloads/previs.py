"""Shots of every kind, with pictures of every kind, as previs gets them."""

from __future__ import annotations

import hashlib
import random
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from production_canvas.backends.backend import GIVEN
from production_canvas.nodes.camera_control import CHANNELS_2D, CHANNELS_3D
from production_canvas.nodes.environment import ANGLES
from production_canvas.nodes.parameters import EASINGS, VOICES
from production_canvas.nodes.shot import MOVES, SIZES

PLACES = (
    "Harbour", "Big City Street", "Forest Trail", "Mountain Pass", "Kitchen", "Hospital Corridor", "Bar", "Bedroom",
    "Desert Road", "Library", "Warehouse", "Castle", "", "Ωμέγα 🎬", "a" * 200,
)  # fmt: skip
TIMES = ("DAY", "NIGHT", "DUSK", "DAWN", "MORNING", "", "LATER", "CONTINUOUS")
WORDS = ("rain", "snow", "fog", "storm", "quiet", "a letter on the table", "crowd", "\x00", "noir", "warm")
LINES = (
    "", "", "Where were you?", "ANNA: I waited.\nBO: I know.", "Привет!", "你好", "NO! " * 40, "…",
    "MRS. GREY: 12:30, at the pier.", "BO: " + "word " * 120,
)  # fmt: skip
WORKING = {"place": "photograph.jpg", "depth": "depth.png", "anna": "person.png", "bo": "portrait.jpg"}


def pictures(folder: Path) -> dict[str, str]:
    """Files where a job's lie, good ones and hostile ones: what each is, and its name."""
    (folder / GIVEN).mkdir(parents=True, exist_ok=True)
    found = {}
    for what, content in {**_good(), **_hostile()}.items():
        name = hashlib.sha256(content).hexdigest()
        (folder / GIVEN / name).write_bytes(content)
        found[what] = name
    return found | {"missing": "0" * 64}


def _saved(picture: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    out = BytesIO()
    picture.save(out, format=kind, **how)
    return out.getvalue()


def _clouds(width: int, height: int, seed: int) -> Image.Image:
    dice = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for cells in (5, 20, 80):
        grid = dice.random((max(2, cells * height // width), cells, 3), np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) / 3
    return Image.fromarray(np.clip(total * 255, 0, 255).astype(np.uint8))


def _good() -> dict[str, bytes]:
    depth = Image.linear_gradient("L").resize((640, 360))
    person = Image.new("RGBA", (300, 800))
    draw = ImageDraw.Draw(person)
    draw.ellipse((100, 10, 200, 150), fill=(200, 150, 120, 255))
    draw.rounded_rectangle((60, 140, 240, 790), 50, fill=(60, 80, 140, 255))
    portrait = Image.new("RGB", (500, 500), (200, 205, 210))
    draw = ImageDraw.Draw(portrait)
    draw.ellipse((170, 60, 330, 270), fill=(190, 140, 110))
    draw.rounded_rectangle((80, 260, 420, 560), 80, fill=(140, 50, 40))
    return {
        "photograph.jpg": _saved(_clouds(1920, 1080, 1), "JPEG"),
        "depth.png": _saved(depth),
        "person.png": _saved(person),
        "portrait.jpg": _saved(portrait, "JPEG"),
    }


def _hostile() -> dict[str, bytes]:
    plain = _clouds(320, 180, 2)
    clear = plain.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    return {
        "one pixel": _saved(Image.new("RGB", (1, 1), (9, 200, 40))),
        "very wide": _saved(Image.new("RGB", (10_000, 100), (60, 90, 160))),
        "very tall": _saved(Image.new("RGB", (100, 10_000), (60, 90, 160)), "JPEG"),
        "cmyk": _saved(plain.convert("CMYK"), "JPEG"),
        "palette": _saved(plain.convert("P"), transparency=0),
        "alpha": _saved(clear, "WEBP"),
        "transparent": _saved(Image.new("RGBA", (80, 80))),
        "sixteen bits": _saved(Image.fromarray(np.arange(3600, dtype=np.uint16).reshape(60, 60) * 18)),
        "cut off": _saved(plain)[:4000],
        "no picture": b"FADE IN:",
        "empty": b"",
    }


def wired(kind: str, name: str, *references: str, weight: float = 1.0, **data: Any) -> dict[str, Any]:
    """What a wire from a card with an asset brings."""
    asset = {"name": name, "kind": kind, "data": data, "object_hash": None, "references": list(references)}
    return {"node_id": name, "kind": kind, "data": {"name": name}, "asset": asset, "weight": weight}


def shot(quality: str, duration: float, **more: Any) -> dict[str, Any]:
    """The job of a shot; `more` goes into its parameters."""
    scene = {"number": "12A", "title": "", "place": "Harbour", "time": "DUSK", "int_ext": "EXT"}
    parameters = {"number": "SH040", "prompt": "", "size": "MEDIUM", "duration": duration, "rate": 24.0, "scene": scene}
    return {
        "node_id": "shot", "kind": "shot", "backend": "previs", "pipeline_id": "previs", "pipeline_version": "1",
        "quality": quality, "seed": 7, "node_type_version": 1, "take": 3, "parameters": parameters | more, "inputs": {},
    }  # fmt: skip


def whole(quality: str, duration: float, files: dict[str, str], *, drawn: bool) -> dict[str, Any]:
    """A shot with everything on: two people, a line, a look, an orbit, another picture to begin with; on a drawn set,
    or in the place's own picture with its depth.
    """
    job = shot(
        quality,
        duration,
        dialogue="ANNA: I never thought I would see you again.",
        camera={"mode": "3d", "move": "orbit_left", "amount": 0.8},
        motion=0.6,
        prompt="Rain on the pier.",
        first_frame=files[WORKING["place"]],
    )
    place = [] if drawn else [files[WORKING["place"]]]
    environment = wired("environment", "Harbour", *place)
    environment["asset"]["pictures"] = [] if drawn else [files[WORKING["depth"]]]
    cast = {"Anna": [] if drawn else [files[WORKING["anna"]]], "Bo": [] if drawn else [files[WORKING["bo"]]]}
    job["inputs"] = {
        "environment": [environment],
        "characters": [wired("character", name, *own) for name, own in cast.items()],
        "styles": [wired("style", "Rust", palette=["#14283c", "#c85a3c", "#f0dcb4"], keywords=["film"])],
    }
    return job


def varied(number: int, files: dict[str, str], *, longest: float = 0.5) -> dict[str, Any]:
    """The job of that number: any size, move, place, time, people, pictures, lines and rates."""
    dice = random.Random(number)
    names = sorted(files)
    scene = {
        "number": dice.choice(("1", "12A", "", "§")), "place": dice.choice(PLACES), "time": dice.choice(TIMES),
        "int_ext": dice.choice(("INT", "EXT", "INT/EXT", "")), "title": dice.choice(("", "INT. ATTIC - NIGHT")),
    }  # fmt: skip
    job = shot("low", dice.uniform(0.05, longest), scene=scene, size=dice.choice(SIZES), camera=_camera(dice))
    job["seed"] = dice.randrange(2**32)
    job["parameters"] |= {
        "prompt": " ".join(dice.choices(WORDS, k=3)), "dialogue": dice.choice(LINES), "motion": dice.random(),
        "rate": dice.choice((23.976, 24.0, 25.0, 29.97, 30.0, 60.0, 12.0)),
        "aspect_ratio": dice.choice(("16:9", "2.39:1", "9:16", "1:1", "4:3", "x")),
        "first_frame": dice.choice(("", "", "", dice.choice(names) and files[dice.choice(names)])),
    }  # fmt: skip

    def some(most: int) -> list[str]:
        return [files[dice.choice(names)] for _ in range(dice.randrange(most + 1))]

    seen: dict[str, Any] = {
        "angle": dice.choice(ANGLES),
        "space": dice.choice(("2d", "3d")),
        "grid": dice.random() < 0.2,
    }
    place = wired("environment", dice.choice(PLACES), *some(2), **seen)
    place["asset"]["pictures"] = some(1)
    job["inputs"] = {
        "environment": [place] if dice.random() < 0.7 else [],
        "characters": [
            wired("character", name, *some(2), weight=dice.random(), voice=dice.choice((*VOICES, "")), age="70")
            for name in dice.sample(("Anna", "Bo", "Cleo", "Dora", "Ed", "Fay", "Gus", "Hal"), dice.randrange(9))
        ],
        "styles": [
            wired("style", "Look", *some(2), weight=dice.random(), palette=dice.choice(([], ["#102030", "#ffcc88"])))
            for _ in range(dice.randrange(3))
        ],
        "references": [wired("image_import", "Still", *some(1), weight=dice.random())],
    }  # fmt: skip
    return job


def _camera(dice: random.Random) -> dict[str, Any]:
    camera: dict[str, Any] = {"mode": dice.choice(("2d", "3d")), "move": dice.choice(MOVES), "amount": dice.random()}
    if dice.random() < 0.5:
        camera |= {"easing": dice.choice(EASINGS), "lens": dice.choice((8, 18, 35, 85, 400))}
    if dice.random() < 0.4:
        camera["keyframes"] = {
            f"k{at}": {
                "channel": dice.choice((*CHANNELS_2D, *CHANNELS_3D)),
                "time": dice.random(),
                "value": dice.choice((0, 1, -1, 5, -30, 90, 1000, dice.uniform(-3, 3))),
                "easing": dice.choice((*EASINGS, "custom")),
                "curve": [dice.uniform(-1, 2) for _ in range(4)],
            }
            for at in range(dice.randrange(1, 6))
        }
    return camera
