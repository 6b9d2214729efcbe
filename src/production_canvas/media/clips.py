"""Clips and sounds that people bring: what they are, a picture of them, and a copy that every browser plays."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from PIL import Image

from production_canvas.media.pictures import small
from production_canvas.media.sniffing import NotMedia

SIDE = 8192
HOURS = 4
TALL = 1080
CONTAINERS = {
    "video/mp4": "mov,mp4,m4a,3gp,3g2,mj2",
    "video/quicktime": "mov,mp4,m4a,3gp,3g2,mj2",
    "audio/mp4": "mov,mp4,m4a,3gp,3g2,mj2",
    "video/webm": "matroska,webm",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/ogg": "ogg",
}
DAMAGED = "The file is damaged or cut off: it cannot be played to its end."
UNREADABLE = "The file is coded in a way that cannot be read here; bring it as H.264, VP9, AAC or WAV."
MISSING = 0.1
"""Part of the length that may be missing at the end before a file counts as cut off."""


def opened(source: Path, mime: str) -> Any:
    """The container, opened as what it is and as nothing that leads to other files."""
    try:
        return av.open(
            str(source), format=CONTAINERS[mime].split(",")[0], options={"protocol_whitelist": "file"}, timeout=20
        )
    except (FFmpegError, ValueError, OSError) as error:
        raise NotMedia(DAMAGED) from error


def facts(source: Path, mime: str) -> dict[str, Any]:
    """What the file holds: width, height, rate as a fraction, frames, codec, sound, channels, sample_rate, duration in
    seconds. Every packet is read once. Raises NotMedia where there is neither picture nor sound, or not all of it.
    """
    try:
        with opened(source, mime) as file:
            video = next((each for each in file.streams.video if not _cover(each)), None)
            audio = file.streams.audio[0] if file.streams.audio else None
            if video is None and audio is None:
                raise NotMedia("There is neither a picture nor a sound in the file.")
            if any(each and each.codec_context is None for each in (video, audio)):
                raise NotMedia(UNREADABLE)
            found = {**(_video(video) if video else {}), **(_audio(audio) if audio else {})}
            lead = video or audio
            count, end = _walked(file, lead)
            declared = _declared(file, lead)
            length = declared or end
            if (
                not count
                or not math.isfinite(length)
                or length <= 0
                or (declared and end < declared * (1 - MISSING) - 1)
            ):
                raise NotMedia(DAMAGED)
            if length > HOURS * 3600:
                raise NotMedia(f"The file is longer than {HOURS} hours.")
            if video:
                found["frames"] = video.frames or count
                if turns(first_frame(source, mime)) % 2:
                    found["width"], found["height"] = found["height"], found["width"]
            return {**found, "duration": round(length, 6)}
    except FFmpegError as error:
        raise NotMedia(DAMAGED) from error


def picture_of(file: Any) -> Any:
    """The stream of moving pictures. Raises NotMedia where there is none."""
    found = next((each for each in file.streams.video if not _cover(each)), None)
    if found is None:
        raise NotMedia("There is no moving picture in the file.")
    return found


def _cover(stream: Any) -> bool:
    # The cover of an album is a stream of one picture.
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _video(stream: Any) -> dict[str, Any]:
    width, height = stream.codec_context.width, stream.codec_context.height
    if not width or not height:
        raise NotMedia(DAMAGED)
    if max(width, height) > SIDE:
        raise NotMedia(f"The clip has {width} × {height} pixels; {SIDE} a side are the most.")
    rate: Fraction = stream.average_rate or stream.guessed_rate or Fraction(25)
    return {
        "width": width,
        "height": height,
        "rate": f"{rate.numerator}/{rate.denominator}",
        "codec": stream.codec_context.name,
    }


def _audio(stream: Any) -> dict[str, Any]:
    context = stream.codec_context
    return {"sound": context.name, "channels": context.channels, "sample_rate": context.sample_rate}


def _declared(file: Any, stream: Any) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return file.duration / av.time_base if file.duration else 0.0


def _walked(file: Any, stream: Any) -> tuple[int, float]:
    """How many packets the stream has, and when the last one ends, in seconds."""
    count, end = 0, 0.0
    start = float((stream.start_time or 0) * stream.time_base)
    for packet in file.demux(stream):
        if packet.size and packet.pts is not None:
            count += 1
            end = max(end, float((packet.pts + (packet.duration or 0)) * stream.time_base) - start)
    return count, end


def still(source: Path, mime: str, duration: float, path: Path) -> None:
    """Writes a picture of the clip, from a tenth of its length."""
    with opened(source, mime) as file:
        stream = picture_of(file)
        try:
            if duration > 1:
                file.seek(int(duration / 10 * av.time_base))
            frame = next(iter(file.decode(stream)), None)
        except FFmpegError as error:
            raise NotMedia(DAMAGED) from error
        if not isinstance(frame, VideoFrame):
            raise NotMedia(DAMAGED)
        small(Image.fromarray(np.rot90(frame.to_ndarray(format="rgb24"), turns(frame))), path)


def plays(mime: str, found: dict[str, Any], pixels: str) -> bool:
    """Whether every browser plays the file as it is, without effort."""
    if min(found["width"], found["height"]) > TALL:
        return False
    sound = found.get("sound")
    if mime == "video/mp4":
        return found["codec"] == "h264" and pixels in {"yuv420p", "yuvj420p"} and sound in {None, "aac", "mp3"}
    return mime == "video/webm" and found["codec"] in {"vp8", "vp9"} and sound in {None, "vorbis", "opus"}


def first_frame(source: Path, mime: str) -> VideoFrame:
    """Raises NotMedia where not even that can be decoded."""
    with opened(source, mime) as file:
        stream = picture_of(file)
        frame = next(iter(file.decode(stream)), None)
    if not isinstance(frame, VideoFrame):
        raise NotMedia(DAMAGED)
    return frame


def turns(frame: VideoFrame) -> int:
    """Counter-clockwise quarters, after which it stands upright: telephones film lying and say so in the file."""
    return round(frame.rotation / 90) % 4


def _upright(frame: VideoFrame, width: int, height: int) -> VideoFrame:
    """The frame as the proxy has it, at the time that it had."""
    turned_by = turns(frame)
    if not turned_by:
        return frame.reformat(width=width, height=height, format="yuv420p")
    lying = (height, width) if turned_by % 2 else (width, height)
    pixels = frame.reformat(width=lying[0], height=lying[1], format="rgb24").to_ndarray()
    upright = np.ascontiguousarray(np.rot90(pixels, turned_by), dtype=np.uint8)
    turned = VideoFrame.from_ndarray(upright, format="rgb24")
    turned.pts, turned.time_base = frame.pts, frame.time_base
    return turned.reformat(format="yuv420p")


def write_proxy(source: Path, mime: str, found: dict[str, Any], path: Path) -> None:
    """Writes an H.264 and AAC copy of at most 1080 lines, which begins to play before it has arrived whole."""
    scale = min(1.0, TALL / min(found["width"], found["height"]))
    width, height = (max(2, round(found[side] * scale / 2) * 2) for side in ("width", "height"))
    with (
        opened(source, mime) as file,
        av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as made,
    ):
        video = picture_of(file)
        audio = file.streams.audio[0] if file.streams.audio else None
        picture = made.add_stream("libx264", rate=Fraction(found["rate"]), options={"preset": "veryfast", "crf": "23"})
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        picture.codec_context.time_base = video.time_base
        sound = made.add_stream("aac", rate=48_000, layout="stereo") if audio else None
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48_000, frame_size=1024) if audio else None
        for packet in file.demux(*(each for each in (video, audio) if each)):
            for frame in packet.decode():
                if isinstance(frame, VideoFrame):
                    made.mux(picture.encode(_upright(frame, width, height)))
                elif sound and resampler:
                    for piece in resampler.resample(frame):
                        made.mux(sound.encode(piece))
        made.mux(picture.encode(None))
        if sound and resampler:
            for piece in resampler.resample(None):
                made.mux(sound.encode(piece))
            made.mux(sound.encode(None))
