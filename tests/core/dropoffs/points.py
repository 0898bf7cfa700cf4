"""Files of drop-off points as a carrier gives them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from retour_core.dropoffs.operations import Outcome, import_points
from retour_core.dropoffs.reading import COLUMNS
from tests.factories import NOW

MARIENPLATZ = {
    "carrier": "dhl_de",
    "id": "M1",
    "name": "Kiosk am Marienplatz",
    "kind": "shop",
    "street": "Marienplatz 1",
    "postal_code": "80331",
    "city": "München",
    "country": "DE",
    "latitude": "48.1372",
    "longitude": "11.5756",
    "opening_hours": "Mo-Fr 08:00-18:00; Sa 09:00-13:00",
    "wheelchair": "yes",
    "services": "takes_codes",
    "languages": "de;en",
}
# 1.9 km from Marienplatz.
SCHWABING = MARIENPLATZ | {
    "id": "M2",
    "name": "Automat Schwabing",
    "kind": "locker",
    "street": "Leopoldstraße 9",
    "postal_code": "80802",
    "latitude": "48.1540",
    "longitude": "11.5826",
    "opening_hours": "24/7",
    "wheelchair": "",
    "services": "",
}
# 160 km from Munich.
STUTTGART = MARIENPLATZ | {
    "id": "S1",
    "name": "Laden am Schlossplatz",
    "postal_code": "70173",
    "city": "Stuttgart",
    "latitude": "48.7785",
    "longitude": "9.1800",
}


def csv_file(*rows: dict[str, str]) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def geojson_file(*rows: dict[str, str]) -> io.BytesIO:
    features: list[dict[str, Any]] = []
    for row in rows:
        properties = {
            k: v for k, v in row.items() if k not in ("latitude", "longitude")
        }
        position = [float(row["longitude"]), float(row["latitude"])]
        geometry = {"type": "Point", "coordinates": position}
        features.append(
            {"type": "Feature", "properties": properties, "geometry": geometry}
        )
    document = {"type": "FeatureCollection", "features": features}
    return io.BytesIO(json.dumps(document).encode())


def take(*rows: dict[str, str], now: Any = NOW) -> Outcome:
    return import_points(csv_file(*rows), name="points.csv", now=now)
