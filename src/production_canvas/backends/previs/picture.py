"""Frames of a shot: the set carried by the camera, the people on it, weather, grain, burn-ins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from production_canvas.backends.previs import exterior, insert, interior
from production_canvas.backends.previs.backdrop import Backdrop, surroundings
from production_canvas.backends.previs.brief import Brief
from production_canvas.backends.previs.burn_in import BurnIn
from production_canvas.backends.previs.camera import Way, lens_of
from production_canvas.backends.previs.cast import Figure, contact, figures
from production_canvas.backends.previs.grid import ground_grid
from production_canvas.backends.previs.lens import Matrix, Pose, carry
from production_canvas.backends.previs.light import grade_of, light_of
from production_canvas.backends.previs.lines import Lines
from production_canvas.backends.previs.opening import Opening
from production_canvas.backends.previs.pictures import Pictures, Texture
from production_canvas.backends.previs.scenery import Layer, Stage
from production_canvas.backends.previs.weather import Weather

_GRAINS = 6


class Picture:
    """Paints once, then gives any frame of the shot."""

    def __init__(self, brief: Brief, pictures: Pictures | None = None, lines: Lines | None = None) -> None:
        self.brief = brief
        self._lines = lines
        self._way = Way(brief, lens_of(brief))
        self.lens = self._way.lens
        pictures = pictures or Pictures()
        stage = Stage(brief, self.lens, light_of(brief), grade_of(brief, pictures), pictures)
        place = pictures.first(brief.place_pictures)
        self._backdrop: Backdrop | None = None
        self._behind: list[Layer] = []
        self._before: list[Layer] = []
        if place is not None:
            stage = replace(stage, light=surroundings(stage.light, place, brief))
            depth_map = pictures.open(brief.depth_picture) if brief.depth_picture else None
            self._backdrop = Backdrop(stage, place, depth_map, self._way.travel)
        else:
            self._behind, self._before = (interior if brief.interior else exterior).build(stage)
        self._figures = figures(stage)
        shadows = [contact(stage, figure) for figure in self._figures if brief.size in ("WIDE", "EXTREME WIDE", "FULL")]
        squares = [ground_grid(stage)] if brief.grid else []
        self._behind = [*self._behind, *squares, *shadows, *insert.table(stage)]
        self._weather = Weather(stage)
        self._opening = Opening(brief, pictures.folder)
        self._burn_in = BurnIn(brief, self.lens.millimetres)
        self._vignette = _vignette(brief, stage.grade.vignette)
        self._grain = _grain(brief, stage.grade.grain)
        self._floor = np.full_like(self._vignette, 8)
        self._floor[..., 3] = 0
        self._still: tuple[Pose, Texture] | None = None

    def frame(self, index: int) -> Texture:
        """RGBA of that frame, counted from 0."""
        share = index / max(1, self.brief.frames - 1)
        pose = self._way.pose(share)
        frame = self._set(pose)
        seconds = float(index / self.brief.rate)
        for figure in self._figures:
            self._lay(frame, figure.layer, carry(self.lens, figure.layer.plane, pose) @ self._sway(figure, seconds))
        self._lay_all(frame, self._before, pose)
        self._weather.fall(frame, index)
        cv2.multiply(frame, self._vignette, dst=frame, scale=1 / 255)
        cv2.add(frame, self._grain[index % _GRAINS], dst=frame)
        cv2.subtract(frame, self._floor, dst=frame)
        self._opening.lay(frame, index)
        self._burn_in.burn(frame, index)
        return frame

    def _set(self, pose: Pose) -> Texture:
        # A camera that stands still sees the same set in every frame.
        if self._still is None or self._still[0] != pose:
            size = (self.lens.height, self.lens.width, 4)
            frame = self._backdrop.view(pose) if self._backdrop else np.zeros(size, np.uint8)
            self._lay_all(frame, self._behind, pose)
            self._still = pose, frame
        return self._still[1].copy()

    def _lay_all(self, frame: Texture, layers: Sequence[Layer], pose: Pose) -> None:
        for layer in layers:
            self._lay(frame, layer, carry(self.lens, layer.plane, pose))

    def _sway(self, figure: Figure, seconds: float) -> Matrix:
        """Breathing and a shift of weight about the feet; who speaks moves more."""
        lively = (0.35 + self.brief.motion) * (2.2 if self._lines and self._lines.speaks(figure.name, seconds) else 1.0)
        turn = math.radians(0.34 * lively) * math.sin(seconds * 1.15 + figure.phase)
        rise = 1 + 0.0026 * lively * math.sin(seconds * 1.9 + figure.phase * 2)
        x, y = figure.feet
        cos, sin = math.cos(turn), math.sin(turn)
        move = np.array([[cos, -sin * rise, 0], [sin, cos * rise, 0], [0, 0, 1.0]])
        back, out = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1.0]]), np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])
        moved: Matrix = out @ move @ back
        return moved

    def _lay(self, frame: Texture, layer: Layer, carried: Matrix) -> None:
        height, width = layer.texture.shape[:2]
        placed = carried @ np.array([[1, 0, layer.left], [0, 1, layer.top], [0, 0, 1.0]])
        corners = placed @ np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1.0]])
        if corners[2].min() <= 0:
            x0, y0, x1, y1 = 0, 0, frame.shape[1], frame.shape[0]
        else:
            xs, ys = corners[0] / corners[2], corners[1] / corners[2]
            x0, y0 = max(0, math.floor(xs.min())), max(0, math.floor(ys.min()))
            x1, y1 = min(frame.shape[1], math.ceil(xs.max())), min(frame.shape[0], math.ceil(ys.max()))
        if x1 <= x0 or y1 <= y0:
            return
        inside = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]]) @ placed
        area, size = frame[y0:y1, x0:x1], (x1 - x0, y1 - y0)
        if layer.solid:
            area[:] = _warp(layer.texture, inside, size, cv2.BORDER_REPLICATE)
            return
        drawn = _warp(layer.texture, inside, size, cv2.BORDER_CONSTANT)
        keep = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(drawn, 3)), cv2.COLOR_GRAY2RGBA)
        cv2.add(cv2.multiply(area, keep, scale=1 / 255), drawn, dst=area)


def _warp(texture: Texture, matrix: Matrix, size: tuple[int, int], border: int) -> Texture:
    matrix = matrix / matrix[2, 2]
    if abs(matrix[2, 0]) + abs(matrix[2, 1]) < 1e-9:  # noqa: PLR2004 - nothing converges: the cheaper way is exact
        return np.asarray(
            cv2.warpAffine(texture, matrix[:2], size, flags=cv2.INTER_LINEAR, borderMode=border), np.uint8
        )
    return np.asarray(cv2.warpPerspective(texture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=border), np.uint8)


def _vignette(brief: Brief, strength: float) -> Texture:
    x, y = np.meshgrid(np.linspace(-1, 1, brief.width), np.linspace(-1, 1, brief.height))
    fall = 1 - strength * np.clip((x * x * 0.8 + y * y * 0.7) - 0.25, 0, 1.25) ** 1.4
    plane = np.clip(fall * 255, 0, 255).astype(np.uint8)
    return np.dstack([plane, plane, plane, np.full_like(plane, 255)])


def _grain(brief: Brief, strength: float) -> list[Texture]:
    raw = brief.chance("grain").standard_normal((brief.height, brief.width), np.float32)
    soft = cv2.GaussianBlur(raw, (0, 0), 0.8)
    plane = np.clip(8 + soft * np.float32(strength * 4.4), 0, 16).astype(np.uint8)
    sheets = []
    for index in range(_GRAINS):
        # One sheet laid elsewhere each time is as good as a new one to the eye.
        moved = np.roll(plane, (index * brief.height // 5, index * brief.width // 7), (0, 1))
        sheets.append(np.dstack([moved, moved, moved, np.zeros_like(moved)]))
    return sheets
