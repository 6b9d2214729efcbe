"""Places, people and looks by their own pictures: depth, cut-outs, colours, and what hostile files do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from production_canvas.backends.backend import GIVEN
from production_canvas.backends.previs.backend import Previs
from production_canvas.backends.previs.burn_in import _font
from production_canvas.backends.previs.cutout import cut_out
from production_canvas.backends.previs.pictures import colours, read
from tests.backends.jobs import job
from tests.backends.pictures import keep, saved, seen, speckled, wired

MAGENTA = (230, 20, 200)


def shot(place: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    inputs = {name: more.pop(name) for name in ("characters", "styles", "references", "control") if name in more}
    made = job(cast=(), time="DAY", duration=1, place="Nowhere", **more)
    made["inputs"] |= inputs | ({"environment": place} if place is not None else {})
    return made


def shift(before: Any, after: Any, columns: slice, rows: slice = slice(40, 300)) -> float:
    """How far what is in those columns has moved to the side."""
    one, two = (cv2.cvtColor(each[rows, columns], cv2.COLOR_RGB2GRAY) for each in (before, after))
    wide, narrow = (
        cv2.resize(each, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC) for each in (two, one[6:-6, 40:-40])
    )
    alike = cv2.matchTemplate(wide, narrow, cv2.TM_CCOEFF_NORMED)
    return float(int(alike.argmax()) % alike.shape[1] - 160) / 4


TRUCK = {"keyframes": {"a": {"channel": "truck"}, "b": {"channel": "truck", "time": 1, "value": 0.12}}}


def half_near(folder: Path) -> str:
    """A depth map: near on the left, far on the right."""
    grey = np.zeros((90, 160), np.uint8)
    grey[:, :80] = 255
    return keep(folder, saved(Image.fromarray(grey)))


def test_the_places_own_picture_is_the_set(tmp_path: Path) -> None:
    picture = Image.new("RGB", (960, 540), (20, 110, 200))
    ImageDraw.Draw(picture).rectangle((0, 0, 959, 200), fill=(210, 170, 60))
    (frame,) = seen(shot([wired("environment", "Nowhere", keep(tmp_path, saved(picture)))], move="static"), tmp_path, 0)
    above, below = frame[60:120, 100:540].mean((0, 1)), frame[240:290, 100:540].mean((0, 1))
    assert above[0] > above[2] + 60
    assert below[2] > below[0] + 60


def test_what_the_depth_map_calls_near_moves_more(tmp_path: Path) -> None:
    place = wired("environment", "Nowhere", keep(tmp_path, saved(speckled())))
    depth = wired("image_import", "Depth", file=half_near(tmp_path))
    one, two = seen(shot([place], camera=TRUCK, control=[depth]), tmp_path, 0, 1)
    near, far = shift(one, two, slice(20, 240)), shift(one, two, slice(400, 620))
    assert near < far < 0
    assert abs(near) > 5 * abs(far)


def test_a_weak_control_flattens_the_depth_and_a_flat_place_has_none(tmp_path: Path) -> None:
    picture, map_of_it = keep(tmp_path, saved(speckled())), half_near(tmp_path)
    spread = []
    for weight, space in ((1.0, "3d"), (0.3, "3d"), (1.0, "2d")):
        place = wired("environment", "Nowhere", picture, space=space)
        depth = wired("image_import", "Depth", file=map_of_it, weight=weight)
        one, two = seen(shot([place], camera=TRUCK, control=[depth]), tmp_path, 0, 1)
        spread.append(shift(one, two, slice(400, 620)) - shift(one, two, slice(20, 240)))
    assert spread[0] > spread[1] > spread[2] + 0.2
    assert abs(spread[2]) < 0.3


def test_without_a_depth_map_the_ground_moves_more_than_the_horizon(tmp_path: Path) -> None:
    place = wired("environment", "Nowhere", keep(tmp_path, saved(speckled())))
    one, two = seen(shot([place], camera=TRUCK), tmp_path, 0, 1)
    horizon, ground = (shift(one, two, slice(60, 580), rows) for rows in (slice(60, 160), slice(250, 300)))
    assert ground < 1.5 * horizon < -1


def test_the_places_depth_picture_is_its_depth(tmp_path: Path) -> None:
    picture = keep(tmp_path, saved(speckled()))
    asked = {"camera": {"move": "truck_right", "amount": 0.3}}
    by_control = shot(
        [wired("environment", "Nowhere", picture)], control=[wired("image_import", file=half_near(tmp_path))], **asked
    )
    of_its_own = shot([wired("environment", "Nowhere", picture, pictures=[half_near(tmp_path)])], **asked)
    (one,), (two,) = seen(by_control, tmp_path, 0), seen(of_its_own, tmp_path, 0)
    assert np.array_equal(one, two)


def test_the_reference_grid_lies_on_the_ground_and_moves_with_it(tmp_path: Path) -> None:
    picture = keep(tmp_path, saved(Image.new("RGB", (640, 360), (60, 60, 70))))
    lines = []
    for grid in (False, True):
        place = wired("environment", "Nowhere", picture, grid=grid)
        lines.append([each.astype(int) for each in seen(shot([place], camera=TRUCK), tmp_path, 0, 1)])
    marked = [np.abs(with_grid - without).sum(2) > 60 for without, with_grid in zip(*lines, strict=True)]
    assert marked[0][230:290].mean() > 0.02
    assert not marked[0][60:180].any()
    assert (marked[0] != marked[1]).mean() > 0.005


def person(folder: Path, *, whole: bool = True) -> str:
    """A magenta person on transparent ground, head to foot or a bust."""
    picture = Image.new("RGBA", (200, 520 if whole else 260))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((70, 10, 130, 90), fill=(*MAGENTA, 255))
    draw.rectangle((85, 80, 115, 110), fill=(*MAGENTA, 255))
    draw.rounded_rectangle((40, 100, 160, picture.height - 1), 30, fill=(*MAGENTA, 255))
    if not whole:
        draw.rectangle((40, 150, 160, 260), fill=(*MAGENTA, 255))
    return keep(folder, saved(picture))


def magenta(frame: Any) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is magenta."""
    red, green, blue = (frame[..., channel].astype(int) for channel in range(3))
    rows, columns = np.nonzero((red - green > 60) & (blue - green > 40))
    return float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max())


