"""Public pages are kept for visitors and forgotten with the change that shows there."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from retour_core.brands.models import Brand
from retour_core.policies.models import ReturnPolicy
from retour_portal.page_cache.models import CacheVersion
from retour_portal.page_cache.queries import version_of
from retour_portal.pages.models import PortalHomePage
from retour_portal.theming.models import Theme
from tests.portal_site.seeded import own_copies, seeded_portals

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
ALPENGLOW, LUNE = "alpenglow.localhost", "maison-lune.localhost"
PUBLIC = ["/en/", "/de/", "/en/help/", "/en/return/"]


@pytest.fixture(scope="module")
def portals_of_module(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Brand]]:
    with seeded_portals(80, django_db_blocker) as brands:
        yield brands


@pytest.fixture
def portals(portals_of_module: dict[str, Brand], db: None) -> dict[str, Brand]:
    return own_copies(portals_of_module)


def get(path: str, host: str = ALPENGLOW, **headers: str) -> Any:
    return Client().get(path, headers={"host": host, **headers})


def kept_pages() -> list[str]:
    keys: list[str] = list(caches["pages"]._cache)  # type: ignore[attr-defined]
    return [key for key in keys if ":page." in key]


def queries_of(path: str, host: str = ALPENGLOW) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert get(path, host).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", PUBLIC)
def test_the_second_visitor_costs_one_query(portals: Any, path: str) -> None:
    first = get(path)
    with CaptureQueriesContext(connection) as captured:
        second = get(path)
    assert len(captured) == 1
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_kept_page_has_the_portals_policies_and_no_cookie(
    portals: Any, path: str
) -> None:
    get(path)
    kept = get(path)
    policies = set(kept["Content-Security-Policy"].split("; "))
    assert {"default-src 'self'", "script-src 'self'"} - policies == set()
    assert kept["X-Frame-Options"] == "DENY"
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert (kept["Cache-Control"], kept["Vary"]) == ("no-cache", "Accept-Encoding")
    assert list(kept.cookies) == []
    assert "csrfmiddlewaretoken" not in kept.text


def test_a_page_that_did_not_change_is_not_sent_again(portals: Any) -> None:
    tag = get("/en/")["ETag"]
    again = get("/en/", **{"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = get("/de/", **{"if-none-match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "gzip"), ("br", None), ("gzip;q=0", None), ("gzip;q=0.5", "gzip")],
)
def test_a_page_is_compressed_for_who_can_read_that(
    portals: Any, accepted: str, encoding: str | None
) -> None:
    plain = get("/en/").content
    response = get("/en/", **{"accept-encoding": accepted})
    assert response.headers.get("Content-Encoding") == encoding
    sent = response.content
    assert (gzip.decompress(sent) if encoding else sent) == plain
    assert response["Content-Length"] == str(len(sent))


@pytest.mark.parametrize(
    "path",
    ["/en/nothing-here/", "/en/return/r/0/", "/en/withdraw/", "/", "/en/?q=1"],
)
def test_nothing_else_is_kept(portals: Any, path: str) -> None:
    get(path)
    get(path)
    assert kept_pages() == []


def test_a_host_of_nobody_is_never_kept(portals: Any) -> None:
    assert get("/en/", "nobody.localhost").status_code == 404
    assert kept_pages() == []


def test_staff_neither_get_nor_fill_the_cache(portals: Any) -> None:
    staff = Client(headers={"host": ALPENGLOW})
    staff.force_login(User.objects.create_superuser("ada"))
    assert staff.get("/en/").status_code == 200
    assert kept_pages() == []
    get("/en/")
    with CaptureQueriesContext(connection) as captured:
        staff.get("/en/")
    assert len(captured) > 1


def test_one_brand_never_gets_the_page_of_another(portals: Any) -> None:
    get("/en/")
    assert "Alpenglow" not in get("/en/", LUNE).text
    assert "Maison Lune" not in get("/en/").text


def home(host: str = ALPENGLOW, language: str = "en") -> PortalHomePage:
    root = Site.objects.get(hostname=host).root_page
    found = PortalHomePage.objects.get(
        translation_key=root.translation_key, locale__language_code=language
    )
    assert isinstance(found, PortalHomePage)
    return found


def publish(page: Page, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def change_title() -> None:
    publish(home(), "Changed")


def unpublish_page() -> None:
    home().get_children().first().specific.unpublish()


def delete_page() -> None:
    home().get_children().first().specific.delete()


def move_page() -> None:
    home().get_children().last().specific.move(home(), pos="first-child")


def rename_theme() -> None:
    theme = Theme.objects.get(site__hostname=ALPENGLOW)
    theme.tagline = "Changed."
    theme.save()


def rename_brand() -> None:
    brand = Brand.objects.get(slug="alpenglow")
    brand.name = "Changed"
    brand.save()


def change_policy() -> None:
    policy = ReturnPolicy.objects.filter(brand__slug="alpenglow").latest("version")
    policy.pk, policy.version = None, policy.version + 1
    policy.save()


def change_picture() -> None:
    get_image_model().objects.first().save()


CHANGES: list[Callable[[], object]] = [
    change_title,
    unpublish_page,
    delete_page,
    move_page,
    rename_theme,
    rename_brand,
    change_policy,
    change_picture,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_shows_on_a_page_empties_the_cache_of_every_language(
    portals: Any, change: Callable[[], object]
) -> None:
    for path in ("/en/", "/de/"):
        get(path)
    change()
    assert min(queries_of(path) for path in ("/en/", "/de/")) > 1


def test_a_published_title_is_there_with_the_next_visit(portals: Any) -> None:
    get("/en/")
    publish(home(), "Sending it back")
    assert "<title>Sending it back" in get("/en/").text


def test_another_brands_change_leaves_the_cache_alone(portals: Any) -> None:
    get("/en/")
    publish(home(LUNE, "fr"), "Changé")
    assert queries_of("/en/") == 1


def test_a_draft_leaves_the_cache_alone(portals: Any) -> None:
    get("/en/")
    page = home()
    page.title = "Draft"
    page.save_revision()
    assert queries_of("/en/") == 1


def test_a_change_that_is_taken_back_leaves_the_cache_alone(portals: Any) -> None:
    before = version_of(ALPENGLOW)
    with transaction.atomic():
        publish(home(), "Never")
        assert version_of(ALPENGLOW) != before
        transaction.set_rollback(True)
    assert version_of(ALPENGLOW) == before
    assert "Never" not in get("/en/").text


def test_a_private_page_asks_for_its_brand_in_one_small_query(portals: Any) -> None:
    get("/en/return/open/")
    with CaptureQueriesContext(connection) as captured:
        get("/en/return/open/")
    asked_for = [query["sql"].split('"')[1] for query in captured]
    assert "retour_theming_theme" not in asked_for
    assert asked_for[0] == "wagtailcore_site"


@pytest.mark.parametrize("path", ["/en/", "/en/return/", "/en/return/find-help/"])
def test_a_changed_theme_shows_at_once(portals: Any, path: str) -> None:
    get(path)
    theme = Theme.objects.get(site__hostname=ALPENGLOW)
    theme.shop_url = "https://mountains.example/"
    theme.save()
    assert get(path).content.count(b"https://mountains.example/") == 1


def test_what_is_kept_of_a_frame_knows_its_page(portals: Any) -> None:
    pages = [get("/en/"), get("/en/help/")]
    marked = [page.content.count(b'aria-current="page"') for page in pages]
    caches["pages"].clear()
    again = [get("/en/help/"), get("/en/")]
    assert [page.content for page in again] == [pages[1].content, pages[0].content]
    assert marked == [0, 2]


def test_sites_without_a_version_share_nothing(portals: Any) -> None:
    CacheVersion.objects.all().delete()
    assert version_of(ALPENGLOW) != version_of(LUNE)
    assert b"Alpenglow" in get("/en/").content
    assert get("/en/", LUNE).content.count(b"Alpenglow") == 0


@pytest.mark.parametrize("path", ["/en/help/", "/en/return/open/"])
def test_sites_that_differ_by_their_port_alone_share_no_part(
    portals: Any, path: str
) -> None:
    Site.objects.filter(hostname=LUNE).update(hostname=ALPENGLOW, port=8001)
    assert b"Alpenglow" in get(path).content
    host = {"host": f"{ALPENGLOW}:8001"}
    beside = Client().get(path, headers=host, SERVER_PORT="8001").content
    assert b"Maison Lune" in beside
    assert beside.count(b"Alpenglow") == 0
