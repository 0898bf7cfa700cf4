"""A brand's account at a payment service: entered, tested, put to use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from retour_core.brands.models import Brand
from retour_core.carriers.account_health import asked
from retour_core.carriers.account_settings import (
    settings_of,
    take_settings,
    unusable_as_fault,
)
from retour_core.payments.base import PaymentFault, PaymentProvider
from retour_core.payments.models import PaymentAccount
from retour_core.payments.registry import provider_class


def provider_for(account: PaymentAccount) -> PaymentProvider:
    """The account's service, ready to be asked; an ``auth`` fault for keys that cannot
    be read and settings that the adapter does not take."""
    with unusable_as_fault():
        cls: Any = provider_class(account.kind)
        made: PaymentProvider = cls(
            cls.settings_class.model_validate(settings_of(account))
        )
    return made


def save_account(
    account: PaymentAccount, values: Mapping[str, Any]
) -> PaymentFault | None:
    """Save an account with the adapter's settings, then ask the service about them.

    A new one takes the place of the brand's account in use. Answers what the service
    objects to, if anything; the account is saved all the same and shows it. Raises
    ``SettingsInvalid``; then nothing is saved.
    """
    take_settings(account, provider_class(account.kind).settings_class, values)
    account.is_live = provider_for(account).is_live
    with transaction.atomic():
        if account.is_active:
            _make_room(account)
        account.save()
    return check_account(account)


def check_account(account: PaymentAccount) -> PaymentFault | None:
    """Whether the service knows the account; asks it, and notes how that went."""
    return asked(account, lambda: provider_for(account).test_credentials())


@transaction.atomic
def set_active(account: PaymentAccount, *, active: bool) -> None:
    """Switched on, it takes the place of the brand's account in use. Payments already
    begun are still settled; without an account fees are kept back from refunds."""
    if active:
        _make_room(account)
    PaymentAccount.objects.filter(pk=account.pk).update(is_active=active)


def _make_room(account: PaymentAccount) -> None:
    # Under the brand's lock, so that two accounts are not put to use at once.
    Brand.objects.select_for_update(no_key=True).get(pk=account.brand_id)
    rows = PaymentAccount.objects.filter(brand_id=account.brand_id, is_active=True)
    rows.exclude(pk=account.pk).update(is_active=False)
