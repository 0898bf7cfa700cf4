"""Under which names and addresses the world reaches this installation."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

import idna
from django.core.exceptions import ImproperlyConfigured

_DNS_PORT = 53


def public_host(configured: str, public_url: str) -> str:
    """The name brands' domains lead to; without one, that of ``RETOUR_PUBLIC_URL``."""
    if not configured:
        return (urlsplit(public_url).hostname or "").rstrip(".")
    try:
        host = idna.encode(configured, uts46=True, std3_rules=True).decode().lower()
    except idna.IDNAError:
        host = ""
    if "." not in host or host.rpartition(".")[2].isdigit():
        raise ImproperlyConfigured(
            "RETOUR_PUBLIC_HOST must be a host name such as portals.example.com, "
            f"without scheme, port and path, not {configured!r}."
        )
    return host.rstrip(".")


def public_addresses(configured: Sequence[str]) -> list[str]:
    """IP addresses in their shortest writing, as the DNS gives them."""
    found = []
    for text in configured:
        try:
            address = ip_address(text)
        except ValueError:
            address = None
        if address is None or address.is_unspecified or address.is_multicast:
            raise ImproperlyConfigured(
                "RETOUR_PUBLIC_ADDRESSES must be IP addresses, comma separated; "
                f"{text!r} is none that leads here."
            )
        found.append(str(address))
    return found


def dns_servers(configured: Sequence[str]) -> list[tuple[str, int]]:
    """``address``, ``address:port`` or ``[address]:port``; empty for the system's."""
    return [_server(text) for text in configured]


def _server(text: str) -> tuple[str, int]:
    bare = text if text.count(":") > 1 and not text.startswith("[") else ""
    try:
        parts = urlsplit(f"//[{bare}]" if bare else f"//{text}")
        address = ip_address(parts.hostname or "")
        port = _DNS_PORT if parts.port is None else parts.port
    except ValueError:
        raise ImproperlyConfigured(
            "RETOUR_DNS_SERVERS must be IP addresses, comma separated, each with a "
            f"port if need be (192.0.2.1:53, [2001:db8::1]:53), not {text!r}."
        ) from None
    return str(address), port
