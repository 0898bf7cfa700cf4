"""Made-up drop-off points around the demo's brands, as a carrier's file has them."""

from __future__ import annotations

import csv
import io

from django.utils import timezone

from retour_core.dropoffs.operations import import_points
from retour_core.dropoffs.reading import COLUMNS

_SHOP_HOURS = "Mo-Fr 09:00-18:30; Sa 09:00-14:00; Su off"
_LATE_HOURS = "Mo-Sa 07:00-22:00; Su 08:00-20:00"
# Name, kind, street, postal code, town.
_GERMAN = (
    ("Kiosk am Hafen", "shop", "Am Sandtorkai 5", "20457", "Hamburg"),
    ("Lotto Rathausmarkt", "shop", "Rathausmarkt 7", "20095", "Hamburg"),
    ("Automat Hauptbahnhof", "locker", "Hachmannplatz 16", "20099", "Hamburg"),
    ("Postfiliale Altona", "post_office", "Ottenser Markt 2", "22765", "Hamburg"),
    ("Schreibwaren Plagwitz", "shop", "Karl-Heine-Straße 61", "04229", "Leipzig"),
    ("Automat Lindenau", "locker", "Lindenauer Markt 4", "04177", "Leipzig"),
    ("Postfiliale Zentrum", "post_office", "Grimmaische Str. 9", "04109", "Leipzig"),
)
_FRENCH = (
    ("Tabac Terreaux", "shop", "3 place des Terreaux", "69001", "Lyon"),
    ("Librairie Bellecour", "shop", "18 rue Victor-Hugo", "69002", "Lyon"),
    ("Consigne Perrache", "locker", "14 cours de Verdun", "69002", "Lyon"),
    ("Bureau de poste Part-Dieu", "post_office", "11 rue Garibaldi", "69003", "Lyon"),
    ("Épicerie Croix-Rousse", "shop", "27 Grande Rue", "69004", "Lyon"),
)
_PLACES = {
    "Kiosk am Hafen": (53.5436, 9.9890),
    "Lotto Rathausmarkt": (53.5506, 9.9931),
    "Automat Hauptbahnhof": (53.5530, 10.0067),
    "Postfiliale Altona": (53.5524, 9.9262),
    "Schreibwaren Plagwitz": (51.3326, 12.3325),
    "Automat Lindenau": (51.3383, 12.3318),
    "Postfiliale Zentrum": (51.3398, 12.3771),
    "Tabac Terreaux": (45.7676, 4.8345),
    "Librairie Bellecour": (45.7560, 4.8300),
    "Consigne Perrache": (45.7492, 4.8270),
    "Bureau de poste Part-Dieu": (45.7610, 4.8500),
    "Épicerie Croix-Rousse": (45.7745, 4.8318),
}


def seed_places(carrier: str) -> None:
    """Running it again changes nothing."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for country, points in (("DE", _GERMAN), ("FR", _FRENCH)):
        for number, point in enumerate(points, start=1):
            writer.writerow(_row(carrier, country, number, point))
    source = io.BytesIO(text.getvalue().encode())
    import_points(source, name="demo", now=timezone.now())


def _row(
    carrier: str, country: str, number: int, point: tuple[str, str, str, str, str]
) -> dict[str, object]:
    name, kind, street, postal_code, city = point
    latitude, longitude = _PLACES[name]
    hours = {"locker": "24/7", "shop": _LATE_HOURS}.get(kind, _SHOP_HOURS)
    return {
        "carrier": carrier,
        "id": f"{country}{number}",
        "name": name,
        "kind": kind,
        "street": street,
        "postal_code": postal_code,
        "city": city,
        "country": country,
        "latitude": latitude,
        "longitude": longitude,
        "opening_hours": hours,
        "wheelchair": "limited" if kind == "shop" else "yes",
        "services": "prints_labels" if kind == "post_office" else "",
    }
