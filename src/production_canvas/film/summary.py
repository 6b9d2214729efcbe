"""What `canvas script --json` prints of a screenplay."""

from __future__ import annotations

from typing import Any

from production_canvas.film.breakdown import Shot, break_down
from production_canvas.film.script import Script


def summary(script: Script, *, shots: bool = False) -> dict[str, Any]:
    """Format, title, pages, scenes, characters, locations and counts as JSON values; `shots` adds the proposed ones."""
    found: dict[str, Any] = {
        "format": script.format,
        "title": script.title,
        "pages": script.pages,
        "scenes": [
            {
                "number": scene.number,
                "heading": scene.heading,
                "int_ext": scene.int_ext,
                "place": scene.place,
                "time": scene.time,
                "eighths": scene.eighths,
                "line": scene.line_from,
            }
            for scene in script.scenes
        ],
        "characters": [{"name": character.name, "cues": character.cues} for character in script.characters],
        "locations": list(script.locations),
        "cues": script.cues,
        "dual_dialogues": script.dual_dialogues,
    }
    if shots:
        found["shots"] = [
            {"scene": scene.scene.number, **shot_record(shot)}
            for scene in break_down(script).scenes
            for shot in scene.shots
        ]
    return found


def shot_record(shot: Shot) -> dict[str, Any]:
    """A proposed shot as JSON values."""
    return {
        "number": shot.number,
        "title": shot.title,
        "rule": shot.rule,
        "reason": shot.reason,
        "confidence": shot.confidence,
        "line_from": shot.line_from,
        "line_to": shot.line_to,
        "size": shot.size,
        "camera": dict(shot.camera),
        "characters": list(shot.characters),
        "dialogue": shot.dialogue,
        "prompt": shot.prompt,
        "duration": shot.duration,
        "id": shot.id,
    }
