"""What a camera's file becomes, and which files are refused."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from PIL import Image, ImageCms
from pillow_heif import from_pillow

from retour_core.threads.errors import (
    PhotoDamaged,
    PhotoRefused,
    PhotoTooLarge,
    PhotoTooManyPixels,
    PhotoUnsupported,
)
from retour_core.threads.pictures import Picture, picture_of
from tests.core.threads.pictures import (
    GPS,
    encoded,
    png_claiming,
    taken_in_berlin,
)


def made_of(content: bytes) -> Picture:
    return picture_of(io.BytesIO(content), name="IMG_1.jpg")


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def refused(content: bytes) -> PhotoRefused:
    with pytest.raises(PhotoRefused) as error:
        made_of(content)
    return error.value


def test_where_and_with_what_it_was_taken_is_gone() -> None:
    content = taken_in_berlin()
    assert shown(content).getexif().get_ifd(GPS)[2] == (52.0, 31.0, 12.0)

    made = made_of(content)

    for file in (made.large, made.thumbnail):
        image = shown(file)
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {
            *("jfif", "jfif_version", "jfif_unit", "jfif_density"),
            *("progressive", "progression"),
        }
        assert b"Secret" not in file
        assert b"Exif" not in file


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (0, 0)),
        (2, (1, 0)),
        (3, (1, 1)),
        (4, (0, 1)),
        (5, (0, 0)),
        (6, (1, 0)),
        (7, (1, 1)),
        (8, (0, 1)),
    ],
)
def test_a_photo_stands_upright_however_the_phone_was_held(
    orientation: int, corner: tuple[int, int]
) -> None:
    """A white corner at the top left of the sensor goes where the note says."""
    sensor = Image.new("RGB", (640, 480), "black")
    sensor.paste("white", (0, 0, 160, 160))
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    sensor.save(file, "JPEG", exif=exif, quality=95)

    image = shown(made_of(file.getvalue()).large)

    upright = (640, 480) if orientation < 5 else (480, 640)
    assert image.size == upright
    at = (corner[0] * (upright[0] - 1), corner[1] * (upright[1] - 1))
    assert min(image.getpixel(at)) > 240  # type: ignore[type-var, arg-type]


@pytest.mark.parametrize(
    ("size", "large", "small"),
    [
        ((4000, 3000), (2048, 1536), (320, 240)),
        ((3000, 4000), (1536, 2048), (240, 320)),
        ((200, 100), (200, 100), (200, 100)),
        ((6000, 2), (2048, 1), (320, 1)),
    ],
)
def test_sizes_are_limited_and_never_blown_up(
    size: tuple[int, int], large: tuple[int, int], small: tuple[int, int]
) -> None:
    made = made_of(encoded(size))

    assert shown(made.large).size == large == (made.width, made.height)
    assert shown(made.thumbnail).size == small


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_phones_and_screens_make_is_taken(kind: str) -> None:
    red, green, blue = shown(made_of(encoded(kind=kind)).large).getpixel((9, 9))  # type: ignore[misc]

    assert red > 180
    assert max(green, blue) < 60


def test_an_iphones_heic_is_taken() -> None:
    file = io.BytesIO()
    from_pillow(Image.new("RGB", (640, 480), "red")).save(file)

    image = shown(made_of(file.getvalue()).large)

    assert (image.format, image.size) == ("JPEG", (640, 480))


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "expected"),
    [
        ("RGBA", (0, 0, 0, 0), "PNG", 255),
        ("LA", (0, 0), "PNG", 255),
        ("P", 0, "PNG", 0),
        ("1", 1, "PNG", 255),
        ("I;16", 0x8000, "PNG", 128),
        ("CMYK", (0, 0, 0, 0), "JPEG", 255),
        ("L", 128, "JPEG", 128),
    ],
)
def test_every_kind_of_pixel_becomes_a_colour_on_white(
    mode: str, colour: Any, kind: str, expected: int
) -> None:
    image = shown(made_of(encoded((64, 64), colour, kind=kind, mode=mode)).large)

    assert image.mode == "RGB"
    assert image.getpixel((9, 9)) == (expected, expected, expected)


def test_colours_of_another_profile_are_converted_and_the_profile_dropped() -> None:
    """In a profile whose red and blue are exchanged, red is blue."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    plain = encoded((64, 64), icc_profile=srgb.tobytes())
    broken = encoded((64, 64), icc_profile=b"no profile at all")
    foreign = encoded((64, 64), icc_profile=lab.tobytes())

    for content in (plain, broken, foreign):
        image = shown(made_of(content).large)
        assert "icc_profile" not in image.info
        assert image.getpixel((9, 9))[0] > 180  # type: ignore[index]


def test_the_same_upload_gives_the_same_file() -> None:
    assert made_of(encoded()).sha256 == made_of(encoded()).sha256
    assert made_of(encoded()).sha256 != made_of(encoded(colour="blue")).sha256


@pytest.mark.parametrize("size", [(8000, 6300), (10_000, 10_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_decoded(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(_image: Any) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decode)

    error = refused(png_claiming(*size))

    assert isinstance(error, PhotoTooManyPixels)
    assert error.context == {"name": "IMG_1.jpg", "most": 50}


def test_a_file_larger_than_allowed_is_not_read_to_its_end() -> None:
    file = io.BytesIO(b"\xff\xd8\xff" + bytes(25_000_000))

    with pytest.raises(PhotoTooLarge):
        picture_of(file, name="long.jpg")

    assert file.tell() == 20_000_001


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_was_cut_off_is_refused(kind: str) -> None:
    noise = Image.frombytes("RGB", (200, 200), random.Random(7).randbytes(120_000))
    file = io.BytesIO()
    noise.save(file, kind)
    content = file.getvalue()

    assert isinstance(refused(content[: len(content) // 2]), PhotoDamaged)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 an invoice",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(100),
        encoded(kind="BMP"),
        encoded(kind="TIFF"),
    ],
    ids=["empty", "pdf", "svg", "gif", "bmp", "tiff"],
)
def test_anything_else_is_refused_with_a_way_out(content: bytes) -> None:
    error = refused(content)

    assert isinstance(error, PhotoUnsupported)
    assert error.message == (
        "Photos are taken as JPEG, PNG, WebP or HEIC: save it as one, or a screenshot."
    )


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_notes_of_a_camera_spoil_no_photo() -> None:
    content = encoded(exif=b"Exif\0\0II*\0\xff\xff\xff\xff")

    assert made_of(content).width == 600


def test_nothing_that_was_hidden_behind_the_pixels_is_kept() -> None:
    content = encoded() + b"<script>alert(1)</script>"

    assert b"script" not in made_of(content).large
