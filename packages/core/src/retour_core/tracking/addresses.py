"""The addresses that carriers and trackers push to, and the secrets they sign with."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.tracking.signatures import SIGNINGS
from retour_core.encryption import Sealed
from retour_core.tracking.models import TrackingHook

# The other side may take a while to sign with the new secret.
BOTH_HOLD = timedelta(days=7)
_LEAST_SECRET = 8
# Whoever knows an address can be refused as often as they like; not each is a write.
_NOTED_EVERY = timedelta(minutes=1)


class Refusal(StrEnum):
    """Why a message was not taken."""

    SIGNATURE = "signature"
    TOO_LARGE = "too_large"


class HookSourceUnknown(DomainError):
    """Nobody's messages can be read under this name."""

    code = "tracking_source_unknown"


class HookSecretTooShort(DomainError):
    """A secret of fewer than eight characters can be guessed."""

    code = "tracking_secret_too_short"


class HookSecretTheirs(DomainError):
    """This source makes its secret itself: it is read there and entered here."""

    code = "tracking_secret_theirs"


@transaction.atomic
def open_hook(
    source: str, name: str, secret: str, *, brands: Iterable[Brand] | None
) -> TrackingHook:
    """An address of its own for one account at ``source``; the secret is kept sealed.
    It tells of parcels of these ``brands`` alone; ``None``: of all, also later ones.

    Raises ``HookSourceUnknown`` or ``HookSecretTooShort``.
    """
    if source not in SIGNINGS:
        known = ", ".join(sorted(SIGNINGS))
        raise HookSourceUnknown(f"There is no source “{source}”; there are {known}.")
    hook = TrackingHook.objects.create(
        source=source,
        name=name,
        account=secrets.token_hex(12),
        secret=_sealed(secret),
        is_for_all=brands is None,
    )
    hook.brands.set(Brand.objects.all() if brands is None else brands)
    return hook


def new_secret(source: str) -> str:
    """One to give to ``source``. Raises ``HookSecretTheirs``."""
    if SIGNINGS[source].theirs:
        raise HookSecretTheirs
    return secrets.token_urlsafe(32)


@transaction.atomic
def change_secret(hook: TrackingHook, secret: str, *, now: datetime) -> TrackingHook:
    """The former one holds for another week. Raises ``HookSecretTooShort``."""
    locked = TrackingHook.objects.select_for_update(no_key=True).get(pk=hook.pk)
    locked.former_secret, locked.secret = locked.secret, _sealed(secret)
    locked.changed_at = now
    locked.save(update_fields=["former_secret", "secret", "changed_at"])
    return locked


def close_hook(hook: TrackingHook) -> None:
    """The address is gone; what came over it stays."""
    TrackingHook.objects.filter(pk=hook.pk).delete()


def secrets_of(source: str, account_key: str, *, now: datetime) -> tuple[str, ...]:
    """What messages to this address may be signed with; nothing if there is none.

    Raises ``SecretUnreadable``.
    """
    hook = TrackingHook.objects.filter(source=source, account=account_key).first()
    if hook is None:
        return ()
    held = [hook.secret]
    if hook.former_secret and hook.changed_at and now < hook.changed_at + BOTH_HOLD:
        held.append(hook.former_secret)
    return tuple(str(secret.open()) for secret in held)


def note_refusal(account_key: str, why: Refusal, *, now: datetime) -> None:
    """Keep when and why a message to this address was last refused."""
    due = Q(last_refused_at=None) | Q(last_refused_at__lt=now - _NOTED_EVERY)
    TrackingHook.objects.filter(due | ~Q(last_refusal=why), account=account_key).update(
        last_refused_at=now, last_refusal=why
    )


def address_of(hook: TrackingHook) -> str:
    """What is entered at the other side."""
    return f"{settings.PUBLIC_URL}{path_of(hook)}"


def address_with_secret(hook: TrackingHook) -> str:
    """The same for a source that carries the secret in it; "" for any other."""
    signing = SIGNINGS.get(hook.source)
    if signing is None or not signing.in_address:
        return ""
    return f"{address_of(hook)}?{urlencode({'token': str(hook.secret.open())})}"


def path_of(hook: TrackingHook) -> str:
    """Below the installation's own address."""
    return f"/hooks/tracking/{hook.source}/{hook.account}"


def _sealed(secret: str) -> Sealed:
    if len(secret.strip()) < _LEAST_SECRET:
        raise HookSecretTooShort
    return Sealed.of(secret.strip())
