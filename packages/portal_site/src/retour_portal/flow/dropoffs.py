"""Finding where to hand a parcel in: for everybody, by postal code or town."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.countries import country_name
from retour_core.domain.distance import Coordinates
from retour_core.dropoffs.queries import countries_with_points, locate, nearest
from retour_portal.flow.access import brand_of
from retour_portal.flow.forms import Problem
from retour_portal.flow.pages import throttled_page
from retour_portal.flow.presentation import language
from retour_portal.flow.throttle import count_key, network, take_turn
from retour_portal.places.shown import shown_places
from retour_portal.places.sketch import SIZE, sketch

# An hour; somebody who copies the whole list is stopped, a family is not.
SEARCHES_PER_ADDRESS = 120
_SHOWN = 12


@dataclass(frozen=True)
class Asked:
    near: str
    country: str
    carrier: str


@require_safe
def dropoffs(request: HttpRequest) -> HttpResponse:
    brand = brand_of(request)
    countries = countries_with_points()
    asked = _asked(request, brand, countries)
    if not asked.near:
        return _page(request, asked, countries, {})
    now = time.time()
    key = count_key("dropoffs", now, network(str(request.META.get("REMOTE_ADDR", ""))))
    wait = take_turn(key, SEARCHES_PER_ADDRESS, now=now)
    if wait is not None:
        return throttled_page(request, wait)
    centre = locate(asked.near, country=asked.country)
    if centre is None:
        problem = Problem(
            "id_near",
            _("We know no place of this name there. Try a postal code near by."),
        )
        return _page(request, asked, countries, {"problems": [problem]})
    return _page(request, asked, countries, _found(asked, centre))


def _asked(request: HttpRequest, brand: Brand, countries: list[str]) -> Asked:
    near = request.GET.get("near", "").replace("\x00", "").strip()[:100]
    country = request.GET.get("country", "").upper()
    if country not in countries:
        country = _usual_country(brand, countries)
    carrier = request.GET.get("carrier", "").replace("\x00", "")[:20]
    return Asked(near, country, carrier)


def _usual_country(brand: Brand, countries: list[str]) -> str:
    """Where the brand is, if points are known there."""
    if len(countries) < 2:
        return countries[0] if countries else ""
    own = ReturnAddress.objects.filter(brand=brand, is_default=True)
    country = own.values_list("country", flat=True).first()
    return country if country in countries else countries[0]


def _found(asked: Asked, centre: Coordinates) -> dict[str, object]:
    found = nearest(
        centre,
        country=asked.country,
        now=timezone.now(),
        limit=_SHOWN,
        carriers=[asked.carrier] if asked.carrier else [],
    )
    return {
        "places": shown_places(found),
        "sketch": sketch(centre, found),
        "sketch_size": SIZE,
        "is_answered": True,
    }


def _page(
    request: HttpRequest,
    asked: Asked,
    countries: list[str],
    more: dict[str, object],
) -> HttpResponse:
    names = [(code, country_name(code, language())) for code in countries]
    context = {
        "asked": asked,
        "countries": sorted(names, key=lambda one: one[1]),
    }
    return render(request, "retour/flow/dropoffs.html", context | more)
