"""What comes out of untrusted bytes: a plain upright JPEG, or a refusal that cost next to nothing."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from aftersales.photos import cleaning
from aftersales.photos.cleaning import clean
from aftersales.photos.likeness import alike
from aftersales.photos.model import NotAnImage, TooManyPixels

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def vase(size: tuple[int, int] = (640, 480), mode: str = "RGB", seed: int = 1) -> Image.Image:
    """A picture with something on it, the same for the same seed."""
    shapes = random.Random(seed)
    image = Image.new("RGB", size, "tan")
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = shapes.randrange(size[0]), shapes.randrange(size[1])
        colour = (shapes.randrange(256), shapes.randrange(256), shapes.randrange(256))
        draw.ellipse((x, y, x + size[0] // 4, y + size[1] // 4), fill=colour)
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def heic(image: Image.Image) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out)
    return out.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg), formats=["JPEG"])
    image.load()
    return image


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *extra: bytes, pixels: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + body + chunk(b"IEND", b"")


def webp(width: int, height: int) -> bytes:
    """A lossless WebP of one pixel that says it has more: 14 bits each, after the signature."""
    data = encoded(Image.new("RGB", (1, 1)), "WEBP", lossless=True)
    at = data.index(b"VP8L") + 9
    return data[:at] + struct.pack("<I", (width - 1) | (height - 1) << 14 | 1 << 28) + data[at + 4 :]


def gif(screen: tuple[int, int], frame: tuple[int, int]) -> bytes:
    header = b"GIF89a" + struct.pack("<HHBBB", *screen, 0, 0, 0)
    return header + b"," + struct.pack("<HHHHBB", 0, 0, *frame, 0, 8) + b"\1\0\0;"


@pytest.mark.parametrize(
    "data",
    [
        encoded(vase(), "JPEG"),
        encoded(vase(), "JPEG", progressive=True),
        encoded(vase(mode="CMYK"), "JPEG"),
        encoded(vase(mode="L"), "JPEG"),
        encoded(vase(), "PNG"),
        encoded(vase(mode="P"), "PNG"),
        encoded(vase(mode="1"), "PNG"),
        encoded(vase(), "WEBP"),
        encoded(vase(), "GIF"),
        encoded(vase(), "MPO", save_all=True, append_images=[vase(seed=2)]),
        heic(vase()),
    ],
    ids=["jpeg", "progressive", "cmyk", "grey", "png", "palette", "bitmap", "webp", "gif", "mpo", "heic"],
)
def test_every_kind_of_photo_becomes_an_rgb_jpeg(data: bytes) -> None:
    picture = clean(data)
    image = opened(picture.jpeg)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (640, 480))
    assert (picture.width, picture.height) == (640, 480)


def test_the_colours_stay() -> None:
    image = opened(clean(encoded(Image.new("RGB", (64, 64), (200, 30, 60)), "PNG")).jpeg)
    pixel = image.getpixel((32, 32))
    assert isinstance(pixel, tuple)
    assert all(abs(got - wanted) < 6 for got, wanted in zip(pixel, (200, 30, 60), strict=True))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_becomes_white(kind: str) -> None:
    image = opened(clean(encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), kind)).jpeg)
    assert image.getpixel((32, 32)) == (255, 255, 255)


def test_an_animation_is_its_first_frame() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        red, green, blue = opened(clean(data).jpeg).getpixel((32, 32))  # type: ignore[misc]
        assert red > 240
        assert green < 15
        assert blue < 15


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(3000, 1500), (5200, 2600)])
def test_a_large_picture_is_made_smaller_and_a_small_one_not_larger(kind: str, size: tuple[int, int]) -> None:
    large = clean(encoded(Image.new("L", size), kind))
    assert (large.width, large.height) == (2560, 1280)
    small = clean(encoded(Image.new("RGB", (3, 2), "red"), kind))
    assert (small.width, small.height) == (3, 2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_picture_is_turned_upright(kind: str) -> None:
    image = Image.new("RGB", (80, 40), "blue")
    image.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held upright: turn clockwise
    turned = opened(clean(encoded(image, kind, exif=exif.tobytes())).jpeg)
    assert turned.size == (40, 80)
    assert turned.getpixel((20, 10))[0] > 200  # type: ignore[index]
    assert turned.getpixel((20, 70))[2] > 200  # type: ignore[index]


def test_nothing_is_told_about_who_took_it_where() -> None:
    exif = Image.Exif()
    exif[MAKE] = "SecretPhone"
    exif[GPS] = {1: "N", 2: (30.0, 16.0, 12.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngInfo()
    text.add_text("Author", "SecretPhone", zip=True)
    secrets = {"exif": exif.tobytes(), "icc_profile": profile}
    for data in (
        encoded(vase(), "JPEG", comment=b"SecretPhone", xmp=b"<x>SecretPhone</x>", **secrets),
        encoded(vase(), "WEBP", xmp=b"<x>SecretPhone</x>", **secrets),
        encoded(vase(), "PNG", pnginfo=text, **secrets),
        encoded(vase(), "GIF", comment=b"SecretPhone"),
    ):
        jpeg = clean(data).jpeg
        assert b"SecretPhone" not in jpeg
        image = opened(jpeg)
        assert not dict(image.getexif())
        assert not image.info.keys() & {"exif", "icc_profile", "xmp", "comment"}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")
@pytest.mark.parametrize("block", [b"not even a header", b"MM\0*\xff\xff\xff\xff garbage"])
def test_a_broken_exif_block_does_not_break_the_picture(block: bytes) -> None:
    picture = clean(encoded(vase(), "JPEG", exif=b"Exif\0\0" + block))
    assert (picture.width, picture.height) == (640, 480)


def test_the_hash_is_of_the_picture_not_of_its_metadata() -> None:
    plain, commented = encoded(vase(), "JPEG"), encoded(vase(), "JPEG", comment=b"holiday")
    assert plain != commented
    assert clean(plain).sha256 == clean(commented).sha256
    assert clean(plain).sha256 != clean(encoded(vase(seed=2), "JPEG")).sha256


def test_a_scaled_and_recompressed_copy_is_alike_and_another_picture_is_not() -> None:
    original = clean(encoded(vase((1600, 1200)), "JPEG"))
    copy = clean(encoded(vase((1600, 1200)).resize((800, 600)), "WEBP", quality=40))
    other = clean(encoded(vase((1600, 1200), seed=2), "JPEG"))
    assert copy.sha256 != original.sha256
    assert alike(copy.dhash, original.dhash)
    assert not alike(other.dhash, original.dhash)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello, I am a picture",
        "这不是图片".encode(),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        bytes(4) + b"ftypheic" + bytes(100),
        encoded(vase(), "JPEG")[:2000],
        encoded(vase(), "PNG")[:2000],
        encoded(vase(), "BMP"),
        encoded(vase(), "TIFF"),
        encoded(vase(), "PPM"),
        encoded(vase(), "ICO"),
        heic(vase())[:600],
        png(0, 10),
    ],
)
def test_what_is_no_picture_of_an_accepted_kind_is_refused(data: bytes) -> None:
    with pytest.raises(NotAnImage) as refused:
        clean(data)
    assert (refused.value.status, refused.value.code) == (415, "not_an_image")


@pytest.mark.parametrize(
    "data",
    [
        png(8000, 5001),
        png(10_000, 10_000),
        png(30_000, 30_000),
        png(2**31 - 1, 2**31 - 1),
        webp(8000, 5001),
        webp(16_383, 16_383),
        gif((65_535, 65_535), (1, 1)),
        gif((8000, 5001), (1, 1)),
        gif((1, 1), (8000, 5001)),
        encoded(vase((64, 64)), "JPEG").replace(
            struct.pack(">HH", 64, 64), struct.pack(">HH", 8000, 5001), 1
        ),
    ],
    ids=["png", "png100M", "png900M", "png_max", "webp", "webp_max", "gif_max", "gif", "gif_frame", "jpeg"],
)
def test_too_many_pixels_are_refused_before_decoding(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", _forbidden)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", _forbidden)
    with pytest.raises(TooManyPixels) as refused:
        clean(data)
    assert (refused.value.status, refused.value.code) == (422, "too_many_pixels")


def test_forty_megapixels_are_allowed() -> None:
    assert clean(encoded(Image.new("L", (8000, 5000)), "JPEG")).width == 2560


def _forbidden(*_: object) -> None:
    raise AssertionError("decoded")


def zeros(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes * 1024 * 1024), 9)


def progressive_scans(count: int) -> bytes:
    jpeg = encoded(vase((64, 64)), "JPEG", progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:-2] + jpeg[last:-2] * count + jpeg[-2:]


@pytest.mark.parametrize(
    "data",
    [
        png(10, 10, pixels=bytes(9)),
        png(10, 10, chunk(b"zTXt", b"k\0\0" + zeros(4))),
        png(10, 10, chunk(b"iTXt", b"k\0\1\0\0\0" + zeros(4))),
        png(10, 10, chunk(b"iCCP", b"x\0\0" + zeros(4))),
        png(10, 10, *[chunk(b"iCCP", b"x\0\0" + zeros(1))] * 5),
        progressive_scans(60),
    ],
    ids=["short_of_pixels", "zTXt", "iTXt", "profile", "profiles", "scans"],
)
def test_small_files_that_grow_are_refused(data: bytes) -> None:
    with pytest.raises(NotAnImage):
        clean(data)


def test_more_pixels_than_declared_are_not_read() -> None:
    assert clean(png(10, 10, pixels=bytes(8 * 1024 * 1024))).width == 10


def test_a_size_that_grows_while_decoding_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """HEIF names one size in its container and may hold another."""

    def grow(image: Image.Image) -> None:
        image._size = (8000, 5001)

    data = heic(vase((64, 64)))
    heif_file: Callable[..., object] = pillow_heif.HeifImageFile
    cleaning._register_heif()
    monkeypatch.setattr(heif_file, "load", grow)
    with pytest.raises(TooManyPixels):
        clean(data)
