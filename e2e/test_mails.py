"""Each mail a customer gets, on the narrowest phone, in light and dark: nothing for axe
to find, nothing wider than the window."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from e2e.conftest import OpenPage
from e2e.looking import NARROWEST, look_at_mail
from e2e.mail_samples import BRAND
from e2e.world import World
from retour_core.notifications.kinds import KINDS


@pytest.mark.parametrize("language", ["en", "de", "bg"])
def test_each_mail_is_accessible_and_fits(
    world: World, open_page: OpenPage, language: str
) -> None:
    with world.inside("e2e.mail_samples") as ask:
        folder = Path(ask(language))
    page = open_page(viewport=NARROWEST)
    seen = []
    for file in sorted(folder.glob("*.html")):
        page.goto(file.as_uri())
        look_at_mail(page)
        page.emulate_media(color_scheme="dark")
        look_at_mail(page)
        page.emulate_media(color_scheme="light")
        seen.append(file.stem)
        page.screenshot(path=f"screenshots/e2e/mail-{BRAND}-{language}-{file.stem}.png")
    shutil.rmtree(folder)
    assert seen == sorted(KINDS)
