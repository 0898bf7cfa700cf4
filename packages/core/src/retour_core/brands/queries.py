from __future__ import annotations

from collections.abc import Iterable

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.methods import ReturnMethod


def default_return_address(brand_id: int) -> ReturnAddress | None:
    """The brand's default address, else its oldest."""
    return (
        ReturnAddress.objects.filter(brand_id=brand_id)
        .order_by("-is_default", "pk")
        .first()
    )


def stores_of_brand(brand: Brand) -> list[ReturnAddress]:
    """Its return addresses that are stores, by country and town; one query."""
    stores = brand.return_addresses.filter(is_store=True)
    return list(stores.order_by("country", "city", "label", "pk"))


def offered_methods(
    brand: Brand, methods: Iterable[ReturnMethod]
) -> list[ReturnMethod]:
    """Those of ``methods`` a customer may choose from: in store only where there is a
    store.

    Where nothing else is offered, that is taken at its word. At most one query, none
    unless there are other ways besides "in store".
    """
    offered = list(methods)
    if ReturnMethod.IN_STORE not in offered or len(offered) == 1:
        return offered
    if brand.return_addresses.filter(is_store=True).exists():
        return offered
    return [method for method in offered if method is not ReturnMethod.IN_STORE]
