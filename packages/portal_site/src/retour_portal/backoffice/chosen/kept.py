"""The brand a person works on: chosen once, kept in their session for every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retour_core.brands.models import Brand
from retour_portal.backoffice.access import roles_of

if TYPE_CHECKING:
    from django.http import HttpRequest

_KEPT = "retour_brand"
_BRANDS = "_retour_brands_to_choose"


def chosen_brand_id(request: HttpRequest) -> int | None:
    """``None`` for all brands: nothing was chosen, or there is nothing to choose.

    A brand in which the user has no role any more counts as not chosen.
    """
    own = roles_of(request.user)
    if len(own) < 2:
        return None
    kept: int | None = request.session.get(_KEPT)
    return kept if kept in own else None


def keep_brand(request: HttpRequest, brand_id: int | None) -> None:
    """For the session's next pages; ``None`` is the way back to all brands."""
    if request.session.get(_KEPT) != brand_id:
        request.session[_KEPT] = brand_id


def brands_to_choose(request: HttpRequest) -> list[Brand]:
    """Every brand the user has a role in, by name; one query a request."""
    found: list[Brand] | None = getattr(request, _BRANDS, None)
    if found is None:
        brands = Brand.objects.for_brands(list(roles_of(request.user)))
        found = list(brands.order_by("name", "pk"))
        setattr(request, _BRANDS, found)
    return found
