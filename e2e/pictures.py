"""Takes the README's pictures: the three brands' portals on a phone, side by side.

``python3 retour.py pictures`` writes ``docs/pictures/brands.webp``.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from e2e.world import World
from tests.browser import find_browser, launch_arguments

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "brands.webp"
BRANDS = (("alpenglow", "en"), ("maison-lune", "fr"), ("kiko", "de"))
_GAP, _HIGH = 24, 780


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # the world begins as a copy that is named for all migrations
    path = find_browser()
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        try:
            world.start("web")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=path, args=launch_arguments()
                )
                shots = [
                    _taken(browser, f"{world.portal_url(brand)}/{language}/")
                    for brand, language in BRANDS
                ]
                browser.close()
        finally:
            world.close()
    TARGET.parent.mkdir(exist_ok=True)
    _side_by_side(shots).save(TARGET, "WEBP", quality=82, method=6)


def _taken(browser: Browser, address: str) -> Image.Image:
    page = browser.new_page(viewport={"width": 390, "height": _HIGH})
    page.goto(address, wait_until="networkidle")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _side_by_side(shots: list[Image.Image]) -> Image.Image:
    width = sum(shot.width for shot in shots) + _GAP * (len(shots) - 1)
    whole = Image.new("RGB", (width, _HIGH), "white")
    left = 0
    for shot in shots:
        whole.paste(shot, (left, 0))
        left += shot.width + _GAP
    return whole


if __name__ == "__main__":
    main()
