"""What falls or drifts between the camera and the set: rain, snow, fog."""

from __future__ import annotations

import cv2
import numpy as np

from production_canvas.backends.previs.paint import noise
from production_canvas.backends.previs.pictures import Texture
from production_canvas.backends.previs.scenery import Stage


class Weather:
    """Tiles that scroll over the frame; outdoors only."""

    def __init__(self, stage: Stage) -> None:
        brief = stage.brief
        self._kind = "clear" if brief.interior else brief.weather
        self._height, self._width = brief.height, brief.width
        chance = brief.chance("weather", brief.seed)
        unit = brief.height / 720
        self._tiles: list[tuple[Texture, float, float]] = []
        if self._kind == "rain":
            self._tiles = [
                (self._streaks(chance, count, length * unit, bright), 3 * unit, speed * unit)
                for count, length, bright, speed in ((520, 22, 62, 44), (180, 46, 84, 72))
            ]
        elif self._kind == "snow":
            self._tiles = [
                (self._flakes(chance, count, size * unit), drift * unit, speed * unit)
                for count, size, drift, speed in ((500, 0.9, 0.5, 2.2), (170, 1.9, 0.9, 3.9), (36, 4.2, 1.6, 6.5))
            ]
        elif self._kind == "fog":
            bank = noise(chance, brief.width * 2, brief.height, 6, octaves=4, stretch=1.8)
            low = np.clip(np.linspace(-0.35, 1.1, brief.height), 0.1, 1)[:, None]
            alpha = np.clip((bank - 0.30) * 1.5, 0, 1) * low * 0.62
            wrap = np.abs(np.linspace(-1, 1, brief.width * 2))[None, :] ** 6
            alpha = alpha * (1 - wrap) + np.roll(alpha, brief.width, 1) * wrap
            self._fog = np.dstack([alpha[..., None] * np.asarray(stage.light.haze), alpha * 255]).astype(np.uint8)

    def _streaks(self, chance: np.random.Generator, count: int, length: float, bright: int) -> Texture:
        tile = np.zeros((self._height, self._width), np.uint8)
        for x, y, share in chance.random((count, 3)):
            start = (int(x * self._width), int(y * self._height))
            reach = length * (0.6 + 0.8 * share)
            end = (int(start[0] + reach * 0.07), int(start[1] + reach))
            cv2.line(tile, start, end, int(bright * (0.5 + 0.5 * share)), 1, cv2.LINE_AA)
        return np.asarray(cv2.merge([tile, tile, tile, np.zeros_like(tile)]), np.uint8)

    def _flakes(self, chance: np.random.Generator, count: int, size: float) -> Texture:
        tile = np.zeros((self._height, self._width), np.uint8)
        for x, y, share in chance.random((count, 3)):
            middle = (int(x * self._width * 16), int(y * self._height * 16))
            cv2.circle(tile, middle, int(size * (0.6 + 0.8 * share) * 16), int(150 + 90 * share), -1, cv2.LINE_AA, 4)
        tile = np.asarray(cv2.GaussianBlur(tile, (0, 0), max(0.5, size * 0.4)), np.uint8)
        return np.asarray(cv2.merge([tile, tile, tile, np.zeros_like(tile)]), np.uint8)

    def fall(self, frame: Texture, index: int) -> None:
        """Onto the frame (RGBA), in place."""
        for tile, across, down in self._tiles:
            x, y = round(index * across) % self._width, round(index * down) % self._height
            # Adding the tile in four parts scrolls it round without a copy.
            for rows, source_rows in (
                (slice(y, None), slice(0, self._height - y)),
                (slice(0, y), slice(self._height - y, None)),
            ):
                for columns, source in (
                    (slice(x, None), slice(0, self._width - x)),
                    (slice(0, x), slice(self._width - x, None)),
                ):
                    part = frame[rows, columns]
                    if part.size:
                        cv2.add(part, tile[source_rows, source], dst=part)
        if self._kind == "fog":
            x = round(index * self._height / 720 * 1.4) % self._width
            bank = self._fog[:, x : x + self._width]
            keep = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(bank, 3)), cv2.COLOR_GRAY2RGBA)
            cv2.add(cv2.multiply(frame, keep, scale=1 / 255), bank, dst=frame)
