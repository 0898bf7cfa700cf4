from __future__ import annotations

from tests.core.threads.conftest import private_folder
from tests.portal_site.flow.conftest import _at_noon, brand, customer, order, shop

__all__ = ["_at_noon", "brand", "customer", "order", "private_folder", "shop"]
