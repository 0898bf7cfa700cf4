from __future__ import annotations

from typing import Any

import pytest

from tests.core.threads.conftest import private_folder
from tests.portal_site.flow.conftest import _at_noon, brand, customer, order, shop

__all__ = ["_at_noon", "brand", "customer", "order", "private_folder", "shop"]


@pytest.fixture(autouse=True)
def _sandbox(settings: Any) -> None:
    settings.RETOUR_PAYMENT_SANDBOX = True
