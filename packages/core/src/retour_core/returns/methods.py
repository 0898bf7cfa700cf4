"""Which of the ways back that a decision grants a customer can really take."""

from __future__ import annotations

from collections.abc import Iterable

from retour_core.brands.models import ReturnAddress
from retour_core.carriers.queries import methods_made
from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.policies import Decision
from retour_core.returns.models import Return

# Whoever nobody's carrier fits gets an own label to print.
_ALWAYS = frozenset({ReturnMethod.DROP_OFF_POINT, ReturnMethod.OWN_CARRIER})


def offered_methods(
    brand_id: int, methods: Iterable[ReturnMethod], *, country: str = ""
) -> list[ReturnMethod]:
    """Those of ``methods`` a customer may choose from: in store only where there is a
    store, without a printer or collected only where a carrier does that, for parcels
    that start in ``country`` (anywhere, if empty).

    Where nothing else is offered, they are taken at their word: staff see the label
    that fails. Two queries at most, none for ways there always are.
    """
    granted = list(methods)
    if len(granted) == 1:
        return granted
    missing = missing_methods(brand_id, granted, country=country)
    return [method for method in granted if method not in missing] or granted


def methods_for(ret: Return, decision: Decision) -> list[ReturnMethod]:
    """What ``decision`` grants that return, from where it is sent."""
    country = str(ret.sender.get("country", ""))
    return offered_methods(ret.brand_id, decision.whole.methods, country=country)


def missing_methods(
    brand_id: int, methods: Iterable[ReturnMethod], *, country: str = ""
) -> frozenset[ReturnMethod]:
    """Those of ``methods`` that no carrier and no store of the brand is there for."""
    asked = frozenset(methods) - _ALWAYS
    missing = asked & METHODS_WITH_LABEL
    if missing:
        missing -= methods_made(brand_id, country)
    if ReturnMethod.IN_STORE in asked and not _has_store(brand_id):
        missing |= {ReturnMethod.IN_STORE}
    return missing


def _has_store(brand_id: int) -> bool:
    return ReturnAddress.objects.filter(brand_id=brand_id, is_store=True).exists()
