"""One switch of brands on every page of the admin; every list goes by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import grant_staff_role, revoke_staff_role
from retour_portal.editorial.rights import open_portal_to_editors
from retour_portal.pages.models import ContentPage
from retour_portal.pages.operations import Portal
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.theming.portals import make_portal

pytestmark = pytest.mark.filterwarnings(
    "ignore:Unclosed file:ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
# A page of Wagtail's, a report, a list of ours and one that shows a brand at a time.
PAGES = (
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailimages:index",
    "wagtaildocs:index",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_pages:search",
    "returns:index",
    "orders:index",
    "looks:index",
)
BAR = 'class="retour-brand-bar"'


def open_pages(house: House) -> Portal:
    """A portal with a help page, a picture and a file of the brand's name."""
    brand = house.brand
    theme = make_portal(f"{brand.slug}-site")
    theme.brand = brand
    theme.save()
    home = theme.site.root_page.specific
    home.title = brand.name
    home.save_revision().publish()
    page = home.add_child(instance=ContentPage(title=f"{brand.name} help", slug="help"))
    page.save_revision().publish()
    root: Any = Collection.get_first_root_node()
    collection = root.add_child(name=brand.name).add_child(name=f"{brand.name} inner")
    outer: Any = collection.get_parent()
    portal = Portal(theme.site, {"en": home}, outer)
    open_portal_to_editors(brand, portal)
    title = f"{brand.name} file"
    Image.objects.create(title=title, file=get_test_image_file(), collection=collection)
    Document.objects.create(title=title, collection=outer)
    return portal


@pytest.fixture
def portals(alpenglow: House, lune: House) -> dict[str, Portal]:
    return {house.brand.slug: open_pages(house) for house in (alpenglow, lune)}


@pytest.fixture
def both(anna: User, lune: House, portals: dict[str, Portal]) -> User:
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    return anna


def choose(desk: Client, brand: Brand | None, back: str = "/admin/") -> str:
    """Where one is led."""
    chosen = str(brand.pk) if brand else ""
    answer = desk.post(reverse("choose_brand"), {"brand": chosen, "next": back})
    assert answer.status_code == 302
    return str(answer["Location"])


def listed(desk: Client, page: str, query: str = "") -> list[str]:
    response = desk.get(reverse(page) + query)
    assert response.status_code == 200
    return sorted(str(row) for row in response.context["object_list"])


def bars(desk: Client) -> dict[str, int]:
    """How many switches of brands each page has."""
    return {p: desk.get(reverse(p)).content.decode().count(BAR) for p in PAGES}


def test_every_page_has_the_switch(both: User, sign_in: SignIn) -> None:
    assert bars(sign_in(both)) == dict.fromkeys(PAGES, 1)


def test_who_has_one_brand_sees_none(
    charlie: User, portals: dict[str, Portal], sign_in: SignIn
) -> None:
    assert bars(sign_in(charlie)) == dict.fromkeys(PAGES, 0)


def test_a_click_narrows_every_list_and_another_widens_it_again(
    both: User, lune: House, sign_in: SignIn
) -> None:
    desk, lists = sign_in(both), ("wagtailimages:index", "wagtaildocs:index")
    all_files = ["Alpenglow file", "Lune file"]
    assert [listed(desk, page) for page in lists] == [all_files, all_files]
    assert listed(desk, "wagtailadmin_explore_root") == ["Alpenglow", "Lune"]
    assert len(listed(desk, "returns:index")) == 2
    choose(desk, lune.brand)
    assert [listed(desk, page) for page in lists] == [["Lune file"], ["Lune file"]]
    assert listed(desk, "wagtailadmin_explore_root") == ["Lune"]
    assert listed(desk, "wagtailadmin_pages:search") == ["Lune", "Lune help"]
    assert listed(desk, "wagtailadmin_reports:aging_pages") == ["Lune", "Lune help"]
    assert listed(desk, "returns:index") == [str(lune.ret)]
    choose(desk, None)
    assert [listed(desk, page) for page in lists] == [all_files, all_files]
    assert len(listed(desk, "returns:index")) == 2


@pytest.mark.parametrize(
    "chooser",
    ["wagtailimages_chooser:choose_results", "wagtaildocs_chooser:choose_results"],
)
def test_what_one_chooses_from_is_the_chosen_brands(
    chooser: str, both: User, lune: House, sign_in: SignIn
) -> None:
    desk = sign_in(both)
    choose(desk, lune.brand)
    shown = desk.get(reverse(chooser)).content.decode()
    assert ("Lune file" in shown, "Alpenglow file" in shown) == (True, False)


def test_a_page_is_linked_from_the_chosen_brands(
    both: User, lune: House, sign_in: SignIn
) -> None:
    desk = sign_in(both)
    choose(desk, lune.brand)
    found = desk.get(reverse("wagtailadmin_choose_page_search") + "?q=help")
    text = found.content.decode()
    assert ("Lune help" in text, "Alpenglow help" in text) == (True, False)


