"""Pictures that look like photographs to the program, each different from all others."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw


@cache
def photo(number: int, size: int = 320) -> bytes:
    """A JPEG; the same `number` gives the same picture, another number one that is not like it."""
    image = Image.new("RGB", (size, size), _colour(number, 40))
    draw = ImageDraw.Draw(image)
    cell = size // 8
    for place in range(64):
        if (number * 2654435761 + place * 40503 * (number + 7)) >> 7 & 1:
            x, y = place % 8 * cell, place // 8 * cell
            draw.rectangle((x, y, x + cell - 1, y + cell - 1), fill=_colour(number + place, 120))
    file = BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()


def _colour(seed: int, least: int) -> tuple[int, int, int]:
    return (
        least + seed * 37 % (255 - least),
        least + seed * 71 % (255 - least),
        least + seed * 113 % (255 - least),
    )
