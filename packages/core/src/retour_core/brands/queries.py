from __future__ import annotations

from retour_core.brands.models import Brand, ReturnAddress


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
