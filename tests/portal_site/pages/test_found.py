"""What search engines and browsers learn from a brand's public pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

import retour_portal
from retour_portal.pages.models import ContentPage, HelpPage

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

ALPENGLOW, LUNE = "alpenglow.localhost:8100", "maison-lune.localhost:8100"
STYLES = Path(retour_portal.__file__).parent / "static" / "retour" / "css"
_LOADED = re.compile(
    r"<(?:img|script|iframe|source|video|audio|embed|use|form)\b[^>]*?"
    r"\s(?:src|srcset|href|poster|data|action)=\"([^\"]+)\"|"
    r"<link rel=\"(?:stylesheet|icon|preload)\"[^>]*href=\"([^\"]+)\"|"
    r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)"
)


def get(client: Client, host: str, path: str) -> Any:
    return client.get(path, headers={"host": host})


def foreign(text: str, own_host: str) -> list[str]:
    """The hosts that a browser would ask for showing this, without the own one."""
    found = ["".join(groups) for groups in _LOADED.findall(text)]
    hosts = {urlsplit(url.split()[0]).netloc for url in found}
    return sorted(hosts - {"", own_host})


def listed(client: Client, host: str) -> list[str]:
    text = get(client, host, "/sitemap.xml").text
    return re.findall(r"<loc>(.*?)</loc>", text)


def test_the_sitemap_lists_the_brand_s_own_live_pages(
    client: Client, portals: Any
) -> None:
    HelpPage.objects.get(slug="help", url_path__contains="alpenglow").unpublish()
    addresses = listed(client, ALPENGLOW)
    assert addresses[:3] == [
        f"http://{ALPENGLOW}/en/",
        f"http://{ALPENGLOW}/de/",
        f"http://{ALPENGLOW}/fr/",
    ]
    assert f"http://{ALPENGLOW}/en/help/" not in addresses
    assert f"http://{ALPENGLOW}/en/returns-policy/" in addresses
    for address in addresses:
        assert get(client, ALPENGLOW, urlsplit(address).path).status_code == 200
    assert not [one for one in addresses if "/return/" in one or "/withdraw" in one]


def test_the_sitemap_names_the_translations_of_a_page(
    client: Client, portals: Any
) -> None:
    text = get(client, LUNE, "/sitemap.xml").text
    [entry] = [
        one
        for one in re.findall(r"<url>.*?</url>", text, re.DOTALL)
        if f"<loc>http://{LUNE}/en/returns-policy/</loc>" in one
    ]
    assert sorted(re.findall(r'hreflang="(..)" href="([^"]+)"', entry)) == [
        ("en", f"http://{LUNE}/en/returns-policy/"),
        ("fr", f"http://{LUNE}/fr/conditions-de-retour/"),
    ]


def test_the_sitemap_asks_the_database_a_few_times_however_many_pages(
    client: Client, portals: Any, django_assert_num_queries: Any
) -> None:
    get(client, LUNE, "/sitemap.xml")
    with django_assert_num_queries(4):
        get(client, LUNE, "/sitemap.xml")


def test_robots_of_a_brand_name_its_sitemap_and_leave_the_flow_readable(
    client: Client, portals: Any
) -> None:
    lines = get(client, LUNE, "/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1] == f"Sitemap: http://{LUNE}/sitemap.xml"
    assert "Disallow: /" not in lines
    assert get(client, LUNE, "/en/return/").headers["X-Robots-Tag"] == (
        "noindex, nofollow"
    )


def test_a_host_without_a_brand_has_nothing_to_be_found(
    client: Client, portals: Any
) -> None:
    assert get(client, "localhost", "/robots.txt").text == (
        "User-agent: *\nDisallow: /\n"
    )
    assert get(client, "localhost", "/sitemap.xml").status_code == 404


def test_a_page_names_its_address_and_its_translations(
    client: Client, portals: Any
) -> None:
    html = get(client, LUNE, "/fr/conditions-de-retour/").text
    assert re.findall(r'rel="canonical" href="([^"]+)"', html) == [
        f"http://{LUNE}/fr/conditions-de-retour/"
    ]
    assert re.findall(r'rel="alternate" hreflang="(..)" href="([^"]+)"', html) == [
        ("en", f"http://{LUNE}/en/returns-policy/"),
        ("fr", f"http://{LUNE}/fr/conditions-de-retour/"),
    ]
    assert re.findall(r'property="og:title" content="([^"]+)"', html) == [
        "Conditions de retour"
    ]


def test_a_page_without_a_translation_names_no_other_language(
    client: Client, portals: Any
) -> None:
    ContentPage.objects.get(slug="returns-policy", url_path__contains="lune").delete()
    html = get(client, LUNE, "/fr/conditions-de-retour/").text
    assert re.findall(r'rel="alternate" hreflang', html) == []


@pytest.mark.parametrize("host", [ALPENGLOW, LUNE])
def test_no_public_page_asks_anybody_else_or_sets_a_cookie(
    client: Client, portals: Any, host: str
) -> None:
    paths = [urlsplit(url).path for url in listed(client, host)]
    paths += ["/en/return/", "/en/return/find/", "/en/withdraw/", "/"]
    for path in paths:
        response = get(client, host, path)
        assert (path, foreign(response.text, host)) == (path, [])
        assert (path, dict(client.cookies)) == (path, {})
    assert foreign(get(client, host, "/brand.css").text, host) == []


@pytest.mark.parametrize("sheet", sorted(STYLES.glob("*.css")), ids=lambda p: p.name)
def test_no_style_sheet_asks_anybody_else(sheet: Path) -> None:
    assert foreign(sheet.read_text(), "") == []


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ('<img alt="" src="https://a.example/x.png">', ["a.example"]),
        ('<link rel="stylesheet" href="//b.example/x.css">', ["b.example"]),
        ("p { background: url('https://c.example/x') }", ["c.example"]),
        ('@import "https://d.example/x.css";', ["d.example"]),
        ('<a href="https://shop.example/">', []),
    ],
)
def test_the_walk_for_foreign_hosts_sees_them(text: str, hosts: list[str]) -> None:
    assert foreign(text, "") == hosts
