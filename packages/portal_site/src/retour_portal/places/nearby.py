"""Drop-off points around a customer, for the pages of the return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from retour_core.carriers.queries import sole_carrier
from retour_core.domain.methods import ReturnMethod
from retour_core.dropoffs.queries import NearPoint, locate, nearest
from retour_core.returns.models import Return
from retour_portal.places.shown import ShownPlace, shown_places

DROP_OFF_METHODS = frozenset({ReturnMethod.DROP_OFF_POINT, ReturnMethod.LABELLESS})
_SHOWN = 3
_KEPT_SECONDS = 60
_Kept = TypeVar("_Kept")


@dataclass(frozen=True)
class Nearby:
    """``all_url`` is the finder's page with the customer's postal code filled in."""

    places: list[ShownPlace]
    all_url: str


def nearby(ret: Return, *, carriers: Sequence[str] = ()) -> Nearby | None:
    """These carriers', around the postal code the parcel comes from; ``None`` for none.

    Before there is a label it is the only carrier the brand has, if so. Kept for a
    minute, as such pages are reloaded: two to five queries, then none.
    """
    country = str(ret.sender.get("country", ""))
    code = str(ret.sender.get("postal_code", ""))
    if not carriers:
        sole = _kept(
            f"dropoffs.carrier.{ret.brand_id}", lambda: sole_carrier(ret.brand_id)
        )
        carriers = [sole] if sole else []
    found = _found(code, country, carriers)
    if not found:
        return None
    # The finder's page asks for one: that of the nearest.
    carrier = found[0].point.carrier
    query = urlencode({"near": code, "country": country, "carrier": carrier})
    return Nearby(shown_places(found), f"{reverse('flow:dropoffs')}?{query}")


def _found(code: str, country: str, carriers: Sequence[str]) -> list[NearPoint]:
    if not (code and country and carriers):
        return []
    asked = " ".join([country, *carriers, code])
    name = f"dropoffs.{quote(asked, safe='')}"
    return _kept(name, lambda: _asked(code, country, carriers))


def _asked(code: str, country: str, carriers: Sequence[str]) -> list[NearPoint]:
    centre = locate(code, country=country)
    if centre is None:
        return []
    return nearest(
        centre, country=country, now=timezone.now(), limit=_SHOWN, carriers=carriers
    )


def _kept(name: str, make: Callable[[], _Kept]) -> _Kept:
    kept: _Kept | None = caches["pages"].get(name)
    if kept is None:
        kept = make()
        caches["pages"].set(name, kept, timeout=_KEPT_SECONDS)
    return kept
