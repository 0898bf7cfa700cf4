"""The lookup in a page of the shop: for origins the brand names, and no others."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from retour_portal.theming.models import Theme
from retour_portal.theming.origins import origins_in, validate_origins
from tests.portal_site.theming.portals import make_portal

HOST = "nordwand.localhost"
SHOP = "https://shop.example"
pytestmark = pytest.mark.django_db


@pytest.fixture
def theme() -> Theme:
    return make_portal("nordwand", embed_origins=f"{SHOP}/\nhttps://b.example:8443\n")


def test_only_the_named_origins_may_frame_the_form(theme: Theme) -> None:
    response = Client().get("/en/return/embed/", headers={"host": HOST})
    policies = response["Content-Security-Policy"].split("; ")
    framing = [policy for policy in policies if policy.startswith("frame-ancestors")]
    assert framing == [f"frame-ancestors {SHOP} https://b.example:8443"]
    assert "X-Frame-Options" not in response.headers
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert list(response.cookies) == []


@pytest.mark.parametrize("path", ["/en/", "/en/return/", "/en/withdraw/"])
def test_nothing_else_may_be_framed(theme: Theme, path: str) -> None:
    response = Client().get(path, headers={"host": HOST})
    assert response["X-Frame-Options"] == "DENY"
    policies = response["Content-Security-Policy"].split("; ")
    assert "frame-ancestors 'none'" in policies


def test_a_brand_that_names_nobody_has_no_embedded_form() -> None:
    make_portal("alpina")
    for host in ("alpina.localhost", "nobody.localhost"):
        response = Client().get("/en/return/embed/", headers={"host": host})
        assert response.status_code == 404


def test_everything_in_the_frame_opens_the_whole_window(theme: Theme) -> None:
    html = Client().get("/en/return/embed/", headers={"host": HOST}).text
    assert html.count('target="_top"') == html.count("<a ") + html.count("<form ")
    assert "csrfmiddlewaretoken" not in html


def test_the_script_is_small_and_names_no_brand(theme: Theme) -> None:
    response = Client().get("/embed.js", headers={"host": HOST})
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert len(response.content) <= 5 * 1024
    assert "nordwand" not in response.text
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    stranger = Client().get("/embed.js", headers={"host": "nobody.localhost"})
    assert stranger.status_code == 404


@pytest.mark.parametrize(
    "origin",
    ["https://shop.example", "https://a.b.example:8443", "http://localhost:8000"],
)
def test_an_origin_is_taken(origin: str) -> None:
    validate_origins(origin)
    assert origins_in(f"\n {origin.upper()}/ \n") == [origin]


@pytest.mark.parametrize(
    "origin",
    [
        "shop.example",
        "http://shop.example",
        "https://shop.example/returns",
        "https://*.example",
        "https://shop.example; script-src *",
        "https://user@shop.example",
        "*",
    ],
)
def test_what_is_no_origin_is_refused_by_name(origin: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_origins(f"{SHOP}\n{origin}")
    assert refused.value.messages == [
        (
            f"“{origin}” is no address of a shop: write https:// and the host, like "
            "https://shop.example, without a path."
        )
    ]
