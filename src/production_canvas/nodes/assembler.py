"""The film from its sequence and its sound."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, RESOLUTIONS, choice, flag, line, number
from production_canvas.nodes.spec import Level, NodeType, Socket, SocketType

FORMATS = {
    "mp4_h264": "MP4, H.264",
    "mp4_h265": "MP4, H.265",
    "mov_prores": "MOV, ProRes 422 HQ",
    "webm_vp9": "WebM, VP9",
    "webm_av1": "WebM, AV1",
}

NODE = NodeType(
    kind="assembler",
    title="Final film",
    help="The film from its sequence and its sound tracks, in one file.",
    component="AssemblerNode",
    category="Film",
    icon="projector",
    levels=(Level.PROJECT, Level.SCENE),
    width=300,
    inputs=(
        Socket("sequence", (SocketType.SEQUENCE,), "Sequence"),
        Socket("audio", (SocketType.AUDIO,), "Sound tracks", many=True),
    ),
    outputs=(Socket("video", (SocketType.VIDEO,), "Film"),),
    parameters=(
        line("name", "Name"),
        choice("format", "Format", FORMATS, default="mp4_h264", titles=FORMATS),
        choice("resolution", "Resolution", RESOLUTIONS, default="project", titles={"project": "As the film"}),
        number("loudness", "Loudness", -36, -8, default=-14, unit="LUFS", step=0.5, control="slider"),
        flag("chapters", "Chapters", default=True, hint="One for each scene."),
        flag("burn_in", "Burnt-in timecode"),
        choice("status", "State", ("empty", "queued", "rendering", "ready", "failed"), default="empty", server=True),
        line("asset_id", "Film file", limit=64, server=True),
        *COMMON,
    ),
)
