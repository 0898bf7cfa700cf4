"""The switch of brands that stands on every page of the admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from retour_core.brands.models import Brand
from retour_portal.backoffice.access import roles_of
from retour_portal.backoffice.chosen.kept import brands_to_choose, chosen_brand_id
from retour_portal.backoffice.chosen.nearest import is_of_brand
from retour_portal.backoffice.screen import BrandScreen

# So many stand beside each other; more are a list to choose from.
_MOST_BUTTONS = 5


@dataclass(frozen=True)
class BrandBar:
    """``chosen_id`` is ``None`` for all brands, which is offered where the page can
    show them. ``is_elsewhere``: the page is about another brand's thing."""

    brands: list[Brand]
    chosen_id: int | None
    offers_all: bool
    is_elsewhere: bool
    next_url: str

    @property
    def is_long(self) -> bool:
        return len(self.brands) > _MOST_BUTTONS


def brand_bar(request: HttpRequest, view: Any) -> BrandBar | None:
    """``None`` for who has one brand to work on. One query, on a page about one row
    two."""
    if len(roles_of(request.user)) < 2:
        return None
    if isinstance(view, BrandScreen):
        switch = view.switch
        return BrandBar(
            brands=switch.brands,
            chosen_id=switch.chosen.pk,
            offers_all=False,
            is_elsewhere=False,
            next_url=request.get_full_path(),
        )
    chosen_id, match = chosen_brand_id(request), request.resolver_match
    belongs = is_of_brand(match, chosen_id) if chosen_id and match else None
    return BrandBar(
        brands=brands_to_choose(request),
        chosen_id=chosen_id,
        offers_all=True,
        is_elsewhere=belongs is False,
        next_url=request.get_full_path(),
    )
