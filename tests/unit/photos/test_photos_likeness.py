"""The difference hash finds the same picture again and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aftersales.photos.likeness import ALIKE_BITS, alike, bands, dhash

hashes = st.integers(0, 2**64 - 1)
few_bits = st.sets(st.integers(0, 63), max_size=ALIKE_BITS)


def test_each_bit_says_whether_the_right_neighbour_is_brighter() -> None:
    assert dhash(bytes(range(9)) * 8) == 2**64 - 1
    assert dhash(bytes(range(9, 0, -1)) * 8) == 0
    assert dhash(bytes([0, 1, 0, 0, 0, 0, 0, 0, 0]) + bytes(63)) == 1 << 63
    assert dhash(bytes(63) + bytes([0, 0, 0, 0, 0, 0, 0, 0, 1])) == 1


@given(hashes, few_bits)
def test_what_is_alike_shares_a_band(value: int, flipped: set[int]) -> None:
    other = value ^ sum(1 << bit for bit in flipped)
    assert any(one == two for one, two in zip(bands(value), bands(other), strict=True))


@given(hashes)
def test_bands_are_the_hash(value: int) -> None:
    a, b, c, d = bands(value)
    assert a << 48 | b << 32 | c << 16 | d == value


def test_alike_up_to_three_bits() -> None:
    value = 0x0F0F_0F0F_0F0F_0F0F
    assert alike(value, value ^ 0b111)
    assert not alike(value, value ^ 0b1111)


def test_plain_surfaces_are_never_alike() -> None:
    assert not alike(0, 0)
    assert not alike(2**64 - 1, 2**64 - 1)
    assert not alike(0b111_1111, 0b111_1111)
