"""Composites: layers where they were put, mixed by their modes, masked; frame-exact, the same every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from production_canvas.backends.backend import BackendFailed, Rendered
from production_canvas.backends.media.composite import render
from production_canvas.media.blending import BLENDS as MIXES
from production_canvas.media.blending import blended, laid_through
from production_canvas.media.reel import Picture
from production_canvas.nodes.composite import BLENDS
from tests.backends.test_media import colors, loud, near
from tests.media.clips import BLUE, RED, clip, tone

PLAIN = {
    "blend": "normal", "opacity": 1.0, "x": 0.0, "y": 0.0, "scale": 1.0, "rotation": 0.0, "values": 1, "mask": None,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "given").mkdir()
    return tmp_path


def plate(folder: Path, name: str, color: tuple[int, ...], size: tuple[int, int] = (640, 360)) -> None:
    Image.new("RGBA" if len(color) > 3 else "RGB", size, color).save(folder / "given" / name, format="PNG")


def made(folder: Path, layers: dict[str, dict[str, Any]], *masks: str, **asked: Any) -> Rendered:
    whole = {"rate": 24.0, "resolution": "640x360", "background": None, "output_type": "image", **asked}
    job = {
        "kind": "composite", "quality": "low", "seed": 0,
        "parameters": {**whole, "layers": [{**PLAIN, **own} for own in layers.values()]},
        "inputs": {"layers": [{"take": name} for name in layers], "masks": [{"take": name} for name in masks]},
    }  # fmt: skip
    return render(job, folder, lambda _percent, _step: None, lambda: False)


def seen(rendered: Rendered) -> Picture:
    return np.asarray(Image.open(rendered.path).convert("RGBA"))


def test_the_lowest_lies_at_the_bottom_each_where_it_was_put(folder: Path) -> None:
    plate(folder, "red", (200, 0, 0))
    plate(folder, "blue", (0, 0, 200), (320, 180))
    picture = seen(made(folder, {"red": {}, "blue": {"scale": 0.5, "x": 0.25, "y": -0.25}}))
    assert picture.shape == (360, 640, 4)
    # A quarter of the frame to the right of its middle, a quarter above, half as wide and as high.
    assert picture[90, 480].tolist() == [0, 0, 200, 255]
    assert picture[2, 322].tolist() == picture[177, 637].tolist() == [0, 0, 200, 255]
    assert picture[90, 317].tolist() == picture[182, 480].tolist() == [200, 0, 0, 255]


def test_a_turn_is_clockwise_about_the_middle(folder: Path) -> None:
    plate(folder, "bar", (0, 200, 0), (640, 40))
    picture = seen(made(folder, {"bar": {"rotation": 90.0, "scale": 0.5}}))
    assert picture[60, 320, 1] > 190 < picture[300, 320, 1]
    assert picture[180, 200, 3] == 0 == picture[10, 320, 3]
    half = Image.new("RGB", (640, 360), (0, 0, 0))
    half.paste((250, 0, 0), (320, 0, 640, 360))
    half.save(folder / "given" / "half", format="PNG")
    turned = seen(made(folder, {"half": {"rotation": 90.0, "scale": 0.5}}))
    assert turned[240, 320, 0] > 240, "its right side points down"
    assert turned[120, 320, 0] < 10


def test_opacity_masks_and_alpha_say_how_much_is_seen(folder: Path) -> None:
    plate(folder, "red", (200, 0, 0))
    plate(folder, "blue", (0, 0, 200))
    plate(folder, "glass", (0, 0, 200, 128))
    ramp = np.tile(np.linspace(0, 255, 640).round().astype(np.uint8), (360, 1))
    Image.fromarray(ramp).save(folder / "given" / "ramp", format="PNG")
    assert near(seen(made(folder, {"red": {}, "blue": {"opacity": 0.25}}))[9, 9], (150, 0, 50, 255), 1)
    assert near(seen(made(folder, {"red": {}, "glass": {}}))[9, 9], (100, 0, 100, 255), 1)
    masked = seen(made(folder, {"red": {}, "blue": {"mask": 0}}, "ramp"))
    for column in (0, 160, 320, 639):
        share = ramp[0, column] / 255
        assert near(masked[50, column], (round(200 * (1 - share)), 0, round(200 * share), 255), 2)
    alone = seen(made(folder, {"blue": {"mask": 0, "opacity": 0.5}}, "ramp"))
    assert near(alone[50, 639], (0, 0, 200, 128), 1), "what nothing covers is seen through"
    assert seen(made(folder, {"blue": {"mask": 0}}, "ramp", background="#ffffff"))[50, 0].tolist() == [255] * 4


def test_a_clip_lasts_as_long_as_the_longest_and_is_the_same_every_time(folder: Path) -> None:
    clip(folder / "given" / "long", RED, seconds=1, pitch=440)
    clip(folder / "given" / "short", BLUE, seconds=0.5, pitch=1760)
    plate(folder, "half", (255, 255, 255), (320, 360))
    layers: dict[str, dict[str, Any]] = {"long": {}, "short": {"opacity": 0.999}}
    first = made(folder, layers, output_type="video")
    assert (first.media.frames, first.media.rate, first.mime) == (24, 24.0, "video/mp4")
    frames = colors(first.path)
    assert near(frames[11], BLUE, 12)
    assert near(frames[12], RED, 12), "a layer ends with its clip"
    assert loud(first.path, 0.1, 0.4, 440) > 0.05 < loud(first.path, 0.1, 0.4, 1760)
    assert loud(first.path, 0.6, 0.9, 1760) < 0.01 < loud(first.path, 0.6, 0.9, 440)
    bytes_ = first.path.read_bytes()
    assert made(folder, layers, output_type="video").path.read_bytes() == bytes_
    still = made(folder, {"half": {}}, output_type="video", resolution="project")
    assert (still.media.frames, still.media.width) == (120, 640), "five seconds of nothing but pictures"


def test_every_mode_mixes_as_it_is_known() -> None:
    """Those that FFmpeg has by the same formula, against its filter; the ends of the range are defined otherwise."""
    assert set(MIXES) | {"normal"} == set(BLENDS)
    levels = np.arange(1, 255, dtype=np.uint8)
    under = np.repeat(np.tile(levels[:, None, None], (1, 254, 1)), 3, axis=2)
    over = np.ascontiguousarray(under.transpose(1, 0, 2))
    for blend in sorted(set(MIXES) - {"softlight"}):
        ours = blended(under, over, blend)
        theirs = by_ffmpeg(over, under, blend) if blend in SWAPPED else by_ffmpeg(under, over, blend)
        off = abs(ours.astype(int) - theirs.astype(int))
        assert off.max() <= 3, f"{blend}: off by up to {off.max()} at {np.unravel_index(off.argmax(), off.shape)}"
    grey = np.full((1, 1, 3), 128, np.uint8)
    assert abs(int(blended(under[128:129, :1], grey, "softlight")[0, 0, 0]) - int(under[128, 0, 0])) <= 1


SWAPPED = {"subtract", "divide", "grainextract", "overlay", "hardlight"}
"""FFmpeg has what comes and what lies there the other way about in these; W3C and painting programs have it as here."""


def by_ffmpeg(under: Picture, over: Picture, blend: str) -> Picture:
    graph = av.filter.Graph()
    sources = [graph.add("buffer", "video_size=254x254:pix_fmt=gbrp:time_base=1/24:pixel_aspect=1/1") for _ in range(2)]
    mixer, sink = graph.add("blend", f"all_mode={blend}"), graph.add("buffersink")
    # Its first input is what comes, its second what lies there.
    sources[0].link_to(mixer, 0, 0)
    sources[1].link_to(mixer, 0, 1)
    mixer.link_to(sink)
    graph.configure()
    for source, picture in zip(sources, (over, under), strict=True):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="gbrp")
        frame.pts = 0
        source.push(frame)
        source.push(None)
    mixed: Any = sink.pull()
    return np.asarray(mixed.reformat(format="rgb24").to_ndarray(), np.uint8)


def test_over_what_has_alpha_itself_each_counts_by_its_own() -> None:
    under = np.array([[[200, 0, 0, 128]]], np.uint8)
    over = np.array([[[0, 0, 200]]], np.uint8)
    whole = laid_through(under, over, 1.0, "normal")
    half = laid_through(under, over, 0.5, "normal")
    assert whole.tolist() == [[[0, 0, 200, 255]]]
    assert near(half[0, 0], (67, 0, 133, 191), 1)


def test_a_sound_is_no_layer(folder: Path) -> None:
    tone(folder / "given" / "sea")
    plate(folder, "red", (200, 0, 0))
    with pytest.raises(BackendFailed, match="nothing of it can be seen"):
        made(folder, {"sea": {}})
    with pytest.raises(BackendFailed, match="nothing of it can be seen"):
        made(folder, {"red": {"mask": 0}}, "sea")
