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

Matrix = NDArray[np.float64]
REACH = 0.25
FAR = 5000.0
_LEVEL = 1e-6

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


def narrowest(lens: Lens) -> float:
    """Metres from the middle to a side wall of the narrowest room that is built for such a view."""
    return 2.0 * max(1.0, lens.distance / 6)


def projection(lens: Lens, pose: Pose) -> Matrix:
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
    seen = projection(lens, pose)
    before = plane.corners(lens)
    after = []
    for u, v in before:
        x, y, w = seen @ plane.point(lens, u, v)
        # Level with the camera a point lies nowhere in its view: as far out as can be told apart from it.
        w = w if abs(w) > _LEVEL else _LEVEL
        after.append((x / w, y / w))
    moved = cv2.getPerspectiveTransform(np.array(before, np.float32), np.array(after, np.float32))
    return np.asarray(moved, np.float64)
