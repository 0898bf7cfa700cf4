"""Addresses that a brand's mails may be from, as people type them."""

from __future__ import annotations

import re

import idna

from retour_core.domain.errors import DomainError
from retour_portal.domains.names import is_public_suffix, readable

# RFC 5322, 3.2.3 (dot-atom). Mail servers pass on nothing else reliably.
_LOCAL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 189
LONGEST = _LONGEST_LOCAL + 1 + _LONGEST_DOMAIN


class MailAddressUnfit(DomainError):
    """Write an address such as returns@example.com, with plain letters before the @."""

    code = "mail_address_unfit"


class MailDomainUnfit(DomainError):
    """What stands after the @ is no domain that can be your brand's own."""

    code = "mail_domain_unfit"


def read_mail_address(text: str) -> str:
    """In ASCII (IDNA 2008), its domain in lower case. Raises ``MailAddressUnfit`` and
    ``MailDomainUnfit``."""
    local, at, named = text.strip().rpartition("@")
    if not at or len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise MailAddressUnfit
    try:
        domain = idna.encode(named, uts46=True, std3_rules=True).decode().lower()
    except (UnicodeError, ValueError) as error:
        raise MailDomainUnfit from error
    labels = domain.split(".")
    is_name = all(map(_LABEL.match, labels)) and not labels[-1].isdigit()
    if not is_name or len(labels) < 2 or len(domain) > _LONGEST_DOMAIN:
        raise MailDomainUnfit
    if is_public_suffix(domain):
        raise MailDomainUnfit
    return f"{local}@{domain}"


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def readable_address(address: str) -> str:
    """Its domain in its own script."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{readable(domain)}"
