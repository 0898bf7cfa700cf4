"""Views of Wagtail's own that answer for every site, closed to other brands' staff."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.editorial.groups import editors_group
from tests.portal_site.backoffice.conftest import SignIn

# Wagtail leaves the upload's temporary file of each rendition it makes unclosed.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


@dataclass(frozen=True)
class Site:
    """A brand's page and picture in Wagtail, and an editor of it."""

    page: Page
    image: Image
    editor: User


def _picture() -> ContentFile[bytes]:
    out = BytesIO()
    Picture.new("RGB", (4, 4)).save(out, "PNG")
    return ContentFile(out.getvalue(), "four.png")


def _site(slug: str) -> Site:
    brand = Brand.objects.create(slug=slug, name=slug)
    root = Page.get_first_root_node()
    page = root.add_child(instance=Page(title=f"Home of {slug}", slug=slug))
    collection = Collection.get_first_root_node().add_child(name=slug)
    image = Image.objects.create(
        title=f"Picture of {slug}", file=_picture(), collection=collection
    )
    group = editors_group(brand)
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(
            group=group, page=page, permission=permission
        )
    for codename in ("add_image", "change_image", "choose_image"):
        permission = Permission.objects.get(codename=codename)
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )
    editor = User.objects.create_user(f"editor-of-{slug}")
    grant_staff_role(editor, brand, Role.EDITOR)
    return Site(page, image, editor)


@pytest.fixture
def ours(db: None) -> Site:
    return _site("alpenglow")


@pytest.fixture
def theirs(db: None) -> Site:
    return _site("lune")


@pytest.fixture
def visitor(theirs: Site, sign_in: SignIn) -> Client:
    return sign_in(theirs.editor)


def _urls(site: Site, own: Site) -> dict[str, str]:
    page, image = site.page.pk, site.image.pk
    return {
        "edit": reverse("wagtailadmin_pages:edit", args=[page]),
        "delete": reverse("wagtailadmin_pages:delete", args=[page]),
        "copy": reverse("wagtailadmin_pages:copy", args=[page]),
        "move": reverse("wagtailadmin_pages:move", args=[page]),
        "move under": reverse(
            "wagtailadmin_pages:move_confirm", args=[own.page.pk, page]
        ),
        "draft": reverse("wagtailadmin_pages:view_draft", args=[page]),
        "history": reverse("wagtailadmin_pages:history", args=[page]),
        "explore": reverse("wagtailadmin_explore", args=[page]),
        "choose": reverse("wagtailadmin_choose_page_child", args=[page]),
        "page api": reverse("wagtailadmin_api:pages:detail", args=[page]),
        "image api": reverse("wagtailadmin_api:images:detail", args=[image]),
        "all images": reverse("wagtailadmin_api:images:listing"),
        "all documents": reverse("wagtailadmin_api:documents:listing"),
        "site history": reverse("wagtailadmin_reports:site_history"),
        "page types": reverse("wagtailadmin_reports:page_types_usage"),
    }


@pytest.mark.parametrize(
    "what",
    [
        *("edit", "delete", "copy", "move", "move under", "draft", "history"),
        *("explore", "choose", "page api", "image api", "all images"),
        *("all documents", "site history", "page types"),
    ],
)
def test_another_brands_page_or_file_does_not_exist(
    what: str, visitor: Client, ours: Site, theirs: Site
) -> None:
    response = visitor.get(_urls(ours, theirs)[what])
    assert response.status_code == 404
    assert b"alpenglow" not in response.content


@pytest.mark.parametrize(
    "what", ["edit", "explore", "choose", "page api", "image api", "history"]
)
def test_the_own_pages_and_files_stay_open(
    what: str, visitor: Client, theirs: Site
) -> None:
    assert visitor.get(_urls(theirs, theirs)[what]).status_code == 200


def test_choosers_list_the_own_pages_and_pictures_only(
    visitor: Client, ours: Site, theirs: Site
) -> None:
    for url in (
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_search") + "?q=home",
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailimages_chooser:choose_results"),
    ):
        response = visitor.get(url)
        assert response.status_code == 200
        assert b"alpenglow" not in response.content


def test_a_picture_of_another_brand_is_not_chosen_by_its_number(
    visitor: Client, ours: Site
) -> None:
    url = reverse("wagtailimages_chooser:chosen", args=[ours.image.pk])
    response = visitor.get(url)
    assert (response.status_code, response.content) == (302, b"")


def test_a_superuser_is_not_held_back(
    ours: Site, theirs: Site, root: User, sign_in: SignIn
) -> None:
    client = sign_in(root)
    for what in ("edit", "image api", "all images", "site history"):
        assert client.get(_urls(ours, theirs)[what]).status_code == 200


def test_the_menu_leads_nobody_to_a_closed_report(
    visitor: Client, theirs: Site
) -> None:
    urls = _urls(theirs, theirs)
    menu = visitor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailadmin_reports:aging_pages") in menu
    assert urls["site history"] not in menu
    assert urls["page types"] not in menu
