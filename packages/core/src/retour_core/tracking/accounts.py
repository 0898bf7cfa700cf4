"""Accounts at trackers: entered, tested, switched off, and how asking them went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from retour_core.brands.models import Brand
from retour_core.carriers.account_health import asked
from retour_core.carriers.account_settings import (
    settings_of,
    take_settings,
    unusable_as_fault,
)
from retour_core.carriers.base import CarrierFault
from retour_core.tracking.base import Tracker
from retour_core.tracking.models import TrackingAccount
from retour_core.tracking.trackers import tracker_class


def tracker_for(account: TrackingAccount) -> Tracker:
    """The account's tracker, ready to be asked; an ``auth`` fault for keys that cannot
    be read and settings that it does not take."""
    with unusable_as_fault():
        cls: Any = tracker_class(account.kind)
        made: Tracker = cls(cls.settings_class.model_validate(settings_of(account)))
    return made


def save_account(
    account: TrackingAccount, values: Mapping[str, Any], brands: Iterable[Brand]
) -> CarrierFault | None:
    """Save an account with the tracker's settings, then ask it about them.

    Answers what it objects to, if anything; the account is saved all the same and
    shows it. Raises ``SettingsInvalid``; then nothing is saved.
    """
    take_settings(account, tracker_class(account.kind).settings_class, values)
    with transaction.atomic():
        account.save()
        account.brands.set(brands)
    return check_account(account)


def check_account(account: TrackingAccount) -> CarrierFault | None:
    """Whether the tracker knows the account; asks it, and notes how that went."""
    return asked(account, lambda: tracker_for(account).test_credentials())


def set_active(account: TrackingAccount, *, active: bool) -> None:
    """Parcels registered there are still asked for; no new one is registered."""
    TrackingAccount.objects.filter(pk=account.pk).update(is_active=active)
