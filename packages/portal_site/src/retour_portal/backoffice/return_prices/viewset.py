from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from retour_core.policies.models import ReturnPrices
from retour_portal.backoffice.return_prices.page import PricesPage
from retour_portal.backoffice.scoping import BrandScopedViewSet


class ReturnPricesViewSet(BrandScopedViewSet):
    """What returns cost the customers of a brand whose policy lets them pay."""

    model = ReturnPrices
    name = "return-prices"
    icon = "list-ul"
    menu_label = _("Return prices")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(PricesPage)

    def get_urlpatterns(self) -> list[Any]:
        return [p for p in super().get_urlpatterns() if p.name == "index"]
