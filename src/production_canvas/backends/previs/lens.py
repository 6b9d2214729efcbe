"""The camera: where it stands, what it sees, how it moves, and where a plane of the set lands in the frame.

World in metres: x right, y down, z away. At rest the camera stands at the origin and looks along z; sets are painted as
that view sees them, and each painted plane is carried into the moved view by the homography its depth implies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from production_canvas.backends.previs.brief import Brief

Matrix = NDArray[np.float64]
REACH = 0.25
FAR = 5000.0

# Per shot size: metres of the world that fill the frame's height at the subject, field of view (degrees, vertical),
# camera height (metres), horizon (share of the frame's height from its top), millimetres on a full-frame camera.
FRAMING: dict[str, tuple[float, float, float, float, int]] = {
    "EXTREME WIDE": (10.5, 42.0, 2.3, 0.60, 24),
    "WIDE": (4.5, 34.0, 1.50, 0.55, 35),
    "FULL": (2.5, 28.0, 1.20, 0.44, 40),
    "TWO SHOT": (1.35, 25.0, 1.46, 0.47, 50),
    "OVER THE SHOULDER": (0.95, 23.0, 1.52, 0.46, 50),
    "MEDIUM": (1.12, 24.0, 1.45, 0.46, 50),
    "MEDIUM CLOSE UP": (0.78, 21.0, 1.50, 0.49, 65),
    "CLOSE UP": (0.53, 18.0, 1.56, 0.52, 85),
    "EXTREME CLOSE UP": (0.31, 15.0, 1.61, 0.53, 100),
    "INSERT": (0.42, 20.0, 1.20, 0.30, 90),
}


@dataclass(frozen=True, slots=True)
class Lens:
    """The view at rest. `focal` in pixels; `center` the point straight ahead; `distance` to the subject in metres.

    `reach`: how far beyond the frame the move may look, as shares of its width and height to each side.
    """

    width: int
    height: int
    focal: float
    center: tuple[float, float]
    distance: float
    eye: float
    millimetres: int
    reach: tuple[float, float] = (REACH, REACH)

    @property
    def ceiling(self) -> float:
        """Metres from the eye up to the ceiling of a plain room: wide views are built in higher ones."""
        return 1.35 * max(1.0, self.distance / 7)

    def scale(self, depth: float) -> float:
        """Pixels of a metre at that depth."""
        return self.focal / depth

    def ground(self, depth: float) -> float:
        """The frame's y where the ground lies at that depth."""
        return self.center[1] + self.eye * self.focal / depth