def test_a_list_asked_for_another_brand_shows_it(
    both: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    desk = sign_in(both)
    choose(desk, lune.brand)
    asked = f"?brand={alpenglow.brand.pk}"
    assert listed(desk, "returns:index", asked) == [str(alpenglow.ret)]


def test_what_is_open_already_stays_within_reach(
    both: User, lune: House, portals: dict[str, Portal], sign_in: SignIn
) -> None:
    """A link in a mail opens, and says that it is about another brand."""
    desk = sign_in(both)
    choose(desk, lune.brand)
    home = portals["alpenglow"].homes["en"]
    page = desk.get(reverse("wagtailadmin_explore", args=[home.pk]))
    assert [str(row) for row in page.context["object_list"]] == ["Alpenglow help"]
    note = "This page is about another of your brands."
    assert note in page.content.decode()
    own = portals["lune"].homes["en"]
    page = desk.get(reverse("wagtailadmin_explore", args=[own.pk]))
    assert note not in page.content.decode()


Where = Callable[[House, Portal], str]
NEAREST: list[tuple[str, Where, Where]] = [
    (
        "a list keeps its search, not its place",
        lambda _h, _p: "/admin/returns/?q=AG&p=4&shop=3",
        lambda _h, _p: "/admin/returns/?q=AG",
    ),
    (
        "a return becomes the list",
        lambda h, _p: reverse("returns:inspect", args=[h.ret.pk]),
        lambda _h, _p: reverse("returns:index"),
    ),
    (
        "a page becomes the home page's tree",
        lambda _h, p: reverse("wagtailadmin_pages:edit", args=[p.homes["en"].pk]),
        lambda _h, p: reverse("wagtailadmin_explore", args=[p.homes["en"].pk]),
    ),
    (
        "a picture becomes the pictures",
        lambda _h, _p: reverse("wagtailimages:edit", args=[first_image("Alpenglow")]),
        lambda _h, _p: reverse("wagtailimages:index"),
    ),
    (
        "a look becomes the look",
        lambda h, _p: reverse("looks:edit_look", args=[h.brand.pk]),
        lambda h, _p: reverse("looks:edit_look", args=[h.brand.pk]),
    ),
    (
        "a policy becomes the same policy",
        lambda h, _p: reverse("return-policies:edit_kind", args=[h.brand.pk, "return"]),
        lambda h, _p: reverse("return-policies:edit_kind", args=[h.brand.pk, "return"]),
    ),
    (
        "what only forms are sent to becomes its list",
        lambda h, _p: reverse("looks:use_preset", args=[h.brand.pk, "clear"]),
        lambda _h, _p: reverse("looks:index"),
    ),
    (
        "what is no page becomes the dashboard",
        lambda _h, _p: "/nowhere/",
        lambda _h, _p: "/admin/",
    ),
    (
        "another host becomes the dashboard",
        lambda _h, _p: "https://elsewhere.example/admin/returns/",
        lambda _h, _p: "/admin/",
    ),
]


def first_image(name: str) -> int:
    return int(Image.objects.get(title=f"{name} file").pk)


@pytest.mark.parametrize(
    ("back", "led"), [case[1:] for case in NEAREST], ids=[case[0] for case in NEAREST]
)
def test_one_is_led_to_the_same_page_or_the_nearest(
    back: Where,
    led: Where,
    both: User,
    alpenglow: House,
    lune: House,
    portals: dict[str, Portal],
    sign_in: SignIn,
) -> None:
    desk = sign_in(both)
    target = choose(desk, lune.brand, back(alpenglow, portals["alpenglow"]))
    assert target == led(lune, portals["lune"])
    assert desk.get(target).status_code == 200


def test_who_chooses_the_brand_of_what_is_open_stays_there(
    both: User, lune: House, sign_in: SignIn
) -> None:
    here = reverse("returns:inspect", args=[lune.ret.pk])
    desk = sign_in(both)
    assert choose(desk, lune.brand, here) == here
    assert choose(desk, None, here) == here


def test_a_strangers_brand_is_not_kept(
    anna: User, lune: House, portals: dict[str, Portal], sign_in: SignIn
) -> None:
    desk = sign_in(anna)
    asked = {"brand": lune.brand.pk, "next": "/admin/"}
    assert desk.post(reverse("choose_brand"), asked).status_code == 404
    assert listed(desk, "wagtailimages:index") == ["Alpenglow file"]
    assert (
        Client()
        .post(reverse("choose_brand"), asked)["Location"]
        .startswith(reverse("wagtailadmin_login"))
    )


def test_a_brand_that_was_taken_away_narrows_nothing(
    both: User, lune: House, sign_in: SignIn
) -> None:
    desk = sign_in(both)
    choose(desk, lune.brand)
    revoke_staff_role(both, lune.brand)
    assert listed(desk, "wagtailimages:index") == ["Alpenglow file"]


def test_narrowing_asks_no_more_than_showing_all(
    both: User, lune: House, sign_in: SignIn
) -> None:
    """The names in the switch are one query; rows are narrowed in those there are."""
    desk = sign_in(both)
    counted = {}
    for brand in (None, lune.brand):
        choose(desk, brand)
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("wagtailimages:index"))
        counted[brand] = len(asked)
    assert counted[lune.brand] <= counted[None]
