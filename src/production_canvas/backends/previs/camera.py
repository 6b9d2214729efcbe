"""The camera's way through a shot: ready made moves, key frames with easing, and how far the set lets it go."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from production_canvas.backends.previs.brief import Brief
from production_canvas.backends.previs.lens import FAR, FRAMING, REACH, Lens, Plane, Pose, carry, narrowest

MOST = (0.45, 0.36)
"""How far beyond the frame a set may be painted, as shares of its width and height to each side."""
_BEYOND = 9.0
_SPARE = 0.012
_SAMPLES = 33
_NEAREST = 0.62
"""A camera covers at most this share of the way to its subject, to the ground, and to ceiling and walls of a room."""
_HOLD = "hold"
_CURVES: dict[str, Callable[[float], float]] = {
    "linear": lambda part: part,
    "ease_in": lambda part: part * part,
    "ease_out": lambda part: 1 - (1 - part) ** 2,
    "ease_in_out": lambda part: part**3 * (part * (part * 6 - 15) + 10),
    _HOLD: lambda part: 0.0 if part < 1 else 1.0,
}


@dataclass(frozen=True, slots=True)
class Key:
    """`time` from the first frame, 0, to the last, 1; `handles` of a custom easing as CSS has them."""

    time: float
    value: float
    easing: str
    handles: tuple[float, float, float, float]

    def eased(self, part: float) -> float:
        """How much of the way to the next key is done at `part` of the time to it."""
        if self.easing == "custom":
            return bezier(self.handles, part)
        return _CURVES.get(self.easing, _CURVES["linear"])(part)


def bezier(handles: tuple[float, float, float, float], part: float) -> float:
    """CSS's cubic-bezier at that part of the time."""
    x1, y1, x2, y2 = (float(np.clip(x, 0, 1)) if index % 2 == 0 else x for index, x in enumerate(handles))
    low, high = 0.0, 1.0
    for _ in range(24):
        t = (low + high) / 2
        x = 3 * (1 - t) ** 2 * t * x1 + 3 * (1 - t) * t * t * x2 + t**3
        low, high = (t, high) if x < part else (low, t)
    t = (low + high) / 2
    return 3 * (1 - t) ** 2 * t * y1 + 3 * (1 - t) * t * t * y2 + t**3


def keys_of(rows: Mapping[str, Any]) -> dict[str, tuple[Key, ...]]:
    """Key frames by channel, in order of time; rows that say nothing usable are left out."""
    found: dict[str, list[Key]] = {}
    for _, row in sorted(rows.items()):
        try:
            curve = [float(each) for each in row.get("curve") or (0.42, 0, 0.58, 1)]
            time, value = float(row.get("time") or 0), float(row.get("value") or 0)
            key = Key(min(1.0, max(0.0, time)), value, str(row.get("easing") or "ease_in_out"), _four(curve))
        except (TypeError, ValueError, AttributeError):
            continue
        if math.isfinite(key.value) and all(map(math.isfinite, key.handles)):
            found.setdefault(str(row.get("channel") or "dolly"), []).append(key)
    return {channel: tuple(sorted(keys, key=lambda key: key.time)) for channel, keys in found.items()}


def _four(curve: list[float]) -> tuple[float, float, float, float]:
    first, second, third, fourth = curve
    return first, second, third, fourth


def _value(keys: tuple[Key, ...], share: float) -> float:
    after = next((index for index, key in enumerate(keys) if key.time >= share), None)
    if after is None:
        return keys[-1].value
    if after == 0:
        return keys[0].value
    one, other = keys[after - 1], keys[after]
    return one.value + (other.value - one.value) * one.eased((share - one.time) / (other.time - one.time))


