"""Made-up stores of the demo's brands."""

from __future__ import annotations

from retour_core.brands.models import Brand, ReturnAddress

# Label, street, postal code, town, phone; by the brand's slug.
_STORES = {
    "alpenglow": (
        ("Speicherstadt", "Am Sandtorkai 40", "20457", "Hamburg", "+49 40 5550 1421"),
        ("Glockenbach", "Fraunhoferstraße 8", "80469", "München", "+49 89 5550 142"),
    ),
    "maison-lune": (
        ("Presqu’île", "22 rue Mercière", "69002", "Lyon", "+33 4 72 55 01 43"),
        ("Le Marais", "9 rue Charlot", "75003", "Paris", "+33 1 55 01 42 00"),
    ),
    "kiko": (
        ("Plagwitz", "Karl-Heine-Straße 57", "04229", "Leipzig", "+49 341 5550 143"),
    ),
}


def add_stores(brand: Brand, *, company: str, country: str) -> None:
    ReturnAddress.objects.bulk_create(
        ReturnAddress(
            brand=brand,
            label=label,
            company=company,
            street=street,
            postal_code=postal_code,
            city=city,
            country=country,
            phone=phone,
            is_store=True,
        )
        for label, street, postal_code, city, phone in _STORES[brand.slug]
    )
