"""The picture that networks show with a link to a public page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from retour_portal.pages.models import ContentPage
from retour_portal.theming.models import Theme
from tests.portal_site.theming.portals import make_portal

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
HOST = "nordwand.localhost"


def picture(title: str, *, description: str = "") -> Image:
    file = get_test_image_file(f"{title}.png", size=(1600, 900))
    return Image.objects.create(title=title, file=file, description=description)


@pytest.fixture(autouse=True)
def no_scaled_pictures_of_before() -> None:
    """Wagtail keeps them by the picture's id, which tests use again."""
    caches["renditions"].clear()


@pytest.fixture
def theme() -> Theme:
    return make_portal("nordwand")


@pytest.fixture
def page(theme: Theme) -> ContentPage:
    home = theme.site.root_page.specific
    made: ContentPage = home.add_child(instance=ContentPage(title="Help", slug="help"))
    return made


def told(client: Client, path: str = "/en/help/", host: str = HOST) -> dict[str, str]:
    html = client.get(path, headers={"host": host}).text
    found = re.findall(
        r'<meta (?:property|name)="(og:image[^"]*|twitter:card)" content="([^"]+)"',
        html,
    )
    return dict(found)


def pictured(url: str) -> list[str]:
    """By title; the storage adds letters to a file's name that is taken."""
    return re.findall(r"images/([a-z]+)[._]", url)


def test_without_a_picture_nothing_is_told(client: Client, page: ContentPage) -> None:
    assert told(client) == {}


def test_the_logo_stands_in(client: Client, theme: Theme, page: ContentPage) -> None:
    theme.logo = picture("logo", description="A steep face")
    theme.save()
    assert told(client) == {
        "og:image": f"http://{HOST}{theme.logo.get_rendition('max-1200x630|format-png').url}",
        "og:image:width": "1120",
        "og:image:height": "630",
        "og:image:alt": "A steep face",
        "twitter:card": "summary",
    }


def test_the_themes_picture_goes_before_the_logo_and_the_pages_before_both(
    client: Client, theme: Theme, page: ContentPage
) -> None:
    theme.logo, theme.social_image = picture("logo"), picture("theme")
    theme.save()
    shown = told(client)
    assert pictured(shown.pop("og:image")) == ["theme"]
    assert shown == {
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Nordwand",
        "twitter:card": "summary_large_image",
    }
    page.social_image = picture("own")
    page.save_revision().publish()
    assert pictured(told(client)["og:image"]) == ["own"]
    assert pictured(told(client, "/en/")["og:image"]) == ["theme"]


def test_another_brand_does_not_show_it(
    client: Client, theme: Theme, page: ContentPage
) -> None:
    theme.social_image = picture("theme")
    theme.save()
    make_portal("lune")
    assert told(client, "/en/", host="lune.localhost") == {}


def test_what_is_no_public_page_has_none(client: Client, theme: Theme) -> None:
    theme.social_image = picture("theme")
    theme.save()
    assert told(client, "/en/return/") == {}


def test_a_picture_costs_no_query_and_a_pages_own_one(
    client: Client, theme: Theme, page: ContentPage
) -> None:
    counts = []
    told(client)
    for own in (None, picture("theme"), picture("own")):
        if own is not None and own.title == "own":
            page.social_image = own
            page.save_revision().publish()
        else:
            theme.social_image = own
            theme.save()
        # Wagtail keeps what it scaled, by a cache of its own.
        theme_of(own)
        with CaptureQueriesContext(connection) as asked:
            told(client)
        counts.append(len(asked))
    assert [count - counts[0] for count in counts] == [0, 0, 1]


def theme_of(picture: Any) -> None:
    if picture is not None:
        picture.get_rendition("fill-1200x630|format-jpeg")
