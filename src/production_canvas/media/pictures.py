"""Pictures that people bring: decoded, turned upright, written anew without anything but their pixels."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from production_canvas.media.sniffing import NotMedia

PIXELS = 100_000_000
SIDE = 16_384
THUMB = 512
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 93, "subsampling": 0, "optimize": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 92, "method": 4},
}


def rewrite(source: Path, mime: str, written: Path, thumb: Path) -> dict[str, Any]:
    """Width, height and codec of the picture, which is written anew as sRGB, and small. Of an animation it is the first
    picture. Raises NotMedia for what cannot be decoded whole or has more than 100 megapixels.
    """
    kind = FORMATS[mime]
    picture = decoded(source, mime)
    flat = picture.convert("RGB") if kind == "JPEG" else picture
    flat.save(written, format=kind, **WRITTEN[kind])
    small(picture, thumb)
    return {"width": picture.width, "height": picture.height, "codec": kind.lower()}


def decoded(source: Path, mime: str) -> Image.Image:
    """The picture upright, as sRGB, with alpha where there is any. Raises NotMedia as `rewrite` does."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=[FORMATS[mime]]) as opened:
                if max(opened.size) > SIDE or opened.width * opened.height > PIXELS:
                    raise NotMedia(
                        f"The picture has {opened.width} × {opened.height} pixels; {SIDE} a side are the most."
                    )
                opened.load()
                return _plain(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotMedia("The picture has too many pixels to be opened.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise NotMedia("The picture is damaged: it cannot be decoded to its end.") from error


def small(picture: Image.Image, path: Path) -> None:
    """A WebP of at most 512 pixels a side."""
    copy = picture.copy()
    copy.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    copy.save(path, format="WEBP", quality=82, method=4)


def _plain(picture: Image.Image) -> Image.Image:
    """Eight bits of red, green, blue, and alpha where there is any; colours as sRGB has them."""
    profile = picture.info.get("icc_profile")
    alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    if picture.mode.startswith(("I", "F")):
        # Sixteen bits of grey: Pillow would cut them off instead of scaling them.
        picture = picture.convert("I").point(lambda value: value / 256, "L")
    mode = "RGBA" if alpha else "RGB"
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            kept = picture.getchannel("A") if picture.mode == "RGBA" else None
            base = picture.convert("RGB") if picture.mode == "RGBA" else picture
            turned = ImageCms.profileToProfile(base, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            # A broken profile says nothing: the numbers are taken as they stand.
            return _bare(picture.convert(mode))
        picture = turned or base
        if kept is not None:
            picture.putalpha(kept)
    return _bare(picture.convert(mode))


def _bare(picture: Image.Image) -> Image.Image:
    picture.info = {}
    return picture
