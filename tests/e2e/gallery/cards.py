"""Films in which every kind of node stands once, filled as a crew would fill it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

COLUMNS = 3
PITCH = (400.0, 560.0)


@dataclass(frozen=True, slots=True)
class Card:
    """`key` names it in wires; `library` is the library asset it stands for; `takes` are made of it; `parent` holds it;
    `layers` are set for its wires, in their order; `trusted` only the server writes.
    """

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    library: str = ""
    takes: int = 0
    parent: str = ""
    layers: tuple[dict[str, Any], ...] = ()
    trusted: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.key or self.kind


@dataclass(frozen=True, slots=True)
class Film:
    """`wires` as (source, its socket, target, its socket)."""

    title: str
    cards: tuple[Card, ...]
    wires: tuple[tuple[str, str, str, str], ...] = ()
    beside: tuple[Card, ...] = ()


def shot(number: str, title: str, prompt: str, **data: Any) -> Card:
    return Card("shot", {"number": number, "title": title, "prompt": prompt, **data}, key=number, takes=1)


PIER = shot(
    "SH010", "Pier", "Wide. Fog over the pier; the last ferry leaves. Slow push in.", quality="low", size="WIDE"
)
LAMP = shot("SH020", "Lamp", "Close up. Anna lights the lamp in the office.", quality="low", size="CLOSE UP")

INSIDE = (
    ("SH110", "Wide. The empty pier in the fog at dusk.", 1), ("SH120", "Close up. Her hand on the wet rail.", 1),
    ("SH130", "Full. A gull on the mast.", 1), ("SH140", "Wide. The horn; nothing comes.", 0),
)  # fmt: skip

FILM = Film(
    "Film",
    (
        Card("script"),
        Card("scene_group", {
            "number": "2", "title": "EXT. FERRY PIER - DUSK", "int_ext": "EXT", "place": "Ferry pier", "time": "DUSK",
            "synopsis": "Anna waits for the last ferry. It does not come.",
        }),
        Card("shot", {
            "number": "SH030", "title": "Anna at the rail", "quality": "low", "size": "MEDIUM", "seed": 482116,
            "seed_locked": True, "duration": 3.5, "motion": 0.62, "negative_prompt": "crowds, daylight",
            "prompt": "Medium. Anna at the rail, fog behind her; the lamp turns once. She does not blink.",
            "camera": {"mode": "3d", "move": "dolly_in", "amount": 0.4},
            "note": "Match the rail height with SH020.",
        }, takes=3),
        Card("camera_control", {
            "name": "Around the mast", "camera": {"mode": "3d", "move": "orbit_left", "amount": 0.8},
        }),
        Card("assembler", {"name": "The Last Ferry"}),
    ),
    (
        ("anna", "character", "shot", "characters"),
        ("noir", "style", "shot", "styles"),
        ("place", "environment", "scene_group", "assets"),
        ("SH010", "sequence_out", "SH020", "sequence_in"),
        ("SH020", "sequence_out", "shot", "sequence_in"),
        ("shot", "sequence_out", "assembler", "sequence"),
        ("sea", "audio", "assembler", "audio"),
    ),
    (PIER, LAMP, Card("character", {"name": "Anna"}, key="anna"), Card("style", {"name": "Fog noir"}, key="noir"),
     Card("environment", {"name": "Ferry pier"}, key="place"), Card("audio", {"name": "Sea"}, key="sea"),
     *(Card("shot", {"number": number, "prompt": prompt, "quality": "low", "size": "WIDE"}, key=number, takes=takes,
            parent="scene_group") for number, prompt, takes in INSIDE)),
)  # fmt: skip

ASSETS = Film(
    "Assets",
    (
        Card("character", {
            "name": "Anna", "age": "34", "role": "Keeper's daughter",
            "personality": "Stubborn, dry, counts every coin.", "color": "#e889b5",
        }),
        Card("style", {
            "name": "Tungsten and slate", "keywords": ["low key", "35 mm", "muted"],
            "palette": ["#2a1d16", "#a86b32", "#5d6f78", "#1d262b", "#e9ded2"],
        }),
        Card("environment", {
            "name": "Ferry pier", "place": "Harbour wall", "int_ext": "EXT", "mood": "windswept, lonely",
            "time": "Dusk", "weather": "Fog", "space": "3d", "angle": "front", "depth_map": True,
        }),
        Card("asset", {"name": "Storyboard 12"}, library="picture"),
    ),
    (
        ("character", "character", "SH010", "characters"), ("character", "character", "SH020", "characters"),
        ("style", "style", "SH010", "styles"), ("style", "style", "SH020", "styles"),
        ("environment", "environment", "SH010", "environment"),
    ),
    (PIER, LAMP),
)  # fmt: skip

MEDIA = Film(
    "Picture and sound",
    (
        Card("transition", {"transition": "diagtl", "duration": 1.5, "overlap": 36}),
        Card("composite", {"resolution": "1920x1080"}, layers=(
            {"order": 0}, {"order": 1, "blend": "screen", "opacity": 0.7},
            {"order": 2, "name": "Board", "x": 0.29, "y": -0.27, "scale": 0.36, "rotation": 4},
        )),
        Card("audio", {
            "name": "Sea at the pier", "volume": -6, "fade_in": 1, "fade_out": 2.5, "effects": ["low_pass", "reverb"],
            "markers": {"horn": {"time": 2.4, "label": "Horn"}, "gulls": {"time": 6, "label": "Gulls"}},
        }, library="sound"),
        Card("image_import", {"name": "Storyboard 12"}, library="picture"),
        Card("video_import", {"name": "Harbour plate"}, library="clip"),
    ),
    (
        ("SH010", "video", "transition", "from"), ("SH020", "video", "transition", "to"),
        ("SH010", "video", "composite", "layers"), ("SH020", "video", "composite", "layers"),
        ("image_import", "image", "composite", "layers"),
    ),
    (PIER, LAMP),
)  # fmt: skip

EXPOSED = [
    {"key": "steps", "title": "Steps", "type": "integer", "minimum": 1, "maximum": 60, "default": 24},
    {
        "key": "sampler",
        "title": "Sampler",
        "type": "string",
        "enum": ["euler", "dpm++ 2m", "unipc"],
        "default": "euler",
    },
    {"key": "loop", "title": "Seamless loop", "type": "boolean", "default": False},
]

PIPELINES = Film(
    "Pipelines",
    (
        Card("pipeline", {"name": "Animatic", "backend": "previs"}),
        Card("comfyui_workflow", {
            "name": "Fog pass", "prompt": "Thick sea fog rolls in from the left, low over the water.",
        }, trusted={"workflow_name": "sea-fog-v3.json", "exposed": EXPOSED}),
        Card("wan2gp", {"name": "Waves", "prompt": "Slow swell against the wall."}),
        Card("function_runner", {"name": "Depth of a plate", "runner": "depth"}),
        Card("api_request", {
            "name": "Shot list out", "method": "POST", "url": "https://production.example/api/shots",
            "headers": {"Accept": "application/json"}, "body": '{"shots": {list}}', "mapping": {"text": "$.id"},
        }),
    ),
    (("pipeline", "pipeline", "SH010", "pipeline"), ("pipeline", "pipeline", "SH020", "pipeline")),
    (Card("shot", {"number": "SH010"}, key="SH010"), Card("shot", {"number": "SH020"}, key="SH020")),
)  # fmt: skip

CONVERSIONS = Film(
    "Conversions",
    (
        Card("convert_images_video", {"rate": 12}), Card("convert_video_frame", {"which": "chosen", "frame": 48}),
        Card("convert_video_images", {"every": 12, "limit": 40}), Card("convert_video_audio"),
        Card("convert_text_audio", {"voice": "old_man", "pace": 0.9}), Card("convert_text_number"), Card("collect"),
        Card("pick", {"index": 2}),
    ),
)  # fmt: skip

VALUES = Film(
    "Values",
    (
        Card("number", {"value": 24}), Card("boolean", {"value": True}),
        Card("text", {"text": "Fog, sodium light, wet stone. No people."}),
        Card("array", {"values": ["Pier", "Office", "Lamp room"]}),
        Card("metadata", {
            "name": "Delivery", "facts": {"Client": "Harbour Trust", "Format": "DCP 2K", "Loudness": "-23 LUFS"},
        }),
    ),
)  # fmt: skip

NOTES = Film(
    "Canvas",
    (
        Card("note", {
            "text": "## Before Thursday\n\n- [x] Fog tests\n- [ ] **Horn** on frame 58\n"
            "- [ ] Ask *Jonas* about the rail\n\nReferences: [harbour](https://harbour.example)",
            "width": 264, "height": 208,
        }),
        Card("frame", {"title": "Night block", "color": "#6cb6e8", "width": 320, "height": 208}),
        Card("reroute"),
    ),
    (("number", "number", "reroute", "in"),),
    (Card("number", {"value": 3}),),
)  # fmt: skip

STATES = Film(
    "States",
    (
        Card("character", {"name": "Collapsed", "collapsed": True}, key="collapsed"),
        Card("style", {"name": "Bypassed", "bypassed": True, "keywords": ["wet", "cold"]}, key="bypassed"),
        Card("character", {"name": "Muted", "muted": True, "role": "Ferryman"}, key="muted"),
        Card(
            "environment",
            {"name": "Coloured", "color": "#6fd0a5", "note": "Ask before moving the lamp."},
            key="coloured",
        ),
    ),
)

FILMS = (FILM, ASSETS, MEDIA, PIPELINES, CONVERSIONS, VALUES, NOTES, STATES)