def test_a_cut_out_stands_on_the_ground_as_tall_as_a_person(tmp_path: Path) -> None:
    cast = [wired("character", "Zoe", person(tmp_path))]
    (frame,) = seen(shot(characters=cast, move="static", size="FULL"), tmp_path, 0)
    left, top, right, bottom = magenta(frame)
    # A full shot sees 2.5 m: a person of 1.62 to 1.84 m fills 65 to 74 % of 360 lines.
    assert 225 < bottom - top < 275
    assert 45 < right - left < 75


def test_a_cut_out_moves_with_what_is_as_far_away(tmp_path: Path) -> None:
    cast = [wired("character", "Zoe", person(tmp_path))]
    one, two = seen(shot(characters=cast, camera={"move": "truck_right", "amount": 1}, motion=0.0), tmp_path, 0, 1)
    assert magenta(two)[0] < magenta(one)[0] - 40
    one, two = seen(shot(characters=cast, camera={"move": "dolly_in", "amount": 1}, motion=0.0), tmp_path, 0, 1)
    assert magenta(two)[3] - magenta(two)[1] > 1.2 * (magenta(one)[3] - magenta(one)[1])


@pytest.mark.parametrize("size", ["MEDIUM", "CLOSE UP"])
def test_a_bust_fills_near_shots_down_to_the_frames_edge(tmp_path: Path, size: str) -> None:
    cast = [wired("character", "Zoe", person(tmp_path, whole=False))]
    (frame,) = seen(shot(characters=cast, move="static", size=size), tmp_path, 0)
    _, top, _, bottom = magenta(frame)
    assert 0 < top < 100
    assert bottom > 325


def test_a_bust_in_a_wide_shot_dresses_the_drawn_figure(tmp_path: Path) -> None:
    cast = [wired("character", "Zoe", person(tmp_path, whole=False))]
    (frame,) = seen(shot(characters=cast, move="static", size="FULL"), tmp_path, 0)
    _, top, _, bottom = magenta(frame)
    assert 60 < bottom - top < 250