@dataclass(frozen=True, slots=True)
class Pose:
    """The camera in one frame: moved by (x, y, z) metres, turned by yaw, pitch and roll radians, zoomed."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    zoom: float = 1.0


def lens_of(brief: Brief) -> Lens:
    seen, view, eye, horizon, millimetres = FRAMING.get(brief.size, FRAMING["WIDE"])
    focal = brief.height / (2 * math.tan(math.radians(view) / 2))
    return Lens(
        brief.width,
        brief.height,
        focal,
        (brief.width / 2, brief.height * horizon),
        seen * focal / brief.height,
        eye,
        millimetres,
        _reach(brief.move),
    )


def _reach(move: str) -> tuple[float, float]:
    match move.partition("_")[0]:
        case "static" | "zoom":
            return 0.01, 0.01
        case "dolly":
            return 0.03, 0.03
        case "pan" | "truck" | "orbit":
            return REACH, 0.13
        case "tilt" | "pedestal":
            return 0.07, 0.23
        case _:
            return 0.12, 0.19


def _smooth(share: float) -> float:
    return share * share * share * (share * (share * 6 - 15) + 10)


def _turn(lens: Lens, amount: float) -> float:
    """Radians of a pan to each side that stay within the painted overscan."""
    edge, painted = lens.width * 0.5, lens.width * (0.5 + REACH - 0.01)
    most = math.atan(painted / lens.focal) - math.atan(edge / lens.focal)
    return most * (0.3 + 0.7 * amount)


def pose_at(brief: Brief, lens: Lens, share: float) -> Pose:
    """The camera at `share` (0 first frame, 1 last) of the move the shot asks for."""
    eased = _smooth(share)
    name, _, way = brief.move.partition("_")
    # From one side to the other, or out and in: `swing` -1 to 1, `part` 0 to 1, backwards for the opposite move.
    swing = (2 * eased - 1) * (-1 if way in ("left", "up") else 1)
    part = 1 - eased if way == "out" else eased
    amount, span = brief.amount, lens.distance * lens.width / lens.focal
    poses = {
        "pan": Pose(yaw=_turn(lens, amount) * swing),
        "tilt": Pose(pitch=math.atan(lens.height * (0.04 + 0.12 * amount) / lens.focal) * swing),
        "zoom": Pose(zoom=(1.12 + 0.38 * amount) ** part),
        "roll": Pose(roll=math.radians(2 + 7 * amount) * swing, zoom=1.04),
        "dolly": Pose(z=lens.distance * (0.10 + 0.24 * amount) * part),
        "truck": Pose(x=min(span * (0.03 + 0.10 * amount), (REACH - 0.02) * lens.width * _finest(lens)) * swing),
        "pedestal": Pose(y=min(span * (0.015 + 0.055 * amount), 0.15 * lens.height * _finest(lens)) * swing),
        "orbit": _orbit(lens, _turn(lens, amount) * swing),
    }
    return poses.get(name, Pose())


def _finest(lens: Lens) -> float:
    """Metres that a pixel shows of what is nearest: the ground at the lower edge or the ceiling at the upper."""
    return min(lens.eye / (lens.height - lens.center[1]), lens.ceiling / lens.center[1])


def _orbit(lens: Lens, angle: float) -> Pose:
    """On a circle about the subject, which stays where it is in the frame."""
    return Pose(x=lens.distance * math.sin(angle), z=lens.distance * (1 - math.cos(angle)), yaw=-angle)


def _projection(lens: Lens, pose: Pose) -> Matrix:
    """3×4: a world point to the frame."""
    cy, sy, cp, sp, cr, sr = (
        function(angle) for angle in (pose.yaw, pose.pitch, pose.roll) for function in (math.cos, math.sin)
    )
    yaw = np.array([[cy, 0, -sy], [0, 1, 0], [sy, 0, cy]])
    pitch = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    roll = np.array([[cr, sr, 0], [-sr, cr, 0], [0, 0, 1]])
    focal = lens.focal * pose.zoom
    inner = np.array([[focal, 0, lens.center[0]], [0, focal, lens.center[1]], [0, 0, 1.0]])
    # The picture turns and zooms about the frame's middle, wherever the horizon lies.
    rest = np.array([[1, 0, lens.width / 2], [0, 1, lens.height / 2], [0, 0, 1.0]])
    lift = (lens.center[1] - lens.height / 2) * (pose.zoom - 1)
    inner[1, 2] += lift
    about = rest @ roll @ np.linalg.inv(rest)
    place = np.array([[1, 0, 0, -pose.x], [0, 1, 0, -pose.y], [0, 0, 1, -pose.z]])
    moved: Matrix = about @ inner @ pitch @ yaw @ place
    return moved


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane of the set: `z` an upright card at that depth, `y` the floor or ceiling, `x` a side wall."""

    axis: str
    at: float

    def point(self, lens: Lens, u: float, v: float) -> Matrix:
        """The world point of this plane that the view at rest sees at frame position (u, v)."""
        ray = np.array([(u - lens.center[0]) / lens.focal, (v - lens.center[1]) / lens.focal, 1.0])
        return np.append(ray * (self.at / ray["xyz".index(self.axis)]), 1.0)

    def corners(self, lens: Lens) -> list[tuple[float, float]]:
        """Four frame positions well on this plane."""
        (cx, cy), f = lens.center, lens.focal
        if self.axis == "z":
            return [(0, 0), (lens.width, 0), (lens.width, lens.height), (0, lens.height)]
        near, far = abs(self.at) * f / (lens.distance * 0.8), abs(self.at) * f / (lens.distance * 3)
        side = 1 if self.at > 0 else -1
        if self.axis == "y":
            back, front = cy + side * far, cy + side * near
            return [(cx - f, back), (cx + f, back), (cx + f, front), (cx - f, front)]
        back, front = cx + side * far, cx + side * near
        return [(back, cy - f), (front, cy - f), (front, cy + f), (back, cy + f)]


def carry(lens: Lens, plane: Plane, pose: Pose) -> Matrix:
    """3×3: where the moved camera sees what the view at rest saw of that plane, frame to frame."""
    projection = _projection(lens, pose)
    before = plane.corners(lens)
    after = []
    for u, v in before:
        x, y, w = projection @ plane.point(lens, u, v)
        after.append((x / w, y / w))
    moved = cv2.getPerspectiveTransform(np.array(before, np.float32), np.array(after, np.float32))
    return np.asarray(moved, np.float64)
