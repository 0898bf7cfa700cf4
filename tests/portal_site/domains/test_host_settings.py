from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from retour_portal.settings.hosts import dns_servers, public_addresses, public_host


@pytest.mark.parametrize(
    ("configured", "public_url", "host"),
    [
        ("", "https://retour.example", "retour.example"),
        ("", "http://localhost:8100", "localhost"),
        ("Portals.Retour.example", "https://a.example", "portals.retour.example"),
        ("rückgabe.example", "https://a.example", "xn--rckgabe-n2a.example"),
    ],
)
def test_the_host_that_domains_lead_to(
    configured: str, public_url: str, host: str
) -> None:
    assert public_host(configured, public_url) == host


@pytest.mark.parametrize(
    "configured",
    ["https://a.example", "a.example:80", "a.example/", "a b", "192.0.2.1"],
)
def test_a_public_host_is_a_host_name_alone(configured: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="RETOUR_PUBLIC_HOST must be"):
        public_host(configured, "https://a.example")


def test_addresses_are_kept_as_the_dns_writes_them() -> None:
    assert public_addresses(["192.0.2.1", "2001:DB8:0::1"]) == [
        "192.0.2.1",
        "2001:db8::1",
    ]


@pytest.mark.parametrize(
    "text", ["a.example", "192.0.2.0/24", "224.0.0.1", "::", "1.2.3"]
)
def test_what_is_no_address_is_an_error_at_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="RETOUR_PUBLIC_ADDRESSES must be"):
        public_addresses(["192.0.2.1", text])


def test_name_servers_with_and_without_a_port() -> None:
    assert dns_servers(["192.0.2.1", "192.0.2.1:5353", "2001:db8::1"]) == [
        ("192.0.2.1", 53),
        ("192.0.2.1", 5353),
        ("2001:db8::1", 53),
    ]
    assert dns_servers(["[2001:db8::1]:5353"]) == [("2001:db8::1", 5353)]


@pytest.mark.parametrize(
    "text", ["ns.example", "192.0.2.1:x", "192.0.2.1:99999", "[::1"]
)
def test_what_is_no_name_server_is_an_error_at_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="RETOUR_DNS_SERVERS must be"):
        dns_servers([text])
