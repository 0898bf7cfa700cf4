"""Where a portal is: a host name of its own, as people type it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import idna
from django.conf import settings
from django.http.request import validate_host

from retour_core.domain.errors import DomainError

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")
_LONGEST = 253
_PORTS = {"http": 80, "https": 443}


class PortalAddressUnfit(DomainError):
    """This is no host name; write one such as returns.example.com."""

    code = "portal_address_unfit"


class PortalAddressHasPath(PortalAddressUnfit):
    """A portal needs a host name of its own; leave out what follows it."""

    code = "portal_address_has_path"


class PortalHostNotAllowed(PortalAddressUnfit):
    """This server answers only to the hosts in RETOUR_ALLOWED_HOSTS; add this one."""

    code = "portal_host_not_allowed"


@dataclass(frozen=True)
class PortalAddress:
    """``host`` is in lower case and ASCII."""

    scheme: str
    host: str
    port: int

    @property
    def url(self) -> str:
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


def read_portal_address(text: str) -> PortalAddress:
    """A host name, or a whole address with one.

    What is left out, scheme and port, is that of ``PUBLIC_URL``: one server answers
    for both. Raises ``PortalAddressUnfit`` and its kinds.
    """
    own = urlsplit(settings.PUBLIC_URL)
    typed = text.strip()
    has_scheme = "://" in typed
    try:
        parts = urlsplit(typed if has_scheme else f"{own.scheme}://{typed}")
        port, named = parts.port, parts.hostname or ""
        # IDNA 2008: what registries and browsers go by ("straße" is not "strasse").
        host = idna.encode(named, uts46=True).decode().lower().rstrip(".")
    except (ValueError, UnicodeError) as error:
        raise PortalAddressUnfit from error
    labels = host.split(".")
    is_name = all(map(_LABEL.match, labels)) and not labels[-1].isdigit()
    if parts.scheme not in _PORTS or not is_name or len(host) > _LONGEST:
        raise PortalAddressUnfit
    if parts.username is not None:
        raise PortalAddressUnfit
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise PortalAddressHasPath
    if not validate_host(host, settings.ALLOWED_HOSTS):
        raise PortalHostNotAllowed
    if port is None:
        port = _PORTS[parts.scheme] if has_scheme else (own.port or _PORTS[own.scheme])
    return PortalAddress(parts.scheme, host, port)
