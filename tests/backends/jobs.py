"""Jobs of shots, as a plan makes them."""

from __future__ import annotations

from typing import Any


def job(
    *,
    number: str = "SH010",
    place: str = "Harbour",
    int_ext: str = "EXT",
    time: str = "DUSK",
    cast: tuple[str, ...] = ("Anna",),
    size: str = "WIDE",
    move: str = "dolly_in",
    quality: str = "low",
    duration: float = 0.5,
    rate: float = 24.0,
    seed: int = 7,
    **more: Any,
) -> dict[str, Any]:
    """The job of one shot; `more` goes into its parameters."""
    return {
        "node_id": "shot",
        "kind": "shot",
        "backend": "previs",
        "pipeline_id": "previs",
        "pipeline_version": "1",
        "quality": quality,
        "seed": seed,
        "node_type_version": 1,
        "parameters": {
            "number": number,
            "title": "",
            "prompt": "",
            "negative_prompt": "",
            "size": size,
            "camera": {"mode": "3d", "move": move, "amount": 0.5},
            "duration": duration,
            "motion": 0.5,
            "dialogue": "",
            "rate": rate,
            "aspect_ratio": "16:9",
            "scene": {"number": "2", "title": "", "place": place, "time": time, "int_ext": int_ext},
            **more,
        },
        "inputs": {
            "characters": [
                {"node_id": name, "kind": "character", "data": {"name": name}, "asset": None} for name in cast
            ],
            "environment": [{"node_id": "place", "kind": "environment", "data": {"name": place}, "asset": None}],
        },
    }
