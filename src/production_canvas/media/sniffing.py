"""What a file is, by what stands in it; its name is never asked."""

from __future__ import annotations

from typing import Literal, TypeAlias

import filetype

from production_canvas.errors import Invalid

Sort: TypeAlias = Literal["image", "video", "audio"]

HEADER = 8192
"""Bytes from the beginning that are enough to tell."""

KNOWN: dict[str, Sort] = {
    "image/jpeg": "image",
    "image/png": "image",
    "image/apng": "image",
    "image/webp": "image",
    "video/mp4": "video",
    "video/x-m4v": "video",
    "video/quicktime": "video",
    "video/webm": "video",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/aac": "audio",
    "audio/x-wav": "audio",
    "audio/x-flac": "audio",
    "audio/ogg": "audio",
}
SORTS = frozenset(KNOWN.values())
WORDS: dict[str, str] = {"image": "a picture", "video": "a clip", "audio": "a sound"}
SAID = {"image/apng": "image/png", "audio/x-wav": "audio/wav", "audio/x-flac": "audio/flac", "video/x-m4v": "video/mp4"}
WANTED = (
    "Pictures (PNG, JPEG, WebP), clips (MP4, MOV, WebM) and sounds (WAV, MP3, AAC, FLAC, Ogg) can be brought in; this "
    "file is none of them, whatever its name says."
)


class NotMedia(Invalid):
    """The file holds nothing that can be used here."""

    code = "not_media"

    def __init__(self, sentence: str = WANTED) -> None:
        super().__init__(sentence)


def told_by(header: bytes) -> tuple[Sort, str]:
    """Picture, clip or sound, and its media type. Raises NotMedia for all else."""
    found = filetype.guess_mime(header[:HEADER])
    if found is None or found not in KNOWN:
        raise NotMedia
    return KNOWN[found], SAID.get(found, found)


def check_same(name: str, kind: str, sort: Sort) -> None:
    """Raises NotMedia where a file of that sort cannot stand for what is of that kind."""
    if sort != kind:
        raise NotMedia(f"{name} is {WORDS[kind]}; the new file is {WORDS[sort]} and cannot take its place.")
