"""A brand's own mail texts: which one counts, saving a version, going back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from retour_core.brands.models import Brand
from retour_core.notifications.blocks import checked_text
from retour_core.notifications.models import MailText, MailTextVersion
from retour_core.notifications.own import OwnText

if TYPE_CHECKING:
    from retour_core.notifications.kinds import MailKind


def own_text(brand: Brand, kind: MailKind, language: str) -> MailText | None:
    """The text for a reader of ``language``: in it, in its base language (“fr” for
    “fr-be”), or in the brand's own language; ``None`` where the standard text counts.

    A statutory text is read in the customer's language or not replaced at all. One
    query.
    """
    wanted = [language, language.partition("-")[0]]
    if not kind.is_statutory:
        wanted.append(brand.default_locale)
    rows = MailText.objects.filter(
        language__in=wanted, brand_id=brand.pk, kind=kind.key
    )
    return min(rows, key=lambda row: wanted.index(row.language), default=None)


@transaction.atomic
def save_text(
    brand: Brand, kind: MailKind, text: OwnText, *, actor: str, now: datetime
) -> MailText:
    """The next version, which counts at once. Raises ``MailTextRefused``."""
    subject, tidy, sms = checked_text(
        kind, subject=text.subject, blocks=text.blocks, sms=text.sms
    )
    _lock(brand)
    saved: dict[str, Any] = {
        "subject": subject,
        "blocks": tidy,
        "sms": sms if kind.may_sms else "",
        "updated_by": actor,
        "updated_at": now,
        "version": _newest(brand, kind, text.language) + 1,
    }
    where: dict[str, Any] = {
        "brand": brand,
        "kind": kind.key,
        "language": text.language,
    }
    row, _created = MailText.objects.update_or_create(**where, defaults=saved)
    MailTextVersion.objects.create(**where, **saved)
    return row


@transaction.atomic
def use_standard(brand: Brand, kind: MailKind, language: str) -> None:
    """The standard text counts again; the versions stay."""
    _lock(brand)
    MailText.objects.filter(brand=brand, kind=kind.key, language=language).delete()


def versions_of(brand: Brand, kind: MailKind, language: str) -> list[MailTextVersion]:
    """The newest 50, newest first."""
    rows = MailTextVersion.objects.filter(
        brand=brand, kind=kind.key, language=language
    ).order_by("-version")
    return list(rows[:50])


def _newest(brand: Brand, kind: MailKind, language: str) -> int:
    rows = MailTextVersion.objects.filter(brand=brand, kind=kind.key, language=language)
    return rows.aggregate(newest=Max("version"))["newest"] or 0


def _lock(brand: Brand) -> None:
    # Two who save at once get two versions.
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
