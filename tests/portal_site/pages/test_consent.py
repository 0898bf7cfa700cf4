from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.consent.models import Analytics
from retour_portal.consent.operations import set_analytics

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

ALPENGLOW, LUNE = "alpenglow.localhost:8100", "maison-lune.localhost:8100"
SCRIPT = "https://stats.example/js/s.js?site=1"
PLAIN = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
AGREED = PLAIN - {"script-src 'self'", "img-src 'self' data:"} | {
    "img-src 'self' data: https://stats.example https://in.stats.example",
    "script-src 'self' https://stats.example",
    "connect-src 'self' https://stats.example https://in.stats.example",
}


@pytest.fixture
def analytics(portals: dict[str, Brand]) -> Analytics:
    set_analytics(
        portals["alpenglow"], script_url=SCRIPT, endpoints="https://in.stats.example/"
    )
    return Analytics.objects.get()


def get(client: Client, path: str, host: str = ALPENGLOW) -> Any:
    return client.get(path, headers={"host": host})


def choose(client: Client, choice: str, **more: str) -> Any:
    return client.post(
        "/en/privacy-choices/",
        {"choice": choice, **more},
        headers={"host": ALPENGLOW, "sec-fetch-site": "same-origin"},
    )


def shown(response: Any) -> tuple[list[str], bool, set[str]]:
    """The scripts of a page that are not the portal's own, whether it asks for
    consent, and its policy."""
    found = re.findall(r'<script src="([^"]+)"', response.text)
    scripts = [src for src in found if not src.startswith("/static/retour/")]
    policy = set(response["Content-Security-Policy"].split("; "))
    return scripts, 'class="consent"' in response.text, policy


def test_a_brand_without_analytics_asks_nothing(
    client: Client, portals: dict[str, Brand]
) -> None:
    response = get(client, "/en/help/")
    assert shown(response) == ([], False, PLAIN)
    assert "privacy-choices" not in response.text
    assert response.cookies == {}
    assert get(client, "/en/privacy-choices/").status_code == 404


@pytest.mark.parametrize("path", ["/en/", "/en/help/", "/en/stores/"])
def test_a_stranger_is_asked_and_gets_neither_script_nor_cookie(
    client: Client, analytics: Analytics, path: str
) -> None:
    for _ in range(2):  # as made, and as kept
        response = get(client, path)
        assert shown(response) == ([], True, PLAIN)
        assert response.cookies == {}


