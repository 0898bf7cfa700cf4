from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from retour_core.brands.models import Brand
from retour_core.brands.operations import set_look
from retour_portal.theming.models import Theme
from tests.portal_site.theming.portals import LINK_ROWS

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")


def picture(colour: str = "#0f5a47", kind: str = "PNG") -> Any:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, kind)
    name = f"logo.{kind.lower()}"
    return get_image_model().objects.create(
        title="Logo", file=ImageFile(file, name=name)
    )


@pytest.mark.parametrize(
    ("field", "colour", "message"),
    [
        (
            "primary_colour",
            "#ffcc00",
            (
                "#ffcc00 is too light for buttons and links: people could not read "
                "them. The nearest colour that can be read is #8b6e00."
            ),
        ),
        (
            "accent_colour",
            "#ffcc00",
            (
                "#ffcc00 is too light to be seen on the page. "
                "The nearest colour that shows is #b69000."
            ),
        ),
        (
            "primary_colour",
            "red",
            "Write the colour as # and six digits, like #0b6e4f.",
        ),
        (
            "primary_colour",
            "#0b6e4f;}",
            "Write the colour as # and six digits, like #0b6e4f.",
        ),
    ],
)
def test_a_colour_that_cannot_be_used_is_refused_with_the_way_out(
    theme: Theme, field: str, colour: str, message: str
) -> None:
    setattr(theme, field, colour)
    with pytest.raises(ValidationError) as refused:
        theme.full_clean()
    assert message in refused.value.message_dict[field]
    assert set(refused.value.message_dict) == {field}


def test_the_colour_offered_in_a_refusal_is_accepted(theme: Theme) -> None:
    theme.primary_colour, theme.accent_colour = "#8b6e00", "#b69000"
    theme.full_clean()


def test_saving_a_theme_dresses_its_brand(theme: Theme) -> None:
    theme.logo = picture()
    theme.primary_colour, theme.accent_colour = "#0F5A47", "#b45f06"
    theme.font = "serif"
    theme.save()
    brand = Brand.objects.get(pk=theme.brand_id)
    look = (brand.primary_colour, brand.accent_colour, brand.font)
    assert look == ("#0f5a47", "#b45f06", "serif")
    with brand.logo.open("rb") as copied:
        assert Image.open(copied).size == (40, 20)


def test_a_logo_labels_cannot_print_is_copied_as_png(theme: Theme) -> None:
    theme.logo = picture(kind="WEBP")
    theme.save()
    with Brand.objects.get(pk=theme.brand_id).logo.open("rb") as copied:
        assert Image.open(copied).format == "PNG"


def test_saving_again_keeps_the_copied_logo(theme: Theme) -> None:
    theme.logo = picture()
    theme.save()
    before = Brand.objects.get(pk=theme.brand_id).logo.name
    theme.save()
    assert Brand.objects.get(pk=theme.brand_id).logo.name == before


def test_a_replaced_logo_leaves_no_file_behind(
    theme: Theme, django_capture_on_commit_callbacks: Any
) -> None:
    theme.logo = picture("#0f5a47")
    theme.save()
    old = Brand.objects.get(pk=theme.brand_id).logo
    theme.logo = picture("#2b2344")
    with django_capture_on_commit_callbacks(execute=True):
        theme.save()
    new = Brand.objects.get(pk=theme.brand_id).logo
    assert (old.storage.exists(old.name), new.storage.exists(new.name)) == (False, True)


def test_taking_the_logo_away_takes_it_from_the_brand(theme: Theme) -> None:
    theme.logo = picture()
    theme.save()
    theme.logo = None
    theme.save()
    assert not Brand.objects.get(pk=theme.brand_id).logo


def test_a_look_with_a_colour_css_would_not_read_changes_nothing(theme: Theme) -> None:
    brand = Brand.objects.get(pk=theme.brand_id)
    before = Brand.objects.values().get(pk=brand.pk)
    with pytest.raises(ValidationError):
        set_look(
            brand, logo=None, primary_colour="x", accent_colour="#000000", font="serif"
        )
    assert Brand.objects.values().get(pk=brand.pk) == before


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(
        get_user_model().objects.create_superuser("root", "root@example.org", "pw")
    )
    return client


def edit_url(theme: Theme) -> str:
    return reverse("looks:edit_look", args=[theme.brand_id])


def form_of(theme: Theme, **changes: Any) -> dict[str, Any]:
    names = [
        "primary_colour", "accent_colour", "font", "corners", "tagline", "shop_url",
        "imprint_url", "privacy_url", "header_colour", "footer_colour", "spacing",
    ]  # fmt: skip
    values = {name: getattr(theme, name) for name in names}
    values |= {f"{name}-count": "0" for name in LINK_ROWS}
    values |= {"socials-count": "0", "print_logo": "", "background": ""}
    return values | {"brand": theme.brand_id, "logo": "", "favicon": ""} | changes


def test_the_editors_form_says_which_colour_would_do(
    admin: Client, theme: Theme
) -> None:
    response = admin.post(edit_url(theme), form_of(theme, primary_colour="#ffcc00"))
    assert "The nearest colour that can be read is #8b6e00." in response.text
    assert Theme.objects.get().primary_colour == "#1f3a5f"


def test_a_theme_is_previewed_before_it_is_saved(admin: Client, theme: Theme) -> None:
    url = f"/admin/settings/retour_theming/theme/{theme.site_id}/preview/"
    posted = admin.post(url, form_of(theme, tagline="Only looked at"))
    assert posted.json()["is_valid"] is True
    shown = admin.get(url)
    assert "Only looked at" in shown.text
    assert 'href="data:text/css;base64,' in shown.text
    assert Theme.objects.get().tagline == ""
    policy = shown["Content-Security-Policy"].split("; ")
    assert {"frame-ancestors 'self'", "style-src 'self' data:"} <= set(policy)


def test_a_page_is_previewed_in_the_editors_window(admin: Client, theme: Theme) -> None:
    home = theme.site.root_page
    shown = admin.get(f"/admin/pages/{home.pk}/view_draft/")
    assert "nordwand returns" in shown.text
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"].split("; ")


def test_a_page_in_a_language_that_is_not_offered_is_still_previewed(
    admin: Client, theme: Theme
) -> None:
    brand = theme.brand
    assert brand is not None
    brand.default_locale, brand.languages = "fr", ["fr"]
    brand.save()
    home = theme.site.root_page
    shown = admin.get(f"/admin/pages/{home.pk}/view_draft/")
    assert (shown.status_code, "nordwand returns" in shown.text) == (200, True)


@pytest.mark.parametrize(
    ("logo", "header", "ground"),
    [
        ("#0f5a47", "#ffffff", ""),
        ("#0f5a47", "#1f4d3a", "#ffffff"),
        ("#ffffff", "#0b0f19", ""),
        ("#ffffff", "#ffd84d", "#16181d"),
    ],
)
def test_a_logo_that_the_header_would_swallow_is_laid_on_a_ground(
    theme: Theme, logo: str, header: str, ground: str
) -> None:
    theme.logo, theme.header_colour = picture(logo), header
    theme.save()
    assert Theme.objects.get().logo_ground == ground
    assert (f"--brand-logo-ground:{ground}" in theme.css) == bool(ground)
