"""Made-up stores of the demo's brands, at places that exist."""

from __future__ import annotations

from typing import NamedTuple

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.opening_hours import read_week, to_json


class _Store(NamedTuple):
    label: str
    street: str
    postal_code: str
    city: str
    phone: str
    hours: str
    latitude: float
    longitude: float


_SHOP = "Mo-Fr 10:00-19:00; Sa 10:00-18:00"
_BOUTIQUE = "Tu-Sa 10:30-19:00"

# By the brand's slug.
_STORES = {
    "alpenglow": (
        _Store(
            *("Speicherstadt", "Am Sandtorkai 40", "20457", "Hamburg"),
            *("+49 40 5550 1421", _SHOP, 53.5437, 9.9886),
        ),
        _Store(
            *("Ottensen", "Bahrenfelder Straße 104", "22765", "Hamburg"),
            *("+49 40 5550 1422", _SHOP, 53.5549, 9.9268),
        ),
        _Store(
            *("Glockenbach", "Fraunhoferstraße 8", "80469", "München"),
            *("+49 89 5550 142", "Mo-Fr 10:00-20:00; Sa 10:00-18:00"),
            *(48.1318, 11.5745),
        ),
    ),
    "maison-lune": (
        _Store(
            *("Presqu’île", "22 rue Mercière", "69002", "Lyon"),
            *("+33 4 72 55 01 43", _BOUTIQUE, 45.7637, 4.8334),
        ),
        _Store(
            *("Le Marais", "9 rue Charlot", "75003", "Paris"),
            *("+33 1 55 01 42 00", "Mo 14:00-19:30; Tu-Sa 10:30-19:30"),
            *(48.8620, 2.3625),
        ),
        _Store(
            *("Saint-Germain", "31 rue de Seine", "75006", "Paris"),
            *("+33 1 55 01 42 06", _BOUTIQUE, 48.8551, 2.3370),
        ),
    ),
    "kiko": (
        _Store(
            *("Plagwitz", "Karl-Heine-Straße 57", "04229", "Leipzig"),
            *("+49 341 5550 143", "Mo-Fr 9:30-13:00,14:00-18:00; Sa 10:00-16:00"),
            *(51.3328, 12.3333),
        ),
    ),
}


def add_stores(brand: Brand, *, company: str, country: str) -> None:
    ReturnAddress.objects.bulk_create(
        ReturnAddress(
            brand=brand,
            label=store.label,
            company=company,
            street=store.street,
            postal_code=store.postal_code,
            city=store.city,
            country=country,
            phone=store.phone,
            is_store=True,
            opening_hours=to_json(read_week(store.hours)),
            latitude=store.latitude,
            longitude=store.longitude,
        )
        for store in _STORES[brand.slug]
    )
