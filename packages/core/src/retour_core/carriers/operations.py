"""Accounts at carriers: entered, tested, switched off, and how asking them went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from retour_core.brands.models import Brand
from retour_core.carriers.account_health import asked
from retour_core.carriers.account_settings import settings_of
from retour_core.carriers.accounts import adapter_for, put_settings
from retour_core.carriers.base import CarrierFault
from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier_class


def save_account(
    account: CarrierAccount, values: Mapping[str, Any], brands: Iterable[Brand]
) -> CarrierFault | None:
    """Save an account with the adapter's settings, then ask the carrier about them.

    Answers what the carrier objects to, if anything; the account is saved all the
    same and shows it. Raises ``SettingsInvalid``; then nothing is saved.
    """
    put_settings(account, values)
    # Its keys may be others now; the next question about a parcel tells.
    account.tracking_refused_at, account.tracking_refusal = None, ""
    settings_class = carrier_class(account.kind).settings_class
    checked = settings_class.model_validate(settings_of(account))
    is_new = account.pk is None
    try:
        with transaction.atomic():
            account.save()
            account.brands.set(brands)
            checked.claim(account)
    except SettingsInvalid:
        if is_new:
            account.pk = None  # nothing was saved
        raise
    return check_account(account)


def check_account(account: CarrierAccount) -> CarrierFault | None:
    """Whether the carrier knows the account; asks it, and notes how that went."""
    return asked(account, lambda: adapter_for(account, account.kind).test_credentials())


def set_active(account: CarrierAccount, *, active: bool) -> None:
    """Labels already asked of it are still looked up; no new one is bought."""
    CarrierAccount.objects.filter(pk=account.pk).update(is_active=active)
