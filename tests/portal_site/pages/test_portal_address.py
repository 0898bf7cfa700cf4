from __future__ import annotations

from typing import Any

import pytest

from retour_portal.pages.portal_address import (
    PortalAddressHasPath,
    PortalAddressUnfit,
    PortalHostNotAllowed,
    read_portal_address,
)


@pytest.mark.parametrize(
    ("typed", "public_url", "url"),
    [
        (
            "returns.example.com",
            "https://retour.example",
            "https://returns.example.com",
        ),
        (" Returns.Example.com. ", "http://a.example", "http://returns.example.com"),
        ("b.localhost", "http://localhost:8100", "http://b.localhost:8100"),
        ("b.localhost:80", "http://localhost:8100", "http://b.localhost"),
        ("https://b.example/", "http://localhost:8100", "https://b.example"),
        ("http://b.example:8080", "https://a.example", "http://b.example:8080"),
        ("müller.example", "https://a.example", "https://xn--mller-kva.example"),
    ],
)
def test_a_host_name_as_people_type_it(
    typed: str, public_url: str, url: str, settings: Any
) -> None:
    settings.PUBLIC_URL = public_url
    assert read_portal_address(typed).url == url


@pytest.mark.parametrize(
    "typed",
    [
        *("", "a b", "-a.example", "a..example", "ftp://a.example", "user@a.example"),
        *(
            "a.example:99999",
            "127.0.0.1",
            "[::1]",
            "x" * 64 + ".example",
            "a_b.example",
        ),
        "//a.example",
    ],
)
def test_what_is_no_host_name(typed: str) -> None:
    with pytest.raises(PortalAddressUnfit):
        read_portal_address(typed)


@pytest.mark.parametrize("typed", ["a.example/returns", "a.example?x=1", "a.example#x"])
def test_a_portal_has_no_path(typed: str) -> None:
    with pytest.raises(PortalAddressHasPath):
        read_portal_address(typed)


def test_a_host_the_server_does_not_answer_to(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [".nordwand.example"]
    assert read_portal_address("a.nordwand.example").host == "a.nordwand.example"
    with pytest.raises(PortalHostNotAllowed):
        read_portal_address("a.example")