def test_a_person_is_cut_off_an_even_background_and_off_a_busy_one() -> None:
    busy = np.asarray(speckled(300, 400)) // 3
    for ground in (np.full((400, 300, 3), 205, np.uint8), busy.astype(np.uint8)):
        picture = Image.fromarray(ground)
        draw = ImageDraw.Draw(picture)
        draw.ellipse((110, 60, 190, 170), fill=MAGENTA)
        draw.rounded_rectangle((60, 160, 240, 420), 40, fill=MAGENTA)
        cut = cut_out(np.asarray(picture.convert("RGBA")))
        assert cut is not None
        solid = cut.alpha > 127
        assert (np.abs(cut.color[solid].astype(int) - MAGENTA).sum(1) < 90).mean() > 0.95
        assert 0.8 < solid.sum() / 49_000 < 1.2
        assert not cut.whole


@pytest.mark.parametrize("size", [(1, 1), (400, 8), (64, 64)])
def test_where_nobody_stands_out_there_is_no_cut_out(size: tuple[int, int]) -> None:
    assert cut_out(np.asarray(Image.new("RGBA", size, (90, 90, 90, 255)))) is None


def far_from(frame: Any, palette: list[tuple[int, int, int]]) -> float:
    """How far the hues of the picture are on average from the nearest of the palette's."""
    lab = [
        cv2.cvtColor(np.asarray(each, np.uint8).reshape(1, -1, 3), cv2.COLOR_RGB2LAB).astype(float)[0]
        for each in (frame[:320], palette)
    ]
    away = np.linalg.norm(lab[0][:, None, 1:] - lab[1][None, :, 1:], axis=2)
    return float(away.min(1).mean())


def test_a_palette_draws_colours_towards_it_as_strongly_as_its_wire() -> None:
    palette = [(60, 28, 16), (200, 90, 60), (240, 196, 180)]
    held = {"palette": ["#3c1c10", "#c85a3c", "#f0c4b4"]}
    away = [
        far_from(seen(shot(styles=[wired("style", "Rust", weight=weight, held=held)]), Path("none"), 0)[0], palette)
        for weight in (0.0, 0.5, 1.0)
    ]
    assert away[0] > away[1] > away[2]
    assert away[2] < 0.8 * away[0]


def test_keywords_grade_the_picture_and_a_wire_of_no_weight_does_nothing() -> None:
    def colourful(weight: float) -> float:
        style = wired("style", "Noir", weight=weight, held={"keywords": ["noir"]})
        (frame,) = seen(shot(styles=[style], place=None), Path("none"), 0)
        return float(np.ptp(frame[:300].astype(int), axis=2).mean())

    assert colourful(1) < 2 < colourful(0.5) < colourful(0)


def test_pictures_of_styles_and_references_give_their_colours(tmp_path: Path) -> None:
    red = Image.new("RGB", (300, 200), (170, 40, 30))
    ImageDraw.Draw(red).rectangle((0, 0, 300, 60), fill=(240, 200, 190))
    name = keep(tmp_path, saved(red, "JPEG"))
    plain, styled, referred = (
        seen(shot(**asked), tmp_path, 0)[0].astype(int)
        for asked in ({}, {"styles": [wired("style", "Red", name)]}, {"references": [wired("image_import", file=name)]})
    )
    warmth = [float((each[:300, :, 0] - each[:300, :, 2]).mean()) for each in (plain, referred, styled)]
    assert warmth[0] + 8 < warmth[1] < warmth[2]


def test_the_main_colours_of_a_picture_are_told_by_how_much_they_fill() -> None:
    picture = Image.new("RGBA", (100, 100), (10, 20, 30, 255))
    ImageDraw.Draw(picture).rectangle((0, 0, 99, 29), fill=(200, 100, 50, 255))
    assert colours(np.asarray(picture))[:2] == [(10, 20, 30), (200, 100, 50)]


# The end of another shot


