from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from itertools import chain, count
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from retour_core.brands.languages import base_of
from retour_core.brands.models import Brand
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.policies import RequestKind, Resolution
from retour_core.policies.versions import save_policy

if TYPE_CHECKING:
    from django.core.files import File

_LONGEST_SLUG = 40
# As long as the law gives for withdrawals (CRD art. 13(1)).
_REFUND_DAYS = 14
_LOOK = ("logo", "primary_colour", "accent_colour", "font")


@transaction.atomic
def create_brand(
    *,
    name: str,
    portal_url: str,
    support_email: str,
    default_locale: str,
    slug: str = "",
    return_window_days: int = 30,
    allow_unshipped_returns: bool = False,
) -> Brand:
    """A brand that has no address, shop or look yet, with its first return policy.

    ``portal_url`` may end in a slash. Without a ``slug`` one is made of the name, with
    a number behind it where it is taken. Raises Django's ``ValidationError``.
    """
    brand = Brand(
        slug=slug or free_slug(name),
        name=name.strip(),
        portal_url=portal_url.rstrip("/"),
        support_email=support_email,
        default_locale=default_locale,
        allow_unshipped_returns=allow_unshipped_returns,
    )
    # What stands in an address bar on one's own computer has no top-level domain.
    brand.full_clean(exclude=["portal_url"])
    brand.save()
    granted = {
        "window_days": return_window_days,
        "refund_days": _REFUND_DAYS,
        "methods": [ReturnMethod.DROP_OFF_POINT.value],
        "resolutions": [Resolution.REFUND.value],
    }
    save_policy(brand, RequestKind.RETURN, granted, actor="", now=timezone.now())
    return brand


def free_slug(name: str) -> str:
    """A short name for a brand that no other has; one query."""
    wanted = slugify(name)[:_LONGEST_SLUG].strip("-") or "brand"
    taken = set(
        Brand.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(slug for slug in chain([wanted], numbered) if slug not in taken)


@transaction.atomic
def set_look(
    brand: Brand,
    *,
    logo: File[bytes] | None,
    primary_colour: str,
    accent_colour: str,
    font: str,
) -> Brand:
    """Give labels and mails the look a portal's theme shows; returns the brand.

    ``logo`` is read from its start and copied; ``None`` removes the brand's logo. The
    colours are ``#rrggbb``. Raises Django's ``ValidationError`` for anything else.
    A file that is no longer used goes when the transaction commits.
    """
    locked = Brand.objects.select_for_update().get(pk=brand.pk)
    locked.primary_colour = primary_colour.lower()
    locked.accent_colour = accent_colour.lower()
    locked.font = font
    used_before = locked.logo.name or ""
    content, name = _read(logo)
    if not content:
        locked.logo = None
    elif not _holds(locked, content):
        locked.logo.save(name, ContentFile(content), save=False)
    locked.clean_fields(exclude=_unrelated_fields())
    locked.save(update_fields=[*_LOOK, "updated_at"])
    if used_before and used_before != locked.logo.name:
        transaction.on_commit(_removal(locked, used_before), robust=True)
    return locked


@transaction.atomic
def set_unshipped_returns(
    brand: Brand, *, allow: bool, message: str, support_url: str
) -> Brand:
    """Whether customers may return orders that show no outbound shipment.

    ``message`` is what they read instead while they may not; empty for our own words.
    ``support_url`` is where they may ask.
    """
    locked = Brand.objects.select_for_update().get(pk=brand.pk)
    locked.allow_unshipped_returns = allow
    locked.unshipped_message = message.strip()
    locked.support_url = support_url
    locked.save(
        update_fields=[
            "allow_unshipped_returns",
            "unshipped_message",
            "support_url",
            "updated_at",
        ]
    )
    return locked


@transaction.atomic
def set_return_portal(
    brand: Brand,
    *,
    allow: bool,
    message: str,
    support_url: str,
    languages: Collection[str],
) -> Brand:
    """What ``set_unshipped_returns`` sets, and the languages the portal offers: all
    where none is named, else those and the brand's own."""
    locked = set_unshipped_returns(
        brand, allow=allow, message=message, support_url=support_url
    )
    return set_languages(locked, languages)


@transaction.atomic
def set_languages(brand: Brand, languages: Collection[str]) -> Brand:
    """Those the portal offers, beside the brand's own: all where none is named."""
    locked = Brand.objects.select_for_update().get(pk=brand.pk)
    own = base_of(locked.default_locale)
    locked.languages = sorted({*languages, own}) if languages else []
    locked.save(update_fields=["languages", "updated_at"])
    return locked


@transaction.atomic
def set_portal_url(brand: Brand, url: str) -> Brand:
    """Where links in mails and on labels lead from now on; no slash at the end."""
    locked = Brand.objects.select_for_update().get(pk=brand.pk)
    locked.portal_url = url
    locked.save(update_fields=["portal_url", "updated_at"])
    return locked


@transaction.atomic
def set_mail_sender(brand: Brand, *, name: str, address: str) -> Brand:
    """Whom the brand's mails are from; empty for its own name and the installation's
    address. ``address`` is in ASCII and was proved the brand's."""
    locked = Brand.objects.select_for_update().get(pk=brand.pk)
    if (locked.mail_name, locked.mail_address) != (name, address):
        locked.mail_name, locked.mail_address = name, address
        locked.save(update_fields=["mail_name", "mail_address", "updated_at"])
    return locked


def _read(logo: File[bytes] | None) -> tuple[bytes, str]:
    """The content, and a file name that says which content it is."""
    if logo is None:
        return b"", ""
    logo.seek(0)
    content = logo.read()
    digest = hashlib.sha256(content).hexdigest()[:16]
    return content, f"{digest}{PurePath(logo.name or '').suffix.lower()}"


def _holds(brand: Brand, content: bytes) -> bool:
    if not brand.logo:
        return False
    try:
        with brand.logo.open("rb") as stored:
            return bool(stored.read() == content)
    except OSError:
        return False


def _removal(brand: Brand, name: str) -> Callable[[], None]:
    storage = brand.logo.storage
    return lambda: storage.delete(name)


def _unrelated_fields() -> set[str]:
    fields = Brand._meta.fields  # noqa: SLF001 - Django's public API
    return {field.name for field in fields} - {*_LOOK}
