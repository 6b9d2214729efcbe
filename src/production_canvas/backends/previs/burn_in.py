"""What is burnt into the picture: the slate line, the PREVIS label, the running timecode, the aspect's bars."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from production_canvas.backends.previs.brief import Brief
from production_canvas.backends.previs.pictures import Texture

_INK, _DIM, _ACCENT = (236, 238, 240, 255), (178, 184, 190, 255), (255, 180, 84, 255)
_MOVES = {"static": "Static", "roll": "Roll"}


def timecode(frame: int, rate: Fraction, count_rate: Fraction) -> str:
    """HH:MM:SS:FF of a clip's frame, counted non-drop at the project's nominal rate, from 00:00:00:00."""
    nominal = max(1, round(count_rate))
    count = round(frame * count_rate / rate)
    seconds, frames = divmod(count, nominal)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"


def _take(brief: Brief) -> str:
    """As in the take's name; jobs of before takes had versions tell the number alone."""
    if brief.version:
        return f"V{brief.version:02d} TAKE {brief.take:02d}"
    return f"TAKE {brief.take}" if brief.take else ""


def _font(size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return font


def _premultiplied(image: Image.Image) -> Texture:
    pixels = np.asarray(image).astype(np.uint16)
    pixels[..., :3] = pixels[..., :3] * pixels[..., 3:] // 255
    return pixels.astype(np.uint8)


class BurnIn:
    """`strip` lies over the lower edge from row `top`; `label` in the upper left; digits follow the frame."""

    def __init__(self, brief: Brief, millimetres: int) -> None:
        self._brief = brief
        self._unit = brief.height / 720
        self.height = round(60 * self._unit)
        self.top = brief.height - self.height
        self.strip = self._strip(millimetres)
        self.label = self._label()
        font = _font(22 * self._unit)
        self._digits = {sign: self._glyph(sign, font) for sign in "0123456789:"}
        self._step = max(glyph.shape[1] for sign, glyph in self._digits.items() if sign != ":")

    def _strip(self, millimetres: int) -> Texture:
        brief, unit = self._brief, self._unit
        fade = np.zeros((self.height, brief.width, 4), np.uint8)
        fade[..., 3] = (np.linspace(0, 1, self.height)[:, None] ** 0.75 * 205).astype(np.uint8)
        image = Image.fromarray(fade)
        draw = ImageDraw.Draw(image)
        x, base = 26 * unit, self.height - 17 * unit
        strong, plain = _font(22 * unit), _font(17 * unit)
        room = brief.width - 190 * unit
        parts = (f"SC {brief.scene}" if brief.scene else "", brief.shot, _take(brief))
        slate = "  ".join(part for part in parts if part) or "SHOT"
        draw.text((x, base), slate, font=strong, fill=_INK, anchor="ls")
        x += draw.textlength(slate, font=strong) + 16 * unit
        move = "Key frames" if brief.keyframes else _MOVES.get(brief.move, brief.move.replace("_", " ").capitalize())
        place = " ".join(
            part
            for part in ("INT." if brief.interior else "EXT.", brief.place.upper(), "- " + brief.time.upper())
            if part
        )
        facts = [f"{brief.size.title()} {millimetres} mm", move, *([place] if brief.place else [])]
        for fact in facts:
            width = draw.textlength(fact, font=plain)
            if x + width > room:
                break
            draw.rectangle((x, base - 15 * unit, x + max(1, 2 * unit), base), fill=_ACCENT)
            draw.text((x + 12 * unit, base), fact, font=plain, fill=_DIM, anchor="ls")
            x += width + 28 * unit
        return _premultiplied(image)

    def _label(self) -> Texture:
        unit = self._unit
        font = _font(15 * unit)
        text = "P R E V I S"
        width, height = round(font.getlength(text) + 22 * unit), round(27 * unit)
        image = Image.new("RGBA", (width, height))
        draw = ImageDraw.Draw(image)
        draw.rounded_rectangle((0, 0, width - 1, height - 1), 5 * unit, fill=(10, 11, 13, 150))
        draw.text((width / 2, height / 2), text, font=font, fill=_ACCENT, anchor="mm")
        return _premultiplied(image)

    def _glyph(self, sign: str, font: ImageFont.FreeTypeFont) -> Texture:
        width = max(2, round(font.getlength(sign)))
        image = Image.new("RGBA", (width, round(30 * self._unit)))
        ImageDraw.Draw(image).text((0, 23 * self._unit), sign, font=font, fill=_INK, anchor="ls")
        return _premultiplied(image)

    def _bars(self, frame: Texture) -> None:
        height, width = frame.shape[:2]
        wanted = self._brief.aspect
        if wanted > width / height * 1.01:
            bar = round((height - width / wanted) / 2)
            frame[:bar], frame[height - bar :] = (0, 0, 0, 255), (0, 0, 0, 255)
        elif wanted < width / height * 0.99:
            bar = round((width - height * wanted) / 2)
            frame[:, :bar], frame[:, width - bar :] = (0, 0, 0, 255), (0, 0, 0, 255)

    def burn(self, frame: Texture, index: int) -> None:
        """Into the frame (RGBA), in place."""
        self._bars(frame)
        over(frame[self.top :], self.strip)
        edge = round(24 * self._unit)
        over(frame[edge : edge + self.label.shape[0], edge : edge + self.label.shape[1]], self.label)
        signs = timecode(index, self._brief.rate, self._brief.count_rate)
        x = frame.shape[1] - round(26 * self._unit)
        top = frame.shape[0] - round(40 * self._unit)
        for sign in reversed(signs):
            glyph = self._digits[sign]
            step = glyph.shape[1] if sign == ":" else self._step
            x -= step
            over(frame[top : top + glyph.shape[0], x : x + glyph.shape[1]], glyph)


def over(target: Texture, layer: Texture) -> None:
    """Lays a premultiplied RGBA layer of the same size over the target, in place."""
    keep = (255 - layer[..., 3:]).astype(np.uint16)
    target[:] = layer + (target * keep // 255).astype(np.uint8)
