"""Product pictures, drawn: a shop without downloads still needs something to see."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from store.catalogue_data import Colour

SIZE = 1200
_SCALE = 2
Point = tuple[float, float]
Draw = ImageDraw.ImageDraw


def product_picture(shape: str, colour: Colour) -> bytes:
    """A square JPEG of one garment on a plain ground with a soft shadow."""
    side = SIZE * _SCALE
    garment = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    _SHAPES[shape](ImageDraw.Draw(garment), colour)
    canvas = _ground(side)
    shadow = Image.new("RGBA", (side, side), (30, 34, 44, 0))
    shadow.putalpha(garment.getchannel("A").point(lambda alpha: alpha // 3))
    shadow = shadow.filter(ImageFilter.GaussianBlur(side // 60))
    canvas.paste(shadow, (0, side // 45), shadow)
    canvas.paste(garment, (0, 0), garment)
    buffer = io.BytesIO()
    canvas.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(
        buffer, "JPEG", quality=88
    )
    return buffer.getvalue()


def _ground(side: int) -> Image.Image:
    ramp = Image.linear_gradient("L").resize((side, side))
    return Image.composite(
        Image.new("RGB", (side, side), (226, 228, 226)),
        Image.new("RGB", (side, side), (247, 246, 242)),
        ramp,
    )


def _shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (min(255, max(0, round(part * factor))) for part in colour)
    return red, green, blue


def _at(points: list[Point]) -> list[Point]:
    """Percent of the picture to pixels."""
    unit = SIZE * _SCALE / 100
    return [(x * unit, y * unit) for x, y in points]


def _mirror(points: list[Point]) -> list[Point]:
    return [(100 - x, y) for x, y in points]


def _px(percent: float) -> int:
    return round(percent * SIZE * _SCALE / 100)


def _poly(draw: Draw, points: list[Point], colour: Colour) -> None:
    """A filled polygon with rounded corners."""
    pixels = _at(points)
    draw.polygon(pixels, fill=colour)
    draw.line(
        [*pixels, pixels[0], pixels[1]], fill=colour, width=_px(2.4), joint="curve"
    )


def _line(draw: Draw, points: list[Point], colour: Colour, width: float) -> None:
    draw.line(_at(points), fill=colour, width=_px(width), joint="curve")


def _torso(draw: Draw, colour: Colour, *, sleeve_end: float = 76) -> None:
    sleeve: list[Point] = [
        (34, 26),
        (25, 33),
        (17, sleeve_end),
        (26, sleeve_end + 2),
        (35, 46),
    ]
    _poly(draw, sleeve, _shade(colour, 0.88))
    _poly(draw, _mirror(sleeve), _shade(colour, 0.88))
    body: list[Point] = [(41, 23), (33, 27), (32, 80), (68, 80), (67, 27), (59, 23)]
    _poly(draw, body, colour)


def _jacket(draw: Draw, colour: Colour) -> None:
    hood: list[Point] = [(40, 25), (41, 14), (50, 10), (59, 14), (60, 25), (50, 31)]
    _torso(draw, colour)
    _poly(draw, hood, _shade(colour, 0.94))
    _poly(draw, [(45, 24), (46, 17), (54, 17), (55, 24), (50, 28)], _shade(colour, 0.6))
    _line(draw, [(50, 28), (50, 81)], _shade(colour, 0.55), 0.9)
    for pocket in ([(38, 60), (45, 54)], [(62, 60), (55, 54)]):
        _line(draw, pocket, _shade(colour, 0.6), 0.9)
    _line(draw, [(56, 40), (62, 40)], (250, 248, 242), 1.1)
    _line(draw, [(31.5, 81), (68.5, 81)], _shade(colour, 0.78), 1.2)


def _down(draw: Draw, colour: Colour) -> None:
    _torso(draw, colour)
    _poly(draw, [(42, 23), (43, 16), (57, 16), (58, 23), (50, 26)], _shade(colour, 0.9))
    for height in range(33, 80, 7):
        _line(
            draw,
            [(31.5, height), (50, height + 1.2), (68.5, height)],
            _shade(colour, 0.72),
            0.7,
        )
        _line(draw, [(33, height - 1.6), (49, height - 0.6)], _shade(colour, 1.25), 0.4)
    for x, y in ((23, 42), (21.5, 51), (20, 60), (18.6, 69)):
        _line(draw, [(x, y), (x + 8.4, y + 1.4)], _shade(colour, 0.66), 0.7)
        _line(draw, _mirror([(x, y), (x + 8.4, y + 1.4)]), _shade(colour, 0.66), 0.7)
    _line(draw, [(50, 18), (50, 81)], (233, 170, 74), 0.9)


def _fleece(draw: Draw, colour: Colour) -> None:
    _torso(draw, colour)
    _poly(
        draw, [(42, 24), (43, 15), (57, 15), (58, 24), (50, 27)], _shade(colour, 1.12)
    )
    _poly(
        draw,
        [(34, 27), (41, 24), (59, 24), (66, 27), (66, 40), (34, 40)],
        _shade(colour, 0.8),
    )
    _line(draw, [(50, 16), (50, 81)], (238, 232, 214), 0.9)
    _poly(draw, [(56, 45), (63, 45), (63, 54), (56, 54)], _shade(colour, 0.8))
    _line(draw, [(55, 46.5), (64, 46.5)], (238, 232, 214), 0.7)


def _shirt(draw: Draw, colour: Colour) -> None:
    _torso(draw, colour, sleeve_end=72)
    draw.ellipse([*_at([(41, 14)])[0], *_at([(59, 29)])[0]], fill=_shade(colour, 0.7))
    _poly(draw, [(44, 22), (56, 22), (53, 26), (47, 26)], _shade(colour, 0.5))
    for side in ([(36, 27), (35.5, 78)], [(64, 27), (64.5, 78)]):
        _line(draw, side, _shade(colour, 1.2), 0.5)
    _line(draw, [(32, 78), (68, 78)], _shade(colour, 0.75), 0.8)


def _hat(draw: Draw, colour: Colour) -> None:
    draw.pieslice([*_at([(26, 24)])[0], *_at([(74, 96)])[0]], 180, 360, fill=colour)
    for x in range(30, 72, 4):
        _line(
            draw,
            [(50 + (x - 50) * 0.55, 27 + abs(x - 50) * 0.28), (x, 60)],
            _shade(colour, 0.84),
            0.6,
        )
    _poly(draw, [(26, 60), (74, 60), (74, 74), (26, 74)], _shade(colour, 0.9))
    for x in range(28, 74, 3):
        _line(draw, [(x, 60), (x, 74)], _shade(colour, 0.74), 0.6)
    draw.ellipse([*_at([(42, 12)])[0], *_at([(58, 28)])[0]], fill=(244, 236, 216))


def _cap(draw: Draw, colour: Colour) -> None:
    draw.pieslice([*_at([(28, 26)])[0], *_at([(76, 90)])[0]], 180, 360, fill=colour)
    _poly(draw, [(30, 58), (74, 58), (75, 63), (30, 63)], _shade(colour, 0.85))
    _poly(draw, [(34, 60), (60, 62), (34, 70), (13, 71), (14, 66)], _shade(colour, 0.7))
    _line(draw, [(52, 27), (52, 58)], _shade(colour, 0.8), 0.6)
    _line(draw, [(52, 27), (66, 58)], _shade(colour, 0.8), 0.6)
    draw.ellipse(
        [*_at([(50.4, 24)])[0], *_at([(53.6, 27.2)])[0]], fill=_shade(colour, 0.7)
    )


def _glove(draw: Draw, colour: Colour) -> None:
    for x, top in ((36, 24), (44, 20), (52, 21), (60, 27)):
        _line(draw, [(x, top + 3), (x + 0.6, 52)], _shade(colour, 1.08), 6.6)
        centre = _at([(x, top + 3)])[0]
        draw.circle(centre, _px(3.3), fill=_shade(colour, 1.08))
    _line(draw, [(66, 60), (75, 44)], _shade(colour, 0.92), 7.2)
    draw.circle(_at([(75, 44)])[0], _px(3.6), fill=_shade(colour, 0.92))
    _poly(draw, [(33.5, 48), (63, 48), (68, 62), (62, 74), (37, 74)], colour)
    _poly(draw, [(36, 76), (63, 76), (65, 88), (34, 88)], _shade(colour, 0.75))
    _line(draw, [(36, 79), (63, 79)], (222, 92, 60), 1.6)


def _sock(draw: Draw, colour: Colour) -> None:
    for offset, factor in ((9.0, 0.72), (0.0, 1.0)):
        leg: list[Point] = [
            (36, 16),
            (52, 16),
            (53, 58),
            (72, 68),
            (76, 76),
            (70, 84),
            (56, 82),
            (40, 72),
            (36, 62),
        ]
        shifted = [(x + offset - 5, y - offset / 3) for x, y in leg]
        tone = _shade(colour, factor)
        _poly(draw, shifted, tone)
        band = [(36, 18), (52, 18), (52, 25), (36, 25)]
        _poly(
            draw,
            [(x + offset - 5, y - offset / 3) for x, y in band],
            _shade((240, 232, 214), factor),
        )
        toe = [(66, 69), (72, 69), (75.5, 76), (70, 83), (64, 82)]
        _poly(
            draw,
            [(x + offset - 5, y - offset / 3) for x, y in toe],
            _shade((233, 170, 74), factor),
        )
        heel = [(37, 60), (43, 62), (45, 71), (40, 71)]
        _poly(
            draw,
            [(x + offset - 5, y - offset / 3) for x, y in heel],
            _shade((233, 170, 74), factor),
        )


def _tube(draw: Draw, colour: Colour) -> None:
    _poly(draw, [(34, 14), (66, 14), (61, 76), (39, 76)], colour)
    _poly(draw, [(33.5, 10), (66.5, 10), (66, 16), (34, 16)], _shade(colour, 0.82))
    _poly(draw, [(42, 78), (58, 78), (57, 90), (43, 90)], (62, 66, 78))
    draw.circle(_at([(50, 42)])[0], _px(8), fill=(250, 244, 226))


_SHAPES: dict[str, Callable[[Draw, Colour], None]] = {
    "jacket": _jacket,
    "down": _down,
    "fleece": _fleece,
    "shirt": _shirt,
    "hat": _hat,
    "cap": _cap,
    "glove": _glove,
    "sock": _sock,
    "tube": _tube,
}
