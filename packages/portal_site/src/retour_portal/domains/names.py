"""Domains as people type them, and which of them cannot be a portal's."""

from __future__ import annotations

from functools import cache
from ipaddress import ip_address

import idna
from django.conf import settings
from publicsuffixlist import PublicSuffixList

from retour_core.domain.errors import DomainError
from retour_portal.pages.portal_address import PortalAddressUnfit, read_portal_address

CHALLENGE_LABEL = "_retour-challenge"
# The name of the challenge must be a name in the DNS, too.
_LONGEST = 253 - len(CHALLENGE_LABEL) - 1
_LEADS_NOWHERE = frozenset({"localhost", "invalid"})


class DomainIsAddress(DomainError):
    """This is an IP address; a portal needs a name, such as returns.example.com."""

    code = "domain_is_address"


class DomainIsLocal(DomainError):
    """This name leads nowhere on the internet."""

    code = "domain_is_local"


class DomainIsPublicSuffix(DomainError):
    """Many own names below this one; write your own, such as returns.example.com."""

    code = "domain_is_public_suffix"


class DomainIsOurs(DomainError):
    """This is the address of the installation itself."""

    code = "domain_is_ours"


def read_domain(text: str) -> str:
    """The host name in lower case and ASCII (IDNA 2008).

    A whole address is taken for its host. Raises ``PortalAddressUnfit`` and its kinds,
    and those above.
    """
    if _is_address(text):
        raise DomainIsAddress
    host = read_portal_address(text).host
    if host.rpartition(".")[2] in _LEADS_NOWHERE:
        raise DomainIsLocal
    if host in {settings.RETOUR_PUBLIC_HOST, *settings.RETOUR_OWN_HOSTS}:
        raise DomainIsOurs
    if is_public_suffix(host):
        raise DomainIsPublicSuffix
    if len(host) > _LONGEST:
        raise PortalAddressUnfit
    return host


def is_apex(host: str) -> bool:
    """Whether the name is what one registers: it has records a CNAME cannot be beside
    (RFC 1034, 3.6.2)."""
    return bool(_suffixes().privatesuffix(host) == host)


def is_public_suffix(host: str) -> bool:
    return bool(_suffixes().publicsuffix(host) == host)


def registered(host: str) -> str:
    """What is registered of it: ``nordwand.example`` for ``mail.nordwand.example``."""
    return str(_suffixes().privatesuffix(host) or host)


def readable(host: str) -> str:
    """The name in its own script; as it is where it cannot be read so."""
    try:
        return idna.decode(host)
    except idna.IDNAError:
        return host


def challenge_name(host: str) -> str:
    return f"{CHALLENGE_LABEL}.{host}"


def _is_address(text: str) -> bool:
    typed = text.strip().rpartition("://")[2].rstrip("/")
    try:
        ip_address(typed.strip("[]"))
    except ValueError:
        return False
    return True


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
