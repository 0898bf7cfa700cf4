"""Every page a customer meets: nothing for axe to find, nothing wider than a phone, and
a name for all that a screen reader comes to."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from e2e import every_page
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.looking import NARROWEST, listen, look
from e2e.world import World

WIDTHS = pytest.mark.parametrize(
    "viewport", [NARROWEST, PHONE, DESKTOP], ids=lambda v: v["width"]
)


@WIDTHS
@pytest.mark.parametrize("brand", ["alpenglow", "maison-lune", "kiko"])
def test_content_pages_are_accessible(
    world: World, open_page: OpenPage, brand: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    for _page in every_page.content(page, world.portal_url(brand)):
        look(page)
        listen(page)


@WIDTHS
def test_the_whole_flow_is_accessible(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    asked = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    for _page in every_page.flow(page, world):
        look(page)
        listen(page)
    # Not for pictures of the items either, which lie on the shop's server.
    assert asked == {urlsplit(world.portal_url(every_page.BRAND)).netloc}
