"""The toy shop's logo, icon and picture: plain shapes in bright colours."""

from __future__ import annotations

from PIL import Image, ImageDraw

from retour_portal.demo.pictures import SIZE, _beside, _jpeg, _png, _typeset

_WORD = """
#set page(width: auto, height: auto, margin: 1pt, fill: none)
#text(font: "Noto Sans", weight: "bold", size: 24pt, fill: rgb("#4a1fa8"),
  top-edge: "ascender", bottom-edge: "descender")[Kiko & Bär]
"""
_BUNTING = ("#e8407a", "#ffffff", "#2fa8a0", "#5b2bbf", "#ff9340")


def toy_logo() -> bytes:
    """A PNG with transparent ground."""
    return _beside(_bear(800), _typeset(_WORD), overhang=1.5)


def toy_icon() -> bytes:
    return _png(_bear(512).resize((128, 128), Image.Resampling.LANCZOS))


def bear_and_blocks() -> bytes:
    """A bear on building blocks below a row of flags; a JPEG."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE, "#bfe9f5")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((880, 190, 1130, 440), fill="#ffd84d")
    draw.ellipse((-300, 760, 900, 1700), fill="#8fd694")
    draw.ellipse((500, 820, 1700, 1700), fill="#6cc47a")
    for at in range(10):
        x = at * 140 - 40
        colour = _BUNTING[at % len(_BUNTING)]
        draw.polygon([(x, 40), (x + 120, 40), (x + 60, 160)], fill=colour)
    draw.line((0, 40, width, 40), fill="#4a1fa8", width=10)
    blocks = [
        (300, 880, "#e8407a"), (530, 880, "#5b2bbf"), (760, 880, "#ff9340"),
        (415, 670, "#2fa8a0"), (645, 670, "#ffd84d"),
    ]  # fmt: skip
    for x, y, colour in blocks:
        draw.rounded_rectangle((x, y, x + 216, y + 196), 28, fill=colour)
        draw.ellipse((x + 68, y + 58, x + 148, y + 138), fill="#ffffff")
    bear = _bear(420)
    picture.paste(bear, (width // 2 - 210, height // 2 - 300), bear)
    return _jpeg(picture)


def _bear(size: int) -> Image.Image:
    image = Image.new("RGBA", (1000, 1000))
    draw = ImageDraw.Draw(image)
    for x in (60, 620):
        draw.ellipse((x, 60, x + 320, 380), fill="#a8643a")
        draw.ellipse((x + 80, 140, x + 240, 300), fill="#f3c9a0")
    draw.ellipse((80, 140, 920, 960), fill="#a8643a")
    draw.ellipse((290, 520, 710, 880), fill="#f3c9a0")
    for x in (300, 610):
        draw.ellipse((x, 400, x + 90, 490), fill="#2d1a4f")
    draw.ellipse((420, 550, 580, 660), fill="#2d1a4f")
    draw.arc((400, 620, 600, 800), 20, 160, fill="#2d1a4f", width=24)
    return image.resize((size, size), Image.Resampling.LANCZOS)