def test_a_take_begins_with_the_last_frame_of_the_shot_before(tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    before = Previs().run(shot(time_of="x", move="pan_left"), tmp_path / "before", lambda _p, _s: None, lambda: False)
    name = keep(tmp_path, before.path.read_bytes())
    ended = seen(shot(move="pan_left"), tmp_path, 1)[0].astype(int)
    asked = shot(place=None, int_ext="INT", first_frame=name)
    asked["parameters"]["scene"]["place"] = "Kitchen"
    own = shot(int_ext="INT")
    own["parameters"]["scene"]["place"] = "Kitchen"
    first, last = (each.astype(int) for each in seen(asked, tmp_path, 0, 1))
    assert np.abs(first[40:300] - ended[40:300]).mean() < 4
    assert np.abs(last - seen(own, tmp_path, 1)[0]).max() == 0
    assert np.abs(seen(own, tmp_path, 0)[0][40:300] - ended[40:300]).mean() > 20


# The slate


def test_scene_shot_and_take_stand_on_the_slate(tmp_path: Path) -> None:
    asked = shot(number="SH040", quality="standard") | {"take": 3}
    frame = seen(asked, tmp_path, 0)[0]
    font = _font(22)
    for text in ("SC 2", "SH040", "TAKE 3"):
        glyphs = Image.new("L", (round(font.getlength(text)) + 4, 26))
        ImageDraw.Draw(glyphs).text((2, 22), text, font=font, fill=255, anchor="ls")
        strip = cv2.cvtColor(frame[660:, :640], cv2.COLOR_RGB2GRAY)
        assert cv2.matchTemplate(strip, np.asarray(glyphs), cv2.TM_CCOEFF_NORMED).max() > 0.8


# Hostile and missing files


def hostile() -> dict[str, bytes]:
    picture = speckled(320, 180)
    alpha = picture.convert("RGBA")
    alpha.putalpha(Image.linear_gradient("L").resize(alpha.size))
    return {
        "one pixel": saved(Image.new("RGB", (1, 1), (9, 200, 40))),
        "very wide": saved(Image.new("RGB", (10_000, 100), (60, 90, 160))),
        "very tall": saved(Image.new("RGB", (100, 10_000), (60, 90, 160)), "JPEG"),
        "cmyk": saved(picture.convert("CMYK"), "JPEG"),
        "palette": saved(picture.convert("P", palette=Image.Palette.ADAPTIVE)),
        "palette with transparency": saved(picture.convert("P"), transparency=0),
        "alpha": saved(alpha),
        "wholly transparent": saved(Image.new("RGBA", (80, 80))),
        "grey with alpha": saved(alpha.convert("LA")),
        "sixteen bits": saved(Image.fromarray(np.arange(3600, dtype=np.uint16).reshape(60, 60) * 18)),
        "one bit": saved(picture.convert("1")),
        "webp": saved(alpha, "WEBP"),
        "cut off": saved(picture)[:4000],
        "no picture": b"FADE IN:",
        "nothing": b"",
    }


@pytest.mark.parametrize("kind", hostile())
def test_any_picture_makes_a_take_as_place_person_and_look(tmp_path: Path, kind: str) -> None:
    name = keep(tmp_path, hostile()[kind])
    asked = shot(
        [wired("environment", "Nowhere", name, pictures=[name])],
        characters=[wired("character", "Zoe", name)],
        styles=[wired("style", "Look", name)],
        references=[wired("image_import", file=name)],
        camera={"move": "orbit_left", "amount": 1},
        size="MEDIUM",
    )
    asked["parameters"] |= {"first_frame": name, "duration": 0.25}
    rendered = Previs().run(asked, tmp_path, lambda _p, _s: None, lambda: False)
    assert rendered.media.frames == 3


def test_missing_files_leave_the_drawn_set_and_people(tmp_path: Path) -> None:
    gone = "0" * 64
    (tmp_path / GIVEN).mkdir()
    with_files = shot(
        [wired("environment", "Nowhere", gone)], characters=[wired("character", "Zoe", gone)], first_frame=gone
    )
    without = shot([wired("environment", "Nowhere")], characters=[wired("character", "Zoe")])
    assert np.array_equal(*(seen(each, tmp_path, 0.5)[0] for each in (with_files, without)))


def test_a_picture_larger_than_100_megapixels_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(saved(Image.new("1", (10_001, 10_001))))
    assert read(path) is None
