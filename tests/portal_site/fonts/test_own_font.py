"""A brand's own font, from the form of its look to its pages."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_portal.fonts.models import WebFont, WebFontPart
from retour_portal.fonts.operations import keep_font
from retour_portal.fonts.reading import read_font
from retour_portal.theming.models import Theme
from retour_portal.theming.versions import put_draft_on
from tests.portal_site.editorial.desks import Desk, make_desk, signed_in
from tests.portal_site.editorial.test_look_drafts import form
from tests.portal_site.fonts.tiny_font import tiny_font


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk("nordwand")


@pytest.fixture
def lune(db: None) -> Desk:
    return make_desk("lune")


def theme_of(desk: Desk) -> Theme:
    return Theme.objects.get(brand=desk.brand)


def wear(desk: Desk) -> Theme:
    theme = theme_of(desk)
    theme.own_font = keep_font(theme.site, read_font(tiny_font()), "own.ttf")
    theme.save()
    return theme


def send(desk: Desk, role: Role = Role.PUBLISHER, **values: Any) -> Any:
    """The look's form, with fonts as bytes."""
    url = reverse("looks:edit_look", args=[desk.brand.pk])
    sent = {
        name: SimpleUploadedFile("own.ttf", value)
        if isinstance(value, bytes)
        else value
        for name, value in values.items()
    }
    return signed_in(desk.people[role]).post(url, form(**sent), follow=True)


def published(desk: Desk, **values: Any) -> Theme:
    send(desk, do="publish", **values)
    return theme_of(desk)


def ask(desk: Desk, path: str) -> Any:
    return Client(headers={"host": desk.site.hostname}).get(path)


def faces_of(css: str) -> list[str]:
    return re.findall(r'src:url\("(/font/[0-9a-f]{32}\.woff2)"\)', css)


def test_a_font_is_served_on_its_brands_host_alone(desk: Desk, lune: Desk) -> None:
    wear(desk)
    css = ask(desk, "/brand.css").text
    addresses = faces_of(css)
    assert len(addresses) == 3
    assert css.count("font-display:swap") == 3
    assert '--brand-font:"Brand Text","Brand Text fallback",' in css
    answer = ask(desk, addresses[0])
    assert (answer.status_code, answer["Content-Type"]) == (200, "font/woff2")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content[:4] == b"wOF2"
    assert ask(lune, addresses[0]).status_code == 404
    stranger = Client(headers={"host": "nobody.example"})
    assert stranger.get(addresses[0]).status_code == 404


def test_the_file_that_was_uploaded_is_not_served(desk: Desk) -> None:
    font = wear(desk).own_font
    assert font is not None
    for digest in (font.digest, font.digest[:32]):
        assert ask(desk, f"/font/{digest}.woff2").status_code == 404


def test_pages_fetch_fonts_from_their_own_host_alone(desk: Desk) -> None:
    policy = ask(desk, "/en/return/")["Content-Security-Policy"]
    [fonts] = [one for one in policy.split("; ") if one.startswith("font-src")]
    assert fonts == "font-src 'self'"


def test_headings_may_have_a_font_of_their_own(desk: Desk) -> None:
    theme = wear(desk)
    theme.heading_font = ""
    assert '--brand-heading-font:"Brand Text",' in theme.css
    theme.own_heading_font = theme.own_font
    assert '--brand-heading-font:"Brand Headings",' in theme.css


def test_a_look_without_a_font_of_its_own_fetches_none(desk: Desk) -> None:
    assert theme_of(desk).css.startswith(":root{")


def test_an_uploaded_font_is_a_draft_until_it_is_published(desk: Desk) -> None:
    send(desk, Role.EDITOR, font_file=tiny_font())
    assert faces_of(ask(desk, "/brand.css").text) == []
    drafted = theme_of(desk)
    put_draft_on(drafted)
    assert str(drafted.own_font) == "Tiny"
    send(desk, version="2", do="publish")
    assert theme_of(desk).own_font == drafted.own_font


def test_an_editor_replaces_a_font_and_drops_it_and_versions_keep_each(
    desk: Desk,
) -> None:
    first = published(desk, font_file=tiny_font()).own_font
    second = published(desk, font_file=tiny_font(width=600)).own_font
    url = reverse("looks:edit_look", args=[desk.brand.pk])
    page = signed_in(desk.people[Role.EDITOR]).get(url)
    assert page.context["form"].fields["drops_font"].help_text == "In use: Tiny."
    dropped = published(desk, drops_font="on")
    named = [row.look["own_font"] for row in dropped.versions.order_by("number")]
    assert None not in (first, second)
    assert named == [None, first and first.pk, second and second.pk, None]
    publisher = signed_in(desk.people[Role.PUBLISHER])
    publisher.post(reverse("looks:use_version", args=[desk.brand.pk, 2]))
    again = theme_of(desk)
    put_draft_on(again)
    assert again.own_font == first


def test_the_same_file_is_kept_once(desk: Desk) -> None:
    theme = published(desk, font_file=tiny_font(), heading_font_file=tiny_font())
    assert theme.own_font is not None
    assert theme.own_font == theme.own_heading_font
    assert WebFontPart.objects.count() == 3


def test_a_preview_has_the_fonts_inside(desk: Desk) -> None:
    css = base64.b64decode(wear(desk).embedded_css_url.partition(",")[2]).decode()
    assert css.count('src:url("data:font/woff2;base64,d09GMg') == 3
    assert faces_of(css) == []


def test_what_is_no_font_is_told_at_its_field(desk: Desk) -> None:
    page = send(desk, font_file=b"<svg/>", heading_font_file=tiny_font(rights=0x0002))
    assert dict(page.context["form"].errors) == {
        "font_file": ["This is no font: upload a WOFF2, WOFF, TTF or OTF file."],
        "heading_font_file": [
            (
                "The licence in this font does not allow embedding it in pages "
                "(“restricted licence”). Ask its foundry for a web font."
            )
        ],
    }
    assert WebFont.objects.count() == 0


def test_a_stranger_brings_no_font(desk: Desk, lune: Desk) -> None:
    url = reverse("looks:edit_look", args=[desk.brand.pk])
    stranger = signed_in(lune.people[Role.ADMIN])
    sent = form(font_file=SimpleUploadedFile("own.ttf", tiny_font()), do="publish")
    assert stranger.post(url, sent).status_code == 404
    assert WebFont.objects.count() == 0
