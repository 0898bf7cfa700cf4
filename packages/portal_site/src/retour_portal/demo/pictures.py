"""The demo brands' logos and pictures, drawn so that nothing has to be licensed."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import typst
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from retour_core.labels import documents

Colour = tuple[int, int, int]
Point = tuple[float, float]

SIZE = (1280, 1120)
_SHARP = 2  # drawn this much larger, for smooth edges

_LABEL_FONTS = Path(documents.__file__).parent / "fonts"
_OUTDOOR_WORD = """
#set page(width: auto, height: auto, margin: 1pt, fill: none)
#set text(font: "Noto Sans", weight: "bold", fill: rgb("#0f4a3c"),
  top-edge: "cap-height", bottom-edge: "baseline")
#stack(spacing: 6pt,
  text(size: 24pt, tracking: 0.4pt)[ALPENGLOW],
  text(size: 8.4pt, tracking: 10.2pt, weight: "regular")[OUTDOOR])
"""
# Libertinus Serif comes inside Typst; other type would depend on the machine.
_FASHION_WORD = """
#set page(width: auto, height: auto, margin: 1pt, fill: none)
#text(font: "Libertinus Serif", size: 20pt, tracking: 4.4pt, fill: rgb("#221c35"),
  top-edge: "cap-height", bottom-edge: "baseline")[MAISON LUNE]
