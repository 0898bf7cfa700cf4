from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from retour_portal.domains.models import PortalDomain
from retour_portal.domains.names import challenge_name
from retour_portal.domains.operations import claim
from retour_portal.theming.models import Theme
from tests.factories import NOW
from tests.portal_site.domains.name_server import NameServer, running
from tests.portal_site.theming.portals import make_portal

OURS = "192.0.2.10"
PORTALS = "portals.retour.example"
RETURNS = "returns.nordwand.example"


@pytest.fixture
def dns(settings: Any) -> Iterator[NameServer]:
    """The only name server asked; brands' domains lead to ``PORTALS`` or ``OURS``."""
    with running() as server:
        settings.RETOUR_DNS_SERVERS = [("127.0.0.1", server.port)]
        settings.RETOUR_PUBLIC_HOST = PORTALS
        settings.RETOUR_PUBLIC_ADDRESSES = [OURS]
        server.says(PORTALS, "A", OURS)
        yield server


def _open(slug: str) -> Theme:
    theme = make_portal(slug)
    theme.site.hostname = f"{slug}.retour.example"
    theme.site.save()
    theme.brand.portal_url = f"https://{slug}.retour.example"
    theme.brand.save()
    return theme


@pytest.fixture
def nordwand(db: None) -> Theme:
    return _open("nordwand")


@pytest.fixture
def lune(db: None) -> Theme:
    return _open("lune")


@pytest.fixture
def claimed(nordwand: Theme) -> PortalDomain:
    return claim(nordwand.brand, RETURNS, now=NOW)


def prove(server: NameServer, domain: PortalDomain) -> None:
    server.says(challenge_name(domain.host), "TXT", f'"{domain.challenge}"')


def lead_here(server: NameServer, domain: PortalDomain) -> None:
    server.says(domain.host, "CNAME", PORTALS)
