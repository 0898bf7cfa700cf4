"""What of the first run is done: read off the rows it leaves, never remembered."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from retour_core.accounts.models import Account
from retour_core.brands.models import Brand, ReturnAddress
from retour_core.orders.models import Shop, ShopStatus
from retour_core.returns.models import Return
from retour_portal.theming.models import Theme

Facts = dict[str, bool]


def account_is_known() -> bool:
    """Whether somebody has said who the merchant is and where; one query."""
    return Account.objects.exclude(country="").exclude(name="").exists()


def facts_by_brand(brand_ids: Collection[int]) -> list[tuple[Brand, Facts]]:
    """What each brand has, by its name; one query for all.

    The chain from order to return is proved by any return that was submitted: that of
    a test order, or a customer's, who was faster.
    """
    of_brand = {"brand": OuterRef("pk")}
    shops = Shop.objects.filter(**of_brand).exclude(status=ShopStatus.DISCONNECTED)
    brands = Brand.objects.for_brands(brand_ids).annotate(
        has_address=Exists(ReturnAddress.objects.filter(**of_brand)),
        has_shop=Exists(shops),
        has_portal=Exists(Theme.objects.filter(**of_brand, site__root_page__live=True)),
        has_return=Exists(
            Return.objects.filter(**of_brand, submitted_at__isnull=False)
        ),
        has_decided=Q(allow_unshipped_returns=True) | ~Q(unshipped_message=""),
    )
    return [(brand, _facts(brand)) for brand in brands.order_by("name", "pk")]


def _facts(brand: Brand) -> Facts:
    names = ("address", "shop", "portal", "return", "decided")
    return {name: bool(getattr(brand, f"has_{name}")) for name in names}
