"""Ways back that a brand grants and no customer is offered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from retour_core.brands.models import Brand
from retour_core.domain.methods import ReturnMethod
from retour_core.returns.methods import missing_methods
from retour_portal.backoffice.terms.values import list_text
from retour_portal.backoffice.terms.words import METHODS


def missing_ways(brand: Brand, granted: Iterable[ReturnMethod]) -> dict[str, Any]:
    """For ``missing_ways.html``; two queries at most."""
    missing = missing_methods(brand.pk, granted)
    unmade = [m for m in METHODS if m in missing and m is not ReturnMethod.IN_STORE]
    return {
        "unmade": list_text(METHODS, unmade),
        "no_store": ReturnMethod.IN_STORE in missing,
    }