class Way:
    """Where the camera is at any time of the shot. `lens` is painted for what it will see; `allowed` is the part of the
    move that the set has room for, 1 for all of it.
    """

    def __init__(self, brief: Brief, lens: Lens) -> None:
        self._brief = brief
        self._keys = keys_of(brief.keyframes)
        self._rest = lens
        self.allowed = 1.0
        if self._needs(1.0) > 1:
            low, high = 0.0, 1.0
            for _ in range(8):
                middle = (low + high) / 2
                low, high = (low, middle) if self._needs(middle) > 1 else (middle, high)
            self.allowed = low
        across, down = self._overscan(self.allowed)
        self.lens = replace(lens, reach=(across + _SPARE, down + _SPARE))

    def pose(self, share: float) -> Pose:
        """The camera at `share` (0 first frame, 1 last) of the shot."""
        return self._pose(share, self.allowed)

    @property
    def travel(self) -> float:
        """Metres that the camera gets away from where it stands at rest, across its view; half of those along it."""
        poses = self._poses(self.allowed)
        return max(math.hypot(pose.x, pose.y) + abs(pose.z) / 2 for pose in poses)

    def _pose(self, share: float, part: float) -> Pose:
        asked = keyed(self._rest, self._keys, share) if self._keys else ready_made(self._brief, self._rest, share)
        return asked if part == 1 else scaled(asked, part)

    def _needs(self, part: float) -> float:
        """Above 1 where that part of the move leads past what can be painted, or too near to something."""
        across, down = self._overscan(part)
        return max(across / MOST[0], down / MOST[1], *(self._closeness(pose) for pose in self._poses(part)))

    def _poses(self, part: float) -> list[Pose]:
        return [self._pose(at / (_SAMPLES - 1), part) for at in range(_SAMPLES)]

    def _closeness(self, pose: Pose) -> float:
        rest = self._rest
        near = [pose.z / (rest.distance * _NEAREST), pose.y / (rest.eye * _NEAREST)]
        if self._brief.interior:
            near += [-pose.y / (rest.ceiling * _NEAREST), abs(pose.x) / (narrowest(rest) * _NEAREST)]
        return max(near)

    def _overscan(self, part: float) -> tuple[float, float]:
        poses = self._poses(part)
        shares = [overscan(self._rest, pose, interior=self._brief.interior) for pose in poses]
        aside = max(abs(pose.x) for pose in poses) / narrowest(self._rest) if self._brief.interior else 0.0
        walls = aside / (1 - aside) / 2 if aside < 1 else _BEYOND
        return max(walls, *(across for across, _ in shares)), max(down for _, down in shares)


def overscan(lens: Lens, pose: Pose, *, interior: bool) -> tuple[float, float]:
    """How far beyond the frame at rest the moved camera sees, as shares of its width and height."""
    width, height = lens.width, lens.height
    edges = np.array([(0, 0, 1), (width, 0, 1), (width, height, 1), (0, height, 1.0)]).T
    upper, lower = edges[:, :2], edges[:, 2:]
    planes = [(Plane("z", FAR), edges), (Plane("z", lens.distance + 5.2), edges), (Plane("y", lens.eye), lower)]
    if interior:
        planes.append((Plane("y", -lens.ceiling), upper))
    across = down = 0.0
    for plane, points in planes:
        try:
            x, y, w = np.linalg.inv(carry(lens, plane, pose)) @ points
        except np.linalg.LinAlgError:
            return _BEYOND, _BEYOND
        if not np.isfinite(w).all() or ((w <= 0).any() and (w >= 0).any()):
            return _BEYOND, _BEYOND
        xs, ys = x / w, y / w
        across = max(across, -float(xs.min()), float(xs.max()) - width)
        down = max(down, -float(ys.min()), float(ys.max()) - height)
    return across / width, down / height


def scaled(pose: Pose, part: float) -> Pose:
    """That part of the way from rest to the pose."""
    names = ("x", "y", "z", "yaw", "pitch", "roll")
    return Pose(**{name: getattr(pose, name) * part for name in names}, zoom=pose.zoom**part)


def keyed(lens: Lens, keys: Mapping[str, tuple[Key, ...]], share: float) -> Pose:
    """The pose that the key frames ask for. Degrees, metres; zoom as a factor, 0 being none."""
    at = {channel: _value(rows, share) for channel, rows in keys.items()}
    turn = {name: math.radians(at.get(name, 0.0)) for name in ("pan", "tilt", "orbit", "rotate", "roll")}
    away, truck = lens.distance - at.get("dolly", 0.0), at.get("truck", 0.0)
    sin, cos = math.sin(turn["orbit"]), math.cos(turn["orbit"])
    return Pose(
        x=sin * away + cos * truck,
        y=-at.get("pedestal", 0.0),
        z=lens.distance - cos * away + sin * truck,
        yaw=turn["pan"] - turn["orbit"],
        pitch=-turn["tilt"],
        roll=turn["rotate"] + turn["roll"],
        zoom=min(8.0, max(0.5, 1 + at.get("zoom", 0.0))),
    )


