from __future__ import annotations

from typing import Any

from retour_core.brands.models import Brand
from retour_core.carriers.account_settings import take_settings
from retour_core.payments.models import PaymentAccount
from retour_core.payments.mollie.adapter import MollieSettings
from tests.payments.mollie_stub import MollieStub


def payment_account(brand: Brand, **values: Any) -> PaymentAccount:
    """The brand's account, that nobody has tested; made once."""
    known = PaymentAccount.objects.filter(brand=brand).first()
    if known is not None:
        return known
    account = PaymentAccount(brand=brand, kind="mollie", name="Mollie North", **values)
    take_settings(account, MollieSettings, MollieStub.settings)
    account.save()
    return account
