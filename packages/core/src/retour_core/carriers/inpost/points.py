"""InPost's public list of lockers and shops, as rows of a file of drop-off points."""

from __future__ import annotations

from pydantic import BaseModel, ValidationError

from retour_core.carriers.base import CarrierFault, FaultKind, PointsPage

# A server for each country; nobody has to be known there.
SERVERS = {
    "GB": "https://api-uk-points.easypack24.net",
    "IT": "https://api-it-points.easypack24.net",
    "PL": "https://api-pl-points.easypack24.net",
}
PER_PAGE = 500
_OPEN = "Operating"
# Of what a point can do: take in a parcel.
_TAKES_PARCELS = frozenset(
    (
        *("parcel_send", "parcel_reverse_return_send"),
        "standard_courier_reverse_return_send",
    )
)


class _Location(BaseModel):
    longitude: float
    latitude: float


class _Address(BaseModel):
    city: str | None = None
    post_code: str | None = None
    street: str | None = None
    building_number: str | None = None


class _Point(BaseModel):
    name: str
    type: list[str] = []
    status: str = ""
    location: _Location
    address_details: _Address = _Address()
    functions: list[str] = []
    location_247: bool | None = None


class _Page(BaseModel):
    page: int
    total_pages: int
    items: list[_Point]


def points_page(body: bytes, country: str) -> PointsPage:
    """Only points in service that take parcels in. Raises a ``temporary`` fault."""
    try:
        page = _Page.model_validate_json(body)
    except ValidationError:
        raise CarrierFault(
            FaultKind.TEMPORARY, "The carrier's answer could not be read."
        ) from None
    rows = [
        _row(point, country)
        for point in page.items
        if point.status == _OPEN and not _TAKES_PARCELS.isdisjoint(point.functions)
    ]
    return PointsPage(tuple(rows), is_last=page.page >= page.total_pages)


def _row(point: _Point, country: str) -> dict[str, str]:
    is_locker = any(kind.startswith("parcel_locker") for kind in point.type)
    where = point.address_details
    street = " ".join(part for part in (where.street, where.building_number) if part)
    return {
        "carrier": "inpost",
        "id": point.name,
        "name": f"InPost {point.name}",
        "kind": "locker" if is_locker else "shop",
        "street": street,
        "postal_code": where.post_code or "",
        "city": where.city or "",
        "country": country,
        "latitude": str(point.location.latitude),
        "longitude": str(point.location.longitude),
        # Other hours come in the country's own words.
        "opening_hours": "24/7" if point.location_247 else "",
        "services": "takes_codes",
    }
