from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from retour_portal.theming.models import Theme
from retour_portal.theming.views import portal_root, server_error
from tests.portal_site.theming.portals import make_portal

HOST = "nordwand.localhost"


def test_brand_css_holds_the_themes_tokens(client: Client, theme: Theme) -> None:
    response = client.get("/brand.css", headers={"host": HOST})
    assert response["Content-Type"] == "text/css; charset=utf-8"
    tokens = dict(re.findall(r"--brand-([a-z-]+):([^;}]+)", response.text))
    assert tokens["primary"] == "#1f3a5f"
    assert tokens["on-primary"] == "#ffffff"
    assert tokens["accent"] == "#b4532a"
    assert response.text.count("{") == response.text.count("}") == 1


def test_brand_css_is_not_sent_twice(client: Client, theme: Theme) -> None:
    first = client.get("/brand.css", headers={"host": HOST})
    again = client.get(
        "/brand.css", headers={"host": HOST, "if-none-match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    theme.primary_colour = "#0f5a47"
    theme.save()
    changed = client.get(
        "/brand.css", headers={"host": HOST, "if-none-match": first["ETag"]}
    )
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("version", "caching"),
    [
        ("current", "public, max-age=31536000, immutable"),
        ("stale", "no-cache"),
    ],
)
def test_only_the_current_version_is_kept_for_ever(
    client: Client, theme: Theme, version: str, caching: str
) -> None:
    etag = client.get("/brand.css", headers={"host": HOST})["ETag"]
    wanted = etag.strip('"') if version == "current" else "0" * 16
    response = client.get(f"/brand.css?v={wanted}", headers={"host": HOST})
    assert response["Cache-Control"] == caching


def test_the_pages_link_the_current_version(client: Client, theme: Theme) -> None:
    page = client.get("/en/", headers={"host": HOST})
    [url] = re.findall(r'href="(/brand\.css[^"]*)"', page.text)
    assert "immutable" in client.get(url, headers={"host": HOST})["Cache-Control"]


@pytest.mark.parametrize("path", ["/en/", "/brand.css", "/en/nowhere/", "/en/return/"])
def test_an_unknown_host_gets_a_page_that_names_nobody(
    client: Client, theme: Theme, path: str
) -> None:
    response = client.get(path, headers={"host": "elsewhere.example"})
    assert response.status_code == 404
    assert "There is nothing at this address" in response.text
    assert "nordwand" not in response.text.lower()


def test_a_site_without_a_brand_is_an_unknown_host(
    client: Client, theme: Theme
) -> None:
    Theme.objects.update(brand=None)
    response = client.get("/en/nowhere/", headers={"host": HOST})
    assert "There is nothing at this address" in response.text


def test_a_missing_page_of_a_brand_leads_back_to_it(
    client: Client, theme: Theme
) -> None:
    response = client.get("/en/nowhere/", headers={"host": HOST})
    assert response.status_code == 404
    assert "We could not find this page" in response.text
    assert '<a class="button" href="/en/">' in response.text


def test_a_failure_is_told_without_asking_the_database(
    theme: Theme, django_assert_num_queries: Any
) -> None:
    request = RequestFactory().get("/en/")
    request.theme, request.brand = theme, theme.brand  # type: ignore[attr-defined]
    with django_assert_num_queries(0):
        response = server_error(request)
    assert response.status_code == 500
    assert "Nordwand" in response.text
    assert "Something went wrong on our side" in response.text


def test_a_failure_before_the_brand_is_known_is_told_too() -> None:
    response = server_error(RequestFactory().get("/"))
    assert (response.status_code, "Something went wrong" in response.text) == (
        500,
        True,
    )


@pytest.mark.parametrize(
    ("accepted", "target"),
    [
        # The portal's only page is in English.
        ("fr-BE,fr;q=0.9,en;q=0.5", "/en/"),
        ("fr", "/fr/"),
        ("en-GB", "/en/"),
        ("xx,yy;q=0.5", "/fr/"),
        ("", "/fr/"),
        ("*", "/fr/"),
    ],
)
def test_the_bare_host_leads_to_the_browsers_language_or_the_brands(
    db: None, accepted: str, target: str
) -> None:
    theme = make_portal("lune")
    assert theme.brand is not None
    theme.brand.default_locale = "fr"
    request = RequestFactory().get("/", headers={"accept-language": accepted})
    request.theme, request.brand = theme, theme.brand  # type: ignore[attr-defined]
    response = portal_root(request)
    assert (response.status_code, response["Location"]) == (302, target)
    assert response["Vary"] == "Accept-Language"


def test_the_bare_host_of_nobody_is_not_found() -> None:
    with pytest.raises(Http404):
        portal_root(RequestFactory().get("/"))


def test_pages_of_a_return_are_neither_found_nor_kept(
    client: Client, theme: Theme
) -> None:
    response = client.get("/en/return/?number=1", headers={"host": HOST})
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    response = client.get("/en/return/r/0/", headers={"host": HOST})
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_the_home_page_may_be_found(client: Client, theme: Theme) -> None:
    response = client.get("/en/", headers={"host": HOST})
    assert "X-Robots-Tag" not in response.headers
    assert response["Permissions-Policy"].startswith("accelerometer=()")


def test_the_admin_gets_no_portal_headers(client: Client, theme: Theme) -> None:
    response = client.get("/admin/login/", headers={"host": HOST})
    assert response.status_code == 200
    assert "Permissions-Policy" not in response.headers
