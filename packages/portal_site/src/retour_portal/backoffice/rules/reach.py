"""How far somebody's shipping rules reach: never into brands they do not run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from retour_core.brands.models import Brand
from retour_core.domain.shipping_rules import RuleInvalid, parse_conditions
from retour_core.orders.models import ShippingRule, Shop
from retour_core.orders.rules import names_its_shops
from retour_portal.backoffice.access import MANAGES_BRAND, brand_ids_with


@dataclass(frozen=True)
class Reach:
    """Brands administered and the names of their shops by key; ``is_whole``: all."""

    brand_ids: frozenset[int]
    shop_names: dict[str, str]
    is_whole: bool

    @property
    def shop_limit(self) -> frozenset[str] | None:
        """What ``save_rule`` wants to know."""
        return None if self.is_whole else frozenset(self.shop_names)

    @property
    def brand_limit(self) -> frozenset[int] | None:
        """What ``preview`` and ``apply_rules`` want to know."""
        return None if self.is_whole else self.brand_ids

    def may_change(self, rule: ShippingRule) -> bool:
        """A rule that speaks for shops of other brands too is only looked at."""
        if self.is_whole:
            return True
        try:
            conditions = parse_conditions(rule.conditions)
        except RuleInvalid:
            return False
        return names_its_shops(conditions, within=frozenset(self.shop_names))


def reach_of(user: Any) -> Reach:
    """Two queries, besides the roles."""
    brand_ids = frozenset(brand_ids_with(user, MANAGES_BRAND))
    shops = Shop.objects.filter(brand_id__in=brand_ids).order_by("name")
    return Reach(
        brand_ids=brand_ids,
        shop_names=dict(shops.values_list("key", "name")),
        is_whole=user.is_superuser
        or not Brand.objects.exclude(pk__in=brand_ids).exists(),
    )