def test_who_accepts_gets_the_script_and_its_origins(
    client: Client, analytics: Analytics
) -> None:
    answer = choose(client, "yes", next="/en/help/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/help/")
    assert list(answer.cookies) == ["retour_choice"]
    cookie = answer.cookies["retour_choice"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (
        True,
        "Lax",
        "",
    )
    response = get(client, "/en/help/")
    assert shown(response) == ([SCRIPT], False, AGREED)
    assert response["Cache-Control"] == "private, no-cache"


def test_the_cache_keeps_who_agreed_and_who_did_not_apart(
    client: Client, analytics: Analytics
) -> None:
    choose(client, "yes")
    stranger = Client()
    for _ in range(2):
        assert shown(get(client, "/en/help/")) == ([SCRIPT], False, AGREED)
        assert shown(get(stranger, "/en/help/")) == ([], True, PLAIN)


def test_who_refused_is_not_asked_again(client: Client, analytics: Analytics) -> None:
    choose(client, "no")
    assert shown(get(client, "/en/help/")) == ([], False, PLAIN)


def test_consent_is_taken_back_as_it_was_given(
    client: Client, analytics: Analytics
) -> None:
    choose(client, "yes")
    html = get(client, "/en/help/").text
    assert '<a href="/en/privacy-choices/">Privacy choices</a>' in html
    assert "You accepted." in get(client, "/en/privacy-choices/").text
    choose(client, "no")
    assert shown(get(client, "/en/help/")) == ([], False, PLAIN)
    assert "You refused." in get(client, "/en/privacy-choices/").text


def test_another_script_asks_everybody_again(
    client: Client, analytics: Analytics
) -> None:
    choose(client, "yes")
    set_analytics(
        analytics.brand, script_url="https://other.example/x.js", endpoints=""
    )
    assert shown(get(client, "/en/help/")) == ([], True, PLAIN)


def test_a_page_kept_before_is_forgotten_when_the_script_changes(
    client: Client, analytics: Analytics
) -> None:
    assert shown(get(client, "/en/help/"))[1]
    set_analytics(analytics.brand, script_url="", endpoints="")
    assert shown(get(client, "/en/help/")) == ([], False, PLAIN)


@pytest.mark.parametrize(
    "path", ["/en/return/", "/en/return/help/", "/en/withdraw/", "/en/privacy-choices/"]
)
def test_no_page_of_the_flow_has_the_script_or_asks(
    client: Client, analytics: Analytics, path: str
) -> None:
    choose(client, "yes")
    scripts, is_asked, policy = shown(get(client, path))
    assert (SCRIPT in scripts, is_asked, policy) == (False, False, PLAIN)


def test_another_brand_is_not_affected(client: Client, analytics: Analytics) -> None:
    choose(client, "yes")
    response = get(client, "/fr/boutiques/", LUNE)
    assert shown(response) == ([], False, PLAIN)
    assert "privacy-choices" not in response.text


def test_another_site_cannot_agree_in_a_visitors_name(
    client: Client, analytics: Analytics
) -> None:
    response = client.post(
        "/en/privacy-choices/",
        {"choice": "yes"},
        headers={"host": ALPENGLOW, "sec-fetch-site": "cross-site"},
    )
    assert response.status_code == 403
    assert response.cookies == {}


@pytest.mark.parametrize(
    ("choice", "way", "status", "location"),
    [
        ("yes", "https://evil.example/", 302, "/en/privacy-choices/"),
        ("yes", "//evil.example/", 302, "/en/privacy-choices/"),
        ("maybe", "/en/", 422, None),
    ],
)
def test_a_choice_leads_nowhere_else(
    client: Client,
    analytics: Analytics,
    choice: str,
    way: str,
    status: int,
    location: str | None,
) -> None:
    response = choose(client, choice, next=way)
    assert (response.status_code, response.get("Location")) == (status, location)
    assert ("retour_choice" in response.cookies) == (status == 302)


@pytest.mark.parametrize(
    ("script", "endpoints", "field"),
    [
        ("http://stats.example/s.js", "", "script_url"),
        ("https://stats.example", "", "script_url"),
        ("https://stats.example/s.js; script-src *", "", "script_url"),
        ("https://user@stats.example/s.js", "", "script_url"),
        (SCRIPT, "http://in.stats.example", "endpoints"),
        (SCRIPT, "https://in.stats.example/collect", "endpoints"),
        (SCRIPT, "https://*.example", "endpoints"),
    ],
)
def test_only_plain_https_gets_into_a_policy(
    db: None, script: str, endpoints: str, field: str
) -> None:
    brand = Brand.objects.create(slug="nordwand", name="Nordwand")
    with pytest.raises(ValidationError) as refused:
        set_analytics(brand, script_url=script, endpoints=endpoints)
    assert list(refused.value.message_dict) == [field]
    assert not Analytics.objects.exists()


@pytest.mark.parametrize(
    ("slug", "role", "is_let_in"),
    [
        ("alpenglow", Role.ADMIN, True),
        ("alpenglow", Role.PUBLISHER, False),
        ("maison-lune", Role.ADMIN, False),
    ],
)
def test_the_brands_administrator_alone_adds_a_script(
    client: Client,
    portals: dict[str, Brand],
    django_user_model: Any,
    slug: str,
    role: Role,
    is_let_in: bool,
) -> None:
    user = django_user_model.objects.create_user("someone", password="pw")
    grant_staff_role(user, portals[slug], role)
    client.force_login(user)
    url = reverse("brands:edit", args=[portals["alpenglow"].pk])
    data = {
        "name": "Alpenglow Outdoor",
        "support_email": "help@alpenglow.example",
        "analytics_script": SCRIPT,
        "analytics_endpoints": "https://in.stats.example",
    }
    client.post(url, data)
    scripts = list(Analytics.objects.values_list("script_url", flat=True))
    assert scripts == ([SCRIPT] if is_let_in else [])
