"""A picture's difference hash: 64 bits that survive scaling and recompression."""

from __future__ import annotations

WIDTH, HEIGHT = 9, 8
ALIKE_BITS = 3
TELLING_BITS = 8


def dhash(greys: bytes) -> int:
    """`greys`: 72 brightness values, row by row. A bit is set where the right neighbour is brighter."""
    bits = 0
    for row in range(HEIGHT):
        for column in range(WIDTH - 1):
            left = row * WIDTH + column
            bits = bits << 1 | (greys[left] < greys[left + 1])
    return bits


def bands(value: int) -> tuple[int, int, int, int]:
    """Four times 16 bits: hashes at most ALIKE_BITS apart share at least one, so an index finds them."""
    return value >> 48 & 0xFFFF, value >> 32 & 0xFFFF, value >> 16 & 0xFFFF, value & 0xFFFF


def alike(one: int, other: int) -> bool:
    """Whether two hashes come from the same picture; plain surfaces have no hash that tells anything."""
    telling = all(TELLING_BITS <= value.bit_count() <= 64 - TELLING_BITS for value in (one, other))
    return telling and (one ^ other).bit_count() <= ALIKE_BITS
