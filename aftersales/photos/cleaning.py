"""From untrusted bytes to a plain upright JPEG that says nothing of who took it where.

Blocking: call it in a thread.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import ceil

import pillow_heif
from PIL import Image, ImageOps

from aftersales.photos import likeness
from aftersales.photos.model import MAX_PIXELS, NotAnImage, TooManyPixels

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
MAX_SIDE = 2560
QUALITY = 85
MAX_JPEG_SCANS = 64
MAX_PNG_PROFILES = 4


@dataclass(frozen=True)
class Picture:
    """A JPEG with its size in pixels, the hash of its bytes, and its likeness (see `likeness.dhash`)."""

    jpeg: bytes
    width: int
    height: int
    sha256: str
    dhash: int


def clean(data: bytes) -> Picture:
    """The picture; of an animation, its first frame.

    Raises NotAnImage, or TooManyPixels before anything is decoded.
    """
    try:
        image = _decode(data)
    except (NotAnImage, TooManyPixels):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except Exception as error:  # decoders raise whatever they like on hostile bytes
        raise NotAnImage from error
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=QUALITY)
    greys = image.convert("L").resize((likeness.WIDTH, likeness.HEIGHT), Image.Resampling.LANCZOS).tobytes()
    content = jpeg.getvalue()
    return Picture(content, image.width, image.height, sha256(content).hexdigest(), likeness.dhash(greys))


def _decode(data: bytes) -> Image.Image:
    _register_heif()
    if _endless(data):
        raise NotAnImage
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _check_pixels(image)
        if image.format == "JPEG":
            # Decodes at a fraction of the size, in a fraction of the memory.
            longest = max(image.size)
            width, height = (ceil(side * MAX_SIDE / longest) for side in image.size)
            image.draft(None, (width, height))
        image.load()
        _check_pixels(image)  # HEIF says its true size only now
        upright = _upright(image)
        has_alpha = upright.has_transparency_data
        plain = upright.convert("RGBA" if has_alpha else "RGB")
    plain.thumbnail((MAX_SIDE, MAX_SIDE))
    if has_alpha:
        paper = Image.new("RGB", plain.size, "white")
        paper.paste(plain, mask=plain.getchannel("A"))
        plain = paper
    plain.info.clear()  # a comment kept here would be written again
    return plain


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels


def _endless(data: bytes) -> bool:
    """Small files that take minutes: a JPEG scan or PNG profile of some bytes, repeated thousands of times.

    In JPEG data the start-of-scan marker cannot occur by chance; in PNG data its name practically never does.
    """
    if data.startswith(b"\xff\xd8"):
        return data.count(b"\xff\xda") > MAX_JPEG_SCANS
    return data.startswith(b"\x89PNG") and data.count(b"iCCP") > MAX_PNG_PROFILES


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # a broken EXIF block does not make a broken picture
        return image


@cache
def _register_heif() -> None:
    pillow_heif.register_heif_opener(thumbnails=False)
