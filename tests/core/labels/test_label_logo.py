from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PIL import Image

from retour_core.labels.documents import Decoded, decode, render_label
from tests.core.labels.label_samples import (
    LABEL,
    SSCC,
    URL,
    drawn_png,
    printed,
    saved,
    words,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100">'
    '<linearGradient id="g"><stop stop-color="#102030"/>'
    '<stop offset="1" stop-color="#4080c0"/></linearGradient>'
    '<rect width="400" height="100" fill="url(#g)" opacity=".8"/></svg>'
)


def _noise(kind: str) -> bytes:
    pixels = random.Random(1).randbytes(900 * 700 * 3)
    return saved(Image.frombytes("RGB", (900, 700), pixels), kind)


def _heavy_svg() -> bytes:
    spots = "".join(
        f'<circle cx="{n % 400}" cy="{n % 97}" r="3"/>' for n in range(4000)
    )
    return SVG.replace("</svg>", f"{spots}</svg>").encode()


SHOWN = {
    "png with alpha": drawn_png(),
    "png in grey": drawn_png(mode="L"),
    "png with a palette": drawn_png(mode="P"),
    "png in one bit": drawn_png(mode="1"),
    "enormous png": drawn_png(size=(6000, 4000)),
    "one-pixel-high png": drawn_png(size=(2000, 40)),
    "tall png": drawn_png(size=(60, 50)),
    "photograph as png": _noise("PNG"),
    "photograph as jpeg": _noise("JPEG"),
    "jpeg in cmyk": saved(Image.new("CMYK", (300, 100), (200, 150, 0, 90)), "JPEG"),
    "svg": SVG.encode(),
    "svg with a byte order mark": SVG.encode("utf-8-sig"),
    "heavy svg": _heavy_svg(),
}
NOT_SHOWN = {
    "no image": b"hello",
    "empty": b"",
    "cut off": drawn_png()[:400],
    "broken svg": b"<svg><rect",
    "svg in latin-1": SVG.replace("</svg>", "<!-- \xe9 --></svg>").encode("latin-1"),
    "svg of a file": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b'<image href="/etc/passwd" width="9" height="9"/></svg>',
    "svg of nothing": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "white on nothing": drawn_png(ink="white"),
    "pale": drawn_png(ink="#ffee99"),
    "too many pixels": saved(Image.new("1", (20_000, 20_000)), "PNG"),
}


@pytest.mark.parametrize("logo", SHOWN.values(), ids=SHOWN)
def test_a_logo_is_printed_instead_of_the_name(logo: bytes) -> None:
    pdf = render_label(replace(LABEL, logo=logo))
    assert words(pdf).splitlines()[0] == "RETURN"
    image = printed(pdf)
    assert image.crop((30, 30, 450, 138)).convert("L").getextrema() == (0, 255)
    assert decode(image) == [Decoded("]C1", f"(00){SSCC}"), Decoded("]Q1", URL)]
    assert len(pdf) <= 60_000


@pytest.mark.parametrize("logo", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_a_logo_that_would_not_show_gives_way_to_the_name(logo: bytes) -> None:
    assert render_label(replace(LABEL, logo=logo)) == render_label(LABEL)
    assert words(render_label(LABEL)).splitlines()[0] == "Nordlicht Outdoor RETURN"
