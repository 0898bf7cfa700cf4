from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.errors import DomainError
from retour_portal.domains.names import is_apex, read_domain, readable
from retour_portal.pages.portal_address import PortalAddressUnfit


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.RETOUR_PUBLIC_HOST = "portals.retour.example"
    settings.RETOUR_OWN_HOSTS = ["retour.example"]


@pytest.mark.parametrize(
    ("typed", "host", "shown"),
    [
        ("returns.example.com", "returns.example.com", "returns.example.com"),
        (" Returns.Example.COM. ", "returns.example.com", "returns.example.com"),
        ("https://returns.example.com/", "returns.example.com", "returns.example.com"),
        ("rück.müller.de", "xn--rck-hoa.xn--mller-kva.de", "rück.müller.de"),
        ("xn--mller-kva.de", "xn--mller-kva.de", "müller.de"),
        ("straße.de", "xn--strae-oqa.de", "straße.de"),
        ("例え.jp", "xn--r8jz45g.jp", "例え.jp"),
        ("returns。example。com", "returns.example.com", "returns.example.com"),
    ],
)
def test_a_domain_as_people_type_it(typed: str, host: str, shown: str) -> None:
    assert (read_domain(typed), readable(host)) == (host, shown)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("192.0.2.1", "domain_is_address"),
        ("https://192.0.2.1/", "domain_is_address"),
        ("2001:db8::1", "domain_is_address"),
        ("[2001:db8::1]", "domain_is_address"),
        ("localhost", "domain_is_local"),
        ("shop.localhost", "domain_is_local"),
        ("com", "domain_is_public_suffix"),
        ("co.uk", "domain_is_public_suffix"),
        ("github.io", "domain_is_public_suffix"),
        ("retour.example", "domain_is_ours"),
        ("portals.retour.example", "domain_is_ours"),
        ("example.com/returns", "portal_address_has_path"),
        ("", "portal_address_unfit"),
        ("*.example.com", "portal_address_unfit"),
        ("a_b.example.com", "portal_address_unfit"),
        ("a b.example.com", "portal_address_unfit"),
        ("xn--zzzz-.example", "portal_address_unfit"),
        (".".join(["a" * 59] * 4), "portal_address_unfit"),
    ],
)
def test_what_cannot_be_a_portals_domain(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_domain(typed)
    assert refused.value.code == code


def test_a_host_outside_the_allowed_ones(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [".retour.example"]
    with pytest.raises(DomainError) as refused:
        read_domain("returns.example.com")
    assert refused.value.code == "portal_host_not_allowed"


@pytest.mark.parametrize(
    ("host", "apex"),
    [
        ("nordwand.de", True),
        ("nordwand.co.uk", True),
        ("returns.nordwand.de", False),
        ("a.b.nordwand.co.uk", False),
        ("nordwand.github.io", True),
    ],
)
def test_what_is_registered_takes_no_cname(host: str, apex: bool) -> None:
    assert is_apex(host) == apex


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_name_or_refused(typed: str) -> None:
    try:
        host = read_domain(typed)
    except DomainError:
        return
    assert host.isascii()
    assert host == host.lower()
    assert read_domain(host) == host
    assert read_domain(readable(host)) == host


@given(st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?\.example\.com", fullmatch=True))
def test_letters_dots_and_case_make_no_difference(host: str) -> None:
    try:
        read = read_domain(host)
    except PortalAddressUnfit:
        # "ab--" is kept for encodings to come.
        assert host[2:4] == "--"
        return
    assert read == host
    assert read_domain(f" {host.upper()}. ") == host
