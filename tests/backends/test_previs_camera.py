"""The camera: ready made moves, key frames and easing, and what they do to near and far."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from production_canvas.backends.previs.brief import read
from production_canvas.backends.previs.camera import MOST, Way, bezier, lens_of
from production_canvas.backends.previs.lens import Lens, Plane, Pose, carry
from production_canvas.backends.previs.picture import Picture
from production_canvas.graph.plan import plan
from production_canvas.nodes import types
from production_canvas.nodes.camera_control import CHANNELS_2D, CHANNELS_3D
from production_canvas.nodes.parameters import EASINGS
from tests.backends.jobs import job
from tests.core.graphs import edit, film, node, wire


def way(camera: dict[str, Any], **more: Any) -> Way:
    brief = read(job(camera=camera, **more))
    return Way(brief, lens_of(brief))


def keyed(channel: str, *rows: tuple[float, float, str], **more: Any) -> Way:
    keys = {str(at): dict(zip(("time", "value", "easing"), row, strict=True)) for at, row in enumerate(rows)}
    return way({"keyframes": {key: {"channel": channel, **row} for key, row in keys.items()}, **more})


def seen(lens: Lens, pose: Pose, depth: float, at: tuple[float, float]) -> tuple[float, float]:
    x, y, w = carry(lens, Plane("z", depth), pose) @ (*at, 1)
    return x / w, y / w


def test_key_frames_say_where_the_camera_is_and_easing_how_it_gets_there() -> None:
    linear = keyed("dolly", (0, 0, "linear"), (0.5, 1, "linear"), (1, 0, "linear"))
    assert [round(linear.pose(share).z, 3) for share in (0, 0.25, 0.5, 0.75, 1)] == [0, 0.5, 1, 0.5, 0]
    slow = keyed("dolly", (0, 0, "ease_in"), (1, 1, "linear"))
    assert slow.pose(0.5).z == pytest.approx(0.25)
    held = keyed("dolly", (0, 0, "hold"), (1, 1, "linear"))
    assert (held.pose(0.99).z, held.pose(1).z) == (0, 1)
    assert keyed("dolly", (0.4, 1, "linear")).pose(0).z == 1
    assert keyed("tilt", (0, 5, "linear")).pose(0).pitch == pytest.approx(-math.radians(5))


def test_a_custom_easing_is_css_cubic_bezier() -> None:
    assert bezier((0.25, 0.1, 0.25, 1), 0.5) == pytest.approx(0.8024, abs=1e-3)
    assert bezier((0, 0, 1, 1), 0.3) == pytest.approx(0.3, abs=1e-3)


def test_a_dolly_moves_near_more_than_far_and_a_zoom_moves_them_alike() -> None:
    """What the camera passes grows; a longer lens magnifies all by one factor."""
    dolly, zoom = (way({"move": name, "amount": 1}) for name in ("dolly_in", "zoom_in"))

    def growth(of: Way, depth: float) -> float:
        left, right = (seen(of.lens, of.pose(1), depth, (x, 180))[0] for x in (300, 340))
        return (right - left) / 40

    far, near = 200.0, dolly.lens.distance
    assert growth(dolly, near) > 1.3
    assert growth(dolly, far) < 1.05
    assert growth(zoom, near) == pytest.approx(growth(zoom, far))
    assert growth(zoom, near) > 1.3


@pytest.mark.parametrize("move", ["truck_left", "truck_right", "pedestal_up", "orbit_left", "crane_down", "handheld"])
def test_a_move_in_space_shifts_near_against_far(move: str) -> None:
    of = way({"move": move, "amount": 1}, duration=4)
    first, last = of.pose(0), of.pose(0.7)
    (x, y), (to_x, to_y) = (seen(of.lens, pose, 400, (320, 150)) for pose in (first, last))
    (near_x, near_y), (near_to_x, near_to_y) = (
        seen(of.lens, pose, of.lens.distance, (320, 150)) for pose in (first, last)
    )
    assert math.hypot((to_x - x) - (near_to_x - near_x), (to_y - y) - (near_to_y - near_y)) > 2


@pytest.mark.parametrize("move", ["pan_left", "pan_right", "tilt_up", "zoom_out", "roll"])
def test_a_flat_move_keeps_near_and_far_together(move: str) -> None:
    of = way({"move": move, "amount": 1})
    near, far = (seen(of.lens, of.pose(1), depth, (250, 150)) for depth in (of.lens.distance, 4000))
    assert math.dist(near, far) < 0.5


def test_an_orbit_keeps_its_subject_in_place() -> None:
    of = way({"move": "orbit_right", "amount": 1})
    center = (of.lens.center[0], of.lens.center[1])
    assert math.dist(seen(of.lens, of.pose(1), of.lens.distance, center), center) < 1


def test_a_longer_lens_flattens_the_set_and_keeps_the_subject_as_large() -> None:
    short, long = (lens_of(read(job(camera={"lens": lens}))) for lens in (18, 100))
    assert short.scale(short.distance) == pytest.approx(long.scale(long.distance))
    assert short.scale(50) < long.scale(50)


some_key = some.fixed_dictionaries(
    {"channel": some.sampled_from([*CHANNELS_2D, *CHANNELS_3D])},
    optional={
        "time": some.floats(0, 1),
        "value": some.floats(-1000, 1000),
        "easing": some.sampled_from([*EASINGS, "custom"]),
        "curve": some.lists(some.floats(-1, 2), min_size=4, max_size=4),
    },
)


@settings(max_examples=25, deadline=None)
@given(
    keys=some.dictionaries(some.text("abc", min_size=1, max_size=3), some_key, min_size=1, max_size=6),
    int_ext=some.sampled_from(["INT", "EXT"]),
    size=some.sampled_from(["EXTREME WIDE", "MEDIUM", "CLOSE UP"]),
    share=some.floats(0, 1),
)
def test_no_key_frames_lead_the_camera_off_the_set(keys: Any, int_ext: str, size: str, share: float) -> None:
    picture = Picture(read(job(camera={"keyframes": keys}, int_ext=int_ext, size=size, cast=(), duration=0.5)))
    assert max(picture.lens.reach[0] / MOST[0], picture.lens.reach[1] / MOST[1]) < 1.05
    assert picture._set(picture._way.pose(share))[..., 3].min() > 250


def test_a_camera_card_hands_its_easing_key_frames_and_lens_to_the_shot() -> None:
    graph = film()
    keys = {"k1": {"channel": "dolly", "time": 1, "value": 2}}
    edit(graph, node("cam", "camera_control", "one", easing="linear", keyframes=keys, lens=85))
    edit(graph, wire("w-cam", "cam", "camera", "sh010", "camera"))
    job_of = plan(graph, "sh010", types(), {}, settings={"rate": 24.0}, seed=1)
    assert job_of.parameters["camera"] == {
        "mode": "3d",
        "move": "dolly_in",
        "amount": 0.5,
        "easing": "linear",
        "keyframes": keys,
        "lens": 85,
    }
