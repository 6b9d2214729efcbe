"""Pictures for places and people, made on the spot and laid where a job's files lie."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from production_canvas.backends.backend import GIVEN
from production_canvas.backends.previs.brief import read
from production_canvas.backends.previs.picture import Picture
from production_canvas.backends.previs.pictures import Pictures


def keep(folder: Path, content: bytes) -> str:
    """The name of a file that a job has."""
    name = hashlib.sha256(content).hexdigest()
    (folder / GIVEN).mkdir(parents=True, exist_ok=True)
    (folder / GIVEN / name).write_bytes(content)
    return name


def saved(picture: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    out = BytesIO()
    picture.save(out, format=kind, **how)
    return out.getvalue()


def speckled(width: int = 960, height: int = 540, seed: int = 3) -> Image.Image:
    """Coloured clouds with detail everywhere, so that every shift of any part can be measured."""
    dice = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for cells in (6, 24, 90):
        grid = dice.random((cells * height // width + 2, cells, 3), np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) / 3
    return Image.fromarray(np.clip(total * 255, 0, 255).astype(np.uint8))


def wired(kind: str, name: str = "", *references: str, weight: float = 1.0, **data: Any) -> dict[str, Any]:
    """What a wire from a card with an asset brings; `file` and `pictures` are the asset's."""
    asset = {
        "name": name,
        "kind": "image" if kind == "image_import" else kind,
        "data": data.pop("held", {}),
        "object_hash": data.pop("file", None),
        "references": list(references),
        "pictures": data.pop("pictures", []),
    }
    return {"node_id": name or kind, "kind": kind, "data": {"name": name, **data}, "asset": asset, "weight": weight}


def seen(job: dict[str, Any], folder: Path, *shares: float) -> list[Any]:
    """Frames of the shot at those shares of its time, RGB."""
    picture = Picture(read(job), Pictures(folder))
    last = picture.brief.frames - 1
    return [picture.frame(round(share * last))[..., :3].copy() for share in shares]
