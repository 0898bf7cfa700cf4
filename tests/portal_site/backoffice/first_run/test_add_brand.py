"""Company and brand: the forms of superusers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import GroupPagePermission, Page, Site

from retour_core.accounts.models import Account, Role
from retour_core.brands.languages import speaks
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.theming.languages import offered_languages
from retour_portal.theming.models import Theme
from tests.portal_site.backoffice.conftest import House, SignIn

ADD = "brands:add"
COMPANY = "company:index"


@pytest.fixture
def office(root: User, sign_in: SignIn) -> Client:
    return sign_in(root)


def brand_data(**values: Any) -> dict[str, Any]:
    return {
        "name": "Nordwand",
        "support_email": "help@nordwand.example",
        "portal_address": "returns.nordwand.example",
        "language": "en",
        "languages": ["en", "fr"],
        "primary_colour": "#14532D",
        "accent_colour": "#b45f06",
        **values,
    }


def logo() -> SimpleUploadedFile:
    out = BytesIO()
    Picture.new("RGBA", (40, 20), "#14532d").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_a_brand_comes_with_site_look_and_pages(office: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://retour.example"
    response = office.post(reverse(ADD), brand_data(logo=logo()))
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert told(response) == [
        "Nordwand has a portal now. Only you see it until you switch it on."
    ]
    brand = Brand.objects.get()
    assert (brand.slug, brand.portal_url, brand.default_locale) == (
        "nordwand",
        "https://returns.nordwand.example",
        "en",
    )
    assert (brand.primary_colour, brand.logo.name[:12]) == ("#14532d", "brand-logos/")
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("returns.nordwand.example", 443)
    assert site.root_page.slug == "nordwand-en"
    assert Theme.objects.get().site == site
    pages = Page.objects.filter(depth__gt=1).order_by("path")
    assert [(page.depth, page.title, page.live) for page in pages][:4] == [
        (2, "Returns", False),
        (3, "Help", False),
        (3, "Returns policy", False),
        (3, "Accessibility", False),
    ]
    assert pages.filter(depth=2).values("translation_key").distinct().count() == 1


def test_pages_are_made_in_the_languages_chosen_only(office: Client) -> None:
    office.post(reverse(ADD), brand_data(language="fr", languages=[]))
    pages = Page.objects.filter(depth__gt=1)
    assert set(pages.values_list("locale__language_code", flat=True)) == {"fr"}
    assert Site.objects.get().root_page.slug == "nordwand-fr"
    assert offered_languages(Brand.objects.get()) == ["fr"]


def test_a_brand_offers_its_own_language_and_those_ticked(office: Client) -> None:
    office.post(reverse(ADD), brand_data(language="fr", languages=["en", "de"]))
    brand = Brand.objects.get()
    assert brand.languages == ["de", "en", "fr"]
    assert [speaks(brand, code) for code in ("de", "fr", "it")] == [True, True, False]


def test_who_ticks_all_languages_gets_later_ones_too(office: Client) -> None:
    every = [code for code, _name in settings.LANGUAGES]
    office.post(reverse(ADD), brand_data(languages=every))
    assert Brand.objects.get().languages == []


def test_the_same_form_sent_twice_makes_one_brand(office: Client) -> None:
    first = office.post(reverse(ADD), brand_data(logo=logo()))
    pages = Page.objects.count()
    again = office.post(reverse(ADD), brand_data(logo=logo()))
    assert (first.status_code, again.status_code) == (302, 302)
    assert (
        told(again)[-1] == "Nordwand is at that address already; nothing was changed."
    )
    assert (Brand.objects.count(), Image.objects.count()) == (1, 1)
    assert Page.objects.count() == pages


def test_a_host_another_brand_has_is_refused_at_its_field(office: Client) -> None:
    office.post(reverse(ADD), brand_data())
    data = brand_data(name="Other", portal_address="RETURNS.nordwand.example:9000")
    refused = office.post(reverse(ADD), data)
    assert refused.status_code == 422
    assert errors(refused) == {
        "portal_address": [
            "Another portal has this host name already; choose a different one."
        ]
    }
    assert Brand.objects.count() == 1


def test_a_second_brand_of_the_same_name_has_a_short_name_of_its_own(
    office: Client,
) -> None:
    office.post(reverse(ADD), brand_data())
    office.post(reverse(ADD), brand_data(portal_address="b.nordwand.example"))
    slugs = Brand.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["nordwand", "nordwand-2"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "portal_address",
            "nordwand.example/returns",
            "A portal needs a host name of its own; leave out what follows it.",
        ),
        (
            "portal_address",
            "no host",
            "This is no host name; write one such as returns.example.com.",
        ),
        (
            "primary_colour",
            "#9be7c4",
            (
                "#9be7c4 is too light for buttons and links: people could not read "
                "them. The nearest colour that can be read is #507b67."
            ),
        ),
        (
            "accent_colour",
            "orange",
            "Write the colour as # and six digits, like #0b6e4f.",
        ),
        ("name", "", "This field is required."),
        ("support_email", "nobody", "Enter a valid email address."),
        (
            "language",
            "xx",
            "Select a valid choice. xx is not one of the available choices.",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    office: Client, field: str, value: str, sentence: str
) -> None:
    refused = office.post(reverse(ADD), brand_data(**{field: value}))
    assert (refused.status_code, errors(refused)) == (422, {field: [sentence]})
    assert not Brand.objects.exists()
    assert not Site.objects.exists()


def test_a_file_that_is_no_picture_is_refused(office: Client) -> None:
    file = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")
    refused = office.post(reverse(ADD), brand_data(logo=file))
    assert list(errors(refused)) == ["logo"]
    assert "Choose the logo again" in refused.content.decode()


def test_a_host_the_server_does_not_answer_to_is_refused(
    office: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", ".nordwand.example"]
    data = brand_data(portal_address="returns.elsewhere.example")
    assert list(errors(office.post(reverse(ADD), data))) == ["portal_address"]
    assert office.post(reverse(ADD), brand_data()).status_code == 302


def test_an_editor_of_the_new_brand_reaches_its_pages_and_look_only(
    office: Client, sign_in: SignIn
) -> None:
    office.post(reverse(ADD), brand_data())
    office.post(reverse(ADD), brand_data(name="Lune", portal_address="lune.example"))
    editor = User.objects.create_user("editor")
    grant_staff_role(editor, Brand.objects.get(slug="nordwand"), Role.EDITOR)
    client = sign_in(editor)
    for slug, status in (("nordwand", 200), ("lune", 404)):
        brand, home = Brand.objects.get(slug=slug), Page.objects.get(slug=f"{slug}-en")
        url = reverse("wagtailadmin_pages:edit", args=[home.pk])
        assert client.get(url).status_code == status
        look = reverse("looks:edit_look", args=[brand.pk])
        assert client.get(look).status_code == status
    assert GroupPagePermission.objects.filter(page__depth__gt=2).count() == 0


def test_only_superusers_add_brands_and_see_the_company(
    anna: User, alice: User, sign_in: SignIn
) -> None:
    for user in (anna, alice):
        for name in (ADD, COMPANY):
            for method in ("get", "post"):
                response = getattr(sign_in(user), method)(reverse(name), brand_data())
                assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert Brand.objects.count() == 1


def test_brands_are_added_from_their_list(
    office: Client, anna: User, sign_in: SignIn
) -> None:
    assert reverse(ADD) in office.get(reverse("brands:index")).content.decode()
    own = sign_in(anna).get(reverse("brands:index")).content.decode()
    assert reverse(ADD) not in own


def test_the_company_is_saved_and_its_country_asked_for(office: Client) -> None:
    data = {
        "name": "Nordwand GmbH",
        "email": "root@example.org",
        "country": "",
        "timezone": "Europe/Vienna",
        "gs1_company_prefix": "0614141",
    }
    refused = office.post(reverse(COMPANY), data)
    assert (refused.status_code, list(errors(refused))) == (422, ["country"])
    saved = office.post(reverse(COMPANY), {**data, "country": "AT"})
    assert saved["Location"] == "/admin/"
    office.post(reverse(COMPANY), {**data, "country": "CH"})
    account = Account.objects.get()
    assert (account.country, account.timezone) == ("CH", "Europe/Vienna")


def test_the_first_brand_is_offered_the_companys_email(office: Client) -> None:
    Account.objects.create(name="Nordwand", email="hello@nordwand.example")
    form = office.get(reverse(ADD)).context["form"]
    assert form["support_email"].value() == "hello@nordwand.example"


def test_a_house_that_exists_is_left_alone(office: Client, lune: House) -> None:
    office.post(reverse(ADD), brand_data())
    lune.brand.refresh_from_db()
    assert lune.brand.portal_url == "http://lune.localhost:8100"