"""


def outdoor_logo() -> bytes:
    """A PNG with transparent ground."""
    mark = Image.new("RGBA", (1000, 880))
    draw = ImageDraw.Draw(mark)
    draw.ellipse((560, 20, 860, 320), fill="#e08a1e")
    draw.polygon([(0, 880), (360, 170), (600, 610), (690, 470), (1000, 880)], "#0f4a3c")
    snow = [(360, 170), (240, 407), (330, 470), (395, 400), (470, 450), (492, 410)]
    draw.polygon(snow, (0, 0, 0, 0))
    draw.line([*snow, snow[0]], fill=(0, 0, 0, 0), width=14)
    draw.polygon(
        [(360, 196), (262, 388), (331, 430), (393, 362), (452, 400)], "#7fb69c"
    )
    return _beside(mark, _typeset(_OUTDOOR_WORD), overhang=1.22)


def fashion_logo() -> bytes:
    """A PNG with transparent ground."""
    mask = Image.new("L", (1000, 1000))
    draw = ImageDraw.Draw(mask)
    draw.ellipse((0, 0, 999, 999), fill=255)
    draw.ellipse((250, -190, 1130, 690), fill=0)
    mark = Image.new("RGBA", mask.size, "#221c35")
    mark.putalpha(mask)
    return _beside(mark, _typeset(_FASHION_WORD), overhang=1.7)


def outdoor_icon() -> bytes:
    icon = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(icon)
    draw.rounded_rectangle((0, 0, 255, 255), 56, fill="#0f4a3c")
    draw.ellipse((128, 46, 196, 114), fill="#f0a13c")
    draw.polygon([(28, 206), (98, 84), (142, 152), (164, 122), (228, 206)], "white")
    return _png(icon.resize((128, 128), Image.Resampling.LANCZOS))


def fashion_icon() -> bytes:
    icon = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(icon)
    draw.rectangle((0, 0, 255, 255), fill="#221c35")
    draw.ellipse((52, 44, 212, 204), fill="#f3d9d3")
    draw.ellipse((98, 24, 238, 164), fill="#221c35")
    return _png(icon.resize((128, 128), Image.Resampling.LANCZOS))


def mountains_at_dawn() -> bytes:
    """Ridges behind ridges, the sun just below the highest; a JPEG."""
    chance = random.Random(7)  # noqa: S311 - a drawing
    width, height = SIZE
    picture = _vertical(
        [(0.0, (52, 84, 112)), (0.3, (150, 158, 170)), (0.46, (245, 196, 140)),
         (0.58, (255, 226, 180)), (1.0, (250, 214, 168))]
    )  # fmt: skip
    _glow(picture, (0.62 * width, 0.47 * height), 900, (255, 214, 140), 0.95)
    _glow(picture, (0.62 * width, 0.47 * height), 260, (255, 250, 225), 1.0)
    layers: list[tuple[float, float, Colour, Colour]] = [
        (0.44, 190, (186, 160, 158), (226, 188, 162)),
        (0.55, 150, (132, 134, 148), (196, 176, 168)),
        (0.65, 125, (82, 106, 118), (150, 152, 148)),
        (0.76, 100, (40, 78, 80), (98, 118, 114)),
        (0.88, 70, (15, 48, 46), (40, 76, 70)),
    ]
    for base, roughness, top, foot in layers:
        ridge = _ridge(chance, base * height, roughness)
        _paint(picture, ridge, top, foot)
    _pines(picture, chance)
    return _jpeg(_grain(picture))


def moon_and_silk() -> bytes:
    """A pale moon above folds of silk; a JPEG."""
    width, height = SIZE
    picture = _vertical(
        [(0.0, (44, 36, 66)), (0.34, (112, 84, 110)), (0.62, (206, 158, 160)),
         (1.0, (238, 206, 198))]
    )  # fmt: skip
    moon = (0.60 * width, 0.33 * height)
    _glow(picture, moon, 760, (255, 226, 214), 0.55)
    _disc(picture, moon, 172)
    _silk(picture)
    return _jpeg(_grain(picture))


def _typeset(source: str) -> Image.Image:
    fonts: list[Any] = [str(_LABEL_FONTS)]  # typst's stubs want the source's type
    made = typst.compile(source.encode(), format="png", ppi=440, font_paths=fonts)
    first = made if isinstance(made, bytes) else made[0]
    return Image.open(io.BytesIO(first)).convert("RGBA")


def _beside(mark: Image.Image, word: Image.Image, *, overhang: float) -> bytes:
    """Mark and word on one line; the mark is ``overhang`` times as tall."""
    tall = round(word.height * overhang)
    wide = round(mark.width * tall / mark.height)
    gap = round(word.height * 0.34)
    logo = Image.new("RGBA", (wide + gap + word.width, max(tall, word.height)))
    logo.paste(mark.resize((wide, tall), Image.Resampling.LANCZOS), (0, 0))
    logo.alpha_composite(word, (wide + gap, (logo.height - word.height) // 2))
    return _png(logo)


def _vertical(stops: Sequence[tuple[float, Colour]]) -> Image.Image:
    width, height = SIZE
    column = Image.new("RGB", (1, height))
    for y in range(height):
        column.putpixel((0, y), _between(stops, y / (height - 1)))
    return column.resize((width, height))


def _between(stops: Sequence[tuple[float, Colour]], place: float) -> Colour:
    for (start, first), (end, second) in pairwise(stops):
        if place <= end:
            return _blend(first, second, (place - start) / (end - start))
    return stops[-1][1]


def _blend(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(first, second, strict=True)
    )
    return red, green, blue


def _glow(
    picture: Image.Image, centre: Point, radius: int, colour: Colour, strength: float
) -> None:
    fall = Image.radial_gradient("L").point(
        lambda far: round(strength * 255 * max(0.0, 1 - far / 178) ** 1.6)
    )
    mask = fall.resize((2 * radius, 2 * radius), Image.Resampling.BICUBIC)
    corner = round(centre[0] - radius), round(centre[1] - radius)
    picture.paste(
        colour, (*corner, corner[0] + 2 * radius, corner[1] + 2 * radius), mask
    )


def _ridge(chance: random.Random, base: float, roughness: float) -> list[Point]:
    """A mountain line by midpoint displacement, in pixels of the picture."""
    heights = [chance.uniform(-0.6, 0.6), chance.uniform(-0.6, 0.6)]
    swing = 1.0
    for _ in range(9):
        between = [
            (a + b) / 2 + chance.uniform(-swing, swing) for a, b in pairwise(heights)
        ]
        heights = [h for pair in zip(heights, between, strict=False) for h in pair] + [
            heights[-1]
        ]
        swing *= 0.52
    step = SIZE[0] / (len(heights) - 1)
    return [(i * step, base - roughness * h) for i, h in enumerate(heights)]


def _paint(
    picture: Image.Image, ridge: Sequence[Point], top: Colour, foot: Colour
) -> None:
    """Fill below ``ridge``, lighter towards its foot as mist gathers there."""
    width, height = SIZE
    outline = [(0.0, float(height)), *ridge, (float(width), float(height))]
    mask = Image.new("L", (width * _SHARP, height * _SHARP))
    ImageDraw.Draw(mask).polygon([(x * _SHARP, y * _SHARP) for x, y in outline], 255)
    start = min(y for _, y in ridge) / height
    fill = _vertical([(0.0, top), (start, top), (min(start + 0.34, 0.999), foot),
                      (1.0, foot)])  # fmt: skip
    picture.paste(fill, (0, 0), mask.resize((width, height), Image.Resampling.BOX))


def _pines(picture: Image.Image, chance: random.Random) -> None:
    width, height = SIZE
    mask = Image.new("L", (width * _SHARP, height * _SHARP))
    draw = ImageDraw.Draw(mask)
    for _ in range(150):
        x = chance.uniform(-20, width + 20)
        edge = abs(x / width - 0.5) * 2
        foot = height * (1.04 - 0.02 * edge)
        tall = chance.uniform(45, 85) + 150 * edge**2.6
        _pine(draw, x * _SHARP, foot * _SHARP, tall * _SHARP)
    small = mask.resize((width, height), Image.Resampling.BOX)
    picture.paste((8, 30, 30), (0, 0, width, height), small)


def _pine(draw: ImageDraw.ImageDraw, x: float, foot: float, tall: float) -> None:
    for tier in range(6):
        tip = foot - tall * (1 - tier * 0.15)
        spread = tall * (0.035 + tier * 0.034)
        base = tip + tall * 0.27
        draw.polygon([(x, tip), (x - spread, base), (x + spread, base)], 255)


def _disc(picture: Image.Image, centre: Point, radius: int) -> None:
    side = 2 * radius
    light = Image.linear_gradient("L").rotate(-52, resample=Image.Resampling.BICUBIC)
    shade = light.resize((side, side)).point(lambda value: 40 + value // 2)
    face = Image.composite(
        Image.new("RGB", (side, side), (222, 188, 182)),
        Image.new("RGB", (side, side), (255, 246, 238)),
        shade,
    )
    mask = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(mask).ellipse((8, 8, side * 4 - 8, side * 4 - 8), 255)
    corner = round(centre[0] - radius), round(centre[1] - radius)
    picture.paste(face, corner, mask.resize((side, side), Image.Resampling.LANCZOS))


def _silk(picture: Image.Image) -> None:
    """Strips along a flowing curve; their shade follows the folds of a cloth."""
    width, height = SIZE
    strips = 260
    cloth = Image.new("RGB", (width, height), (214, 158, 158))
    mask = Image.new("L", (width, height))
    draw, cover = ImageDraw.Draw(cloth), ImageDraw.Draw(mask)
    xs = [i * width / 48 for i in range(49)]
    for strip in range(strips):
        depth = strip / strips
        here = [(x, _fold_line(x / width, depth)) for x in xs]
        below = [(x, _fold_line(x / width, depth + 2.5 / strips)) for x in xs]
        shade = _cloth_shade(depth)
        outline = [*here, *reversed(below)]
        draw.polygon(outline, fill=shade)
        cover.polygon(outline, fill=255)
    soft = cloth.filter(ImageFilter.GaussianBlur(2.2))
    picture.paste(soft, (0, 0), mask.filter(ImageFilter.GaussianBlur(0.8)))


def _fold_line(x: float, depth: float) -> float:
    """Where the cloth of ``depth`` (0 to 1) runs at ``x`` (0 to 1): a fan of curves."""
    wave = math.sin(2.9 * x + 0.4 + 1.5 * depth) * (0.12 - 0.04 * depth)
    fan = depth * (0.34 + 0.42 * math.pow(x, 1.4))
    return SIZE[1] * (0.64 + wave + fan)


def _cloth_shade(depth: float) -> Colour:
    fold = 0.5 + 0.5 * math.sin(34 * depth + 2.4 * math.sin(9 * depth + 0.6))
    light = 0.30 + 0.62 * fold**1.15 * (1 - 0.45 * depth) - 0.16 * depth
    return _between(
        [(0.0, (74, 38, 62)), (0.4, (158, 88, 104)), (0.75, (226, 170, 168)),
         (1.0, (253, 232, 224))], light,
    )  # fmt: skip


def _grain(picture: Image.Image) -> Image.Image:
    """A little noise, against bands in the gradients."""
    noise = Image.effect_noise(SIZE, 9).convert("RGB")
    return Image.blend(picture, ImageChops.soft_light(picture, noise), 0.35)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=84, optimize=True, progressive=True)
    return file.getvalue()
