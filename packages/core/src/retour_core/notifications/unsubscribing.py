"""Wanting no reminders: a signed link, one click (RFC 8058), one row."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.core import signing

from retour_core.domain.errors import DomainError
from retour_core.notifications.models import Suppression

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

_SALT = "retour.unsubscribe"


class UnsubscribeLinkInvalid(DomainError):
    """Not a link of ours, or one of another brand."""

    code = "unsubscribe_link_invalid"


def unsubscribe_url(brand: Brand, email: str) -> str:
    """Works for ever: who asked to be left alone must not find a link expired."""
    token = _signer().sign_object([brand.pk, email_hash(brand, email)])
    return f"{brand.portal_url}/unsubscribe/{token}"


def headers(url: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def read_token(brand: Brand, token: str) -> str:
    """The hash in a link of ``brand``; raises ``UnsubscribeLinkInvalid``."""
    try:
        brand_id, digest = _signer().unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise UnsubscribeLinkInvalid("This is no link of ours.") from None
    if brand_id != brand.pk:
        raise UnsubscribeLinkInvalid("This is a link of another brand.")
    return str(digest)


def unsubscribe(brand: Brand, token: str, *, now: datetime) -> None:
    """Twice is once. Raises ``UnsubscribeLinkInvalid``."""
    Suppression.objects.get_or_create(
        brand=brand,
        email_hash=read_token(brand, token),
        defaults={"created_at": now},
    )


def is_suppressed(brand: Brand, email: str) -> bool:
    return Suppression.objects.filter(
        brand=brand, email_hash=email_hash(brand, email)
    ).exists()


def _signer() -> signing.Signer:
    # Without a time: a mail that is sent again is the same mail.
    return signing.Signer(salt=_SALT)


def email_hash(brand: Brand, email: str) -> str:
    wished = f"{brand.pk}:{email.strip().casefold()}"
    return hashlib.sha256(wished.encode()).hexdigest()
