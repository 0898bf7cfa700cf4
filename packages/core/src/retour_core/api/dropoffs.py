from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken
from retour_core.api.problems import ApiProblem
from retour_core.domain.countries import is_country
from retour_core.domain.distance import Coordinates
from retour_core.dropoffs.models import PointKind, PointService, Wheelchair
from retour_core.dropoffs.queries import MOST_POINTS, NearPoint, locate, nearest

router = Router(tags=["dropoffs"])


class DropOffOut(BaseModel):
    """``opening_hours`` are by weekday (“mo” to “su”) on the point's own clock, null
    where not known; so is ``open_now``."""

    carrier: str
    id: str
    name: str
    kind: PointKind
    street: str
    postal_code: str
    city: str
    country: str
    latitude: float
    longitude: float
    distance_m: int
    opening_hours: dict[str, list[list[str]]] | None
    open_now: bool | None
    wheelchair: Wheelchair
    services: list[PointService]
    languages: list[str]
    valid_to: date | None


class DropOffsOut(BaseModel):
    items: list[DropOffOut]


class DropOffQuery(BaseModel):
    country: Annotated[str, Field(max_length=2, description="ISO 3166-1, like “DE”.")]
    near: Annotated[
        str, Field(max_length=100, description="A postal code or a town.")
    ] = ""
    latitude: Annotated[float | None, Field(ge=-90, le=90)] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180)] = None
    carrier: Annotated[str, Field(max_length=20)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST_POINTS)] = 10


@router.get(
    "",
    auth=ShopToken(Scope.RETURNS_READ),
    response=DropOffsOut,
    summary="Drop-off points near a place",
)
def list_dropoffs(request: HttpRequest, asked: Query[DropOffQuery]) -> DropOffsOut:
    """The nearest first, within 200 km of `near` or of `latitude` and `longitude`.

    Places are found among the imported points, without asking anybody else: a place
    without any is answered 404 `place_unknown`.
    """
    del request
    country = asked.country.upper()
    if not is_country(country):
        raise ApiProblem(422, "validation_failed", "“country” is two letters: DE.")
    found = nearest(
        _centre(asked, country),
        country=country,
        now=timezone.now(),
        limit=asked.limit,
        carriers=[asked.carrier] if asked.carrier else [],
    )
    return DropOffsOut(items=[_out(near) for near in found])


def _centre(asked: DropOffQuery, country: str) -> Coordinates:
    if asked.latitude is not None and asked.longitude is not None:
        return Coordinates(asked.latitude, asked.longitude)
    if not asked.near.strip() or "\x00" in asked.near:
        raise ApiProblem(
            422, "validation_failed", "Name “near”, or “latitude” and “longitude”."
        )
    centre = locate(asked.near, country=country)
    if centre is None:
        raise ApiProblem(
            404,
            "place_unknown",
            "No drop-off point is known there: try another postal code or coordinates.",
        )
    return centre


def _out(near: NearPoint) -> DropOffOut:
    point = near.point
    return DropOffOut(
        carrier=point.carrier,
        id=point.provider_id,
        name=point.name,
        kind=PointKind(point.kind),
        street=point.street,
        postal_code=point.postal_code,
        city=point.city,
        country=point.country,
        latitude=point.latitude,
        longitude=point.longitude,
        distance_m=near.distance_m,
        opening_hours=point.opening_hours,
        open_now=near.is_open,
        wheelchair=Wheelchair(point.wheelchair),
        services=point.services,
        languages=point.languages,
        valid_to=point.valid_to,
    )
