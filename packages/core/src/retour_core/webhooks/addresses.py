"""What may be an endpoint's address."""

from __future__ import annotations

from urllib.parse import urlsplit

from retour_core.domain.errors import DomainError

_LONGEST = 500


class WebhookAddressInvalid(DomainError):
    """This is no address for webhooks; write it like https://shop.example/hooks."""

    code = "webhook_address_invalid"


class WebhookAddressUnsafe(DomainError):
    """A webhook's address begins with https:// and holds no user name or password."""

    code = "webhook_address_unsafe"


def checked_address(text: str, *, plain_loopback: bool) -> str:
    """The address without a fragment; raises ``WebhookAddressInvalid`` or ``…Unsafe``.

    ``plain_loopback`` lets ``http://`` through to this machine, for development.
    Whether a name leads inwards is looked at when it is called: names move.
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise WebhookAddressInvalid from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WebhookAddressInvalid
    if len(text) > _LONGEST or any(sign.isspace() for sign in text):
        raise WebhookAddressInvalid
    has_user = parts.username is not None or parts.password is not None
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if has_user or (parts.scheme == "http" and not (plain_loopback and is_here)):
        raise WebhookAddressUnsafe
    return parts._replace(fragment="").geturl()
