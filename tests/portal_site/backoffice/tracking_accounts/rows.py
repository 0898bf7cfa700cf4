from __future__ import annotations

from typing import Any

from retour_core.brands.models import Brand
from retour_core.carriers.account_settings import take_settings
from retour_core.tracking.aftership.adapter import AfterShipSettings
from retour_core.tracking.models import TrackingAccount
from tests.carriers.aftership_stub import AfterShipStub


def tracking_account(*brands: Brand, **values: Any) -> TrackingAccount:
    """An account that nobody has tested."""
    account = TrackingAccount(kind="aftership", name="AfterShip North", **values)
    take_settings(account, AfterShipSettings, AfterShipStub.settings)
    account.save()
    account.brands.set(brands)
    return account