def ready_made(brief: Brief, lens: Lens, share: float) -> Pose:
    """The pose of the move that the shot names."""
    eased = _CURVES.get(brief.easing, _CURVES["ease_in_out"])(share)
    name, _, way = brief.move.partition("_")
    # From one side to the other, or out and in: `swing` -1 to 1, `part` 0 to 1, backwards for the opposite move.
    swing = (2 * eased - 1) * (-1 if way in ("left", "up") else 1)
    part = 1 - eased if way == "out" else eased
    amount, span = brief.amount, lens.distance * lens.width / lens.focal
    truck = min(span * (0.03 + 0.10 * amount), (REACH - 0.02) * lens.width * _finest(lens))
    pedestal = min(span * (0.015 + 0.055 * amount), 0.15 * lens.height * _finest(lens))
    poses = {
        "pan": Pose(yaw=_turn(lens, amount) * swing),
        "tilt": Pose(pitch=math.atan(lens.height * (0.04 + 0.12 * amount) / lens.focal) * swing),
        "zoom": Pose(zoom=(1.12 + 0.38 * amount) ** part),
        "roll": Pose(roll=math.radians(2 + 7 * amount) * swing, zoom=1.04),
        "dolly": Pose(z=lens.distance * (0.10 + 0.24 * amount) * part),
        "truck": Pose(x=truck * swing),
        "pedestal": Pose(y=pedestal * swing),
        "orbit": _orbit(lens, _turn(lens, amount) * swing),
        "crane": _crane(lens, amount, (swing + 1) / 2),
    }
    return _handheld(brief, lens, share) if name == "handheld" else poses.get(name, Pose())


def _turn(lens: Lens, amount: float) -> float:
    """Radians of a pan to each side that stay within the painted overscan."""
    edge, painted = lens.width * 0.5, lens.width * (0.5 + REACH - 0.01)
    most = math.atan(painted / lens.focal) - math.atan(edge / lens.focal)
    return most * (0.3 + 0.7 * amount)


def _finest(lens: Lens) -> float:
    """Metres that a pixel shows of what is nearest: the ground at the lower edge or the ceiling at the upper."""
    return min(lens.eye / (lens.height - lens.center[1]), lens.ceiling / lens.center[1])


def _orbit(lens: Lens, angle: float) -> Pose:
    """On a circle about the subject, which stays where it is in the frame."""
    return Pose(x=lens.distance * math.sin(angle), z=lens.distance * (1 - math.cos(angle)), yaw=-angle)


def _crane(lens: Lens, amount: float, low: float) -> Pose:
    """On an arm: from above, looking down at the subject, to the height of the eye, or back up; `low` 1 at the eye."""
    lift = lens.distance * (0.10 + 0.22 * amount) * (1 - low)
    return Pose(y=-lift, z=lens.distance * 0.06 * low, pitch=math.atan(lift / lens.distance) * 0.86)


def _handheld(brief: Brief, lens: Lens, share: float) -> Pose:
    """On a shoulder: breath, small steps and corrections that never repeat; more of it with more motion."""
    seconds = share * float(brief.frames / brief.rate)
    phases = brief.chance("handheld", brief.seed).uniform(0, 2 * math.pi, (5, 3))
    strength = (0.35 + 0.65 * brief.amount) * (0.55 + 0.9 * brief.motion)
    waves = [
        sum(
            weight * math.sin(seconds * pace * 2 * math.pi + phase)
            for weight, pace, phase in zip((1.0, 0.5, 0.22), (0.31, 0.83, 2.1), row, strict=True)
        )
        for row in phases
    ]
    unit = lens.height / lens.focal
    return Pose(
        x=waves[0] * 0.006 * lens.distance * strength,
        y=waves[1] * 0.003 * lens.distance * strength,
        yaw=waves[2] * 0.014 * unit * strength,
        pitch=waves[3] * 0.011 * unit * strength,
        roll=waves[4] * 0.0042 * strength,
        zoom=1.02,
    )


def lens_of(brief: Brief) -> Lens:
    """The view at rest of the shot's size, through the lens that its camera has."""
    seen, view, eye, horizon, millimetres = framing_of(brief.size, brief.millimetres)
    focal = brief.height / (2 * math.tan(math.radians(view) / 2))
    center = (brief.width / 2, brief.height * horizon)
    return Lens(brief.width, brief.height, focal, center, seen * focal / brief.height, eye, millimetres)


def framing_of(size: str, millimetres: float) -> tuple[float, float, float, float, int]:
    """The framing of a shot size through a lens of that length, 0 for the size's own. The subject keeps its size in the
    frame: the camera stands closer with a shorter lens.
    """
    seen, view, eye, horizon, own = FRAMING.get(size, FRAMING["WIDE"])
    if not millimetres:
        return seen, view, eye, horizon, own
    half = math.tan(math.radians(view) / 2) * own / min(300.0, max(12.0, millimetres))
    return seen, 2 * math.degrees(math.atan(half)), eye, horizon, round(millimetres)
