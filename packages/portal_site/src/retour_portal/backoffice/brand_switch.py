"""Pages that show one brand at a time, with links to the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import MANAGES_BRAND, brand_ids_with


@dataclass(frozen=True)
class BrandSwitch:
    """``chosen`` of the brands its user may choose from."""

    chosen: Brand
    brands: list[Brand]

    @property
    def has_others(self) -> bool:
        return len(self.brands) > 1


def chosen_brand(
    user: Any,
    asked: str | None,
    roles: Collection[Role] = MANAGES_BRAND,
    *,
    kept: int | None = None,
) -> BrandSwitch:
    """The brand whose id was asked for, else the ``kept`` one, else the first by name.

    Raises ``Http404`` for a brand that is none of the user's, ``PermissionDenied`` for
    who has none; a kept one that is none of theirs any more is passed over. One query.
    """
    brands = list(
        Brand.objects.for_brands(brand_ids_with(user, roles)).order_by("name", "pk")
    )
    if not brands:
        raise PermissionDenied
    if asked is None:
        known = [brand for brand in brands if brand.pk == kept]
        return BrandSwitch((known or brands)[0], brands)
    for brand in brands:
        if str(brand.pk) == asked:
            return BrandSwitch(brand, brands)
    raise Http404
