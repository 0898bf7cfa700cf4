from __future__ import annotations

from typing import Any

from retour_core.brands.models import Brand
from retour_core.carriers.accounts import put_settings
from retour_core.carriers.models import CarrierAccount
from tests.carriers.sendcloud_stub import SendcloudStub


def carrier_account(*brands: Brand, **values: Any) -> CarrierAccount:
    """An account that nobody has tested."""
    account = CarrierAccount(kind="sendcloud", name="Sendcloud North", **values)
    put_settings(account, SendcloudStub.settings)
    account.save()
    account.brands.set(brands)
    return account
