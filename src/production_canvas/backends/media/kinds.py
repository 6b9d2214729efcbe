"""Which module renders which kind of node: each has `render(job, folder, report, stop) -> Rendered`."""

from __future__ import annotations

from collections.abc import Mapping

RENDERS: Mapping[str, str] = {
    "transition": "transition",
    "composite": "composite",
    "audio": "audio",
    "convert_images_video": "conversions",
    "convert_video_frame": "conversions",
    "convert_video_images": "conversions",
    "convert_video_audio": "conversions",
    "convert_text_audio": "conversions",
}
"""By kind the module of this package."""
TOO_LARGE = "It takes more memory than one rendering may; make the result smaller, or use smaller pictures."
