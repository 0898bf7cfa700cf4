from __future__ import annotations

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.methods import ReturnMethod


def default_return_address(brand_id: int) -> ReturnAddress | None:
    """The brand's default address, else its oldest."""
    return (
        ReturnAddress.objects.filter(brand_id=brand_id)
        .order_by("-is_default", "pk")
        .first()
    )


def offered_methods(brand: Brand) -> list[ReturnMethod]:
    """The ways back a customer may choose from: in store only where there is a store.

    A brand that offers nothing else is taken at its word. At most one query, none for
    a brand that has not switched "in store" on.
    """
    methods = [ReturnMethod(code) for code in brand.methods]
    if ReturnMethod.IN_STORE not in methods or len(methods) == 1:
        return methods
    if brand.return_addresses.filter(is_store=True).exists():
        return methods
    return [method for method in methods if method is not ReturnMethod.IN_STORE]
