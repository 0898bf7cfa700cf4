"""Addresses that show a draft to somebody without an account, for a while."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from wagtail.models import Page

from retour_portal.editorial.models import DraftLink
from retour_portal.theming.models import Theme

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    Drafted: TypeAlias = Page | Theme

DAYS = (1, 7, 30)
_SIGNER = Signer(salt="retour_portal.editorial.DraftLink")


def make_link(of: Drafted, *, days: int, by: User, now: datetime) -> DraftLink:
    """``days`` is one of ``DAYS``."""
    if days not in DAYS:
        raise ValueError(f"A link to a draft lasts {DAYS} days, not {days}.")
    ends = now + timedelta(days=days)
    return DraftLink.objects.create(**_of(of), created_by=by, expires_at=ends)


def revoke_link(link: DraftLink) -> None:
    """At once and for good."""
    DraftLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )


def token_of(link: DraftLink) -> str:
    return _SIGNER.sign(link.public_id.hex)


def find_link(token: str) -> DraftLink | None:
    """The link behind a token that is signed by us, whether or not it still opens."""
    try:
        public_id = uuid.UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = DraftLink.objects.select_related("page", "theme__site", "theme__brand")
    return rows.filter(public_id=public_id).first()


def live_links(of: Drafted, *, now: datetime) -> QuerySet[DraftLink]:
    """Those that open, the newest first."""
    links = DraftLink.objects.filter(**_of(of), revoked_at=None, expires_at__gt=now)
    return links.select_related("created_by").order_by("-created_at", "-pk")


def _of(drafted: Drafted) -> dict[str, Any]:
    return {"page" if isinstance(drafted, Page) else "theme": drafted}
