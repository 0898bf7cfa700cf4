"""A file of drop-off points as rows of text: CSV (or XLSX) and GeoJSON alike."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _

from retour_core.imports.errors import FileRefused
from retour_core.imports.intake import normalise
from retour_core.imports.tables import header_of, records, sniff_delimiter

COLUMNS = (
    *("carrier", "id", "name", "kind", "street", "postal_code", "city", "country"),
    *("latitude", "longitude", "opening_hours", "wheelchair", "services"),
    *("languages", "valid_from", "valid_to"),
)
REQUIRED = (
    *("carrier", "id", "name", "kind", "city", "country", "latitude", "longitude"),
)
# All points of a large country's carrier as GeoJSON are some 60 MB.
MOST_BYTES = 128 * 1024 * 1024
_IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """``values`` has every name of ``COLUMNS``, "" where the file has none."""

    number: int
    values: dict[str, str]


def read_rows(source: BinaryIO) -> Iterator[Row]:
    """``source`` is seekable. Raises ``FileRefused`` for what is no such file."""
    source.seek(0, 2)
    if source.tell() > MOST_BYTES:
        raise FileRefused(
            _("The file is larger than %(most)d MB: split it by country.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    source.seek(0)
    start = source.read(256).removeprefix(b"\xef\xbb\xbf").lstrip()
    source.seek(0)
    yield from _features(source) if start.startswith(b"{") else _table(source)


def _table(source: BinaryIO) -> Iterator[Row]:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        normalise(source, copy)
        yield from _records(copy)


def _records(copy: IO[bytes]) -> Iterator[Row]:
    delimiter = sniff_delimiter(copy)
    found = records(copy, delimiter)
    first = next(found, None)
    if first is None:
        raise FileRefused(_("The file is empty."))
    header = [name.strip().lower() for name in header_of(first)]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise FileRefused(
            _("The first row must name these columns too: %(names)s.")
            % {"names": ", ".join(missing)}
        )
    for record in found:
        cells = dict(zip(header, record.cells, strict=False))
        yield Row(
            record.number, {name: cells.get(name, "").strip() for name in COLUMNS}
        )


def _features(source: BinaryIO) -> Iterator[Row]:
    try:
        document = json.load(source)
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            _("The file begins like GeoJSON but is none: %(why)s") % {"why": error}
        ) from error
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise FileRefused(_("The GeoJSON must be a FeatureCollection of points."))
    for number, feature in enumerate(features, start=1):
        yield Row(number, _feature_values(feature))


def _feature_values(feature: Any) -> dict[str, str]:
    fields = feature if isinstance(feature, dict) else {}
    properties = fields.get("properties")
    known = properties if isinstance(properties, dict) else {}
    values = {name: _text(known.get(name)) for name in COLUMNS}
    geometry = fields.get("geometry")
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        position = geometry.get("coordinates")
        if isinstance(position, list) and len(position) >= 2:
            values["longitude"], values["latitude"] = map(_text, position[:2])
    return values


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(_text(part) for part in value)
    return str(value).strip()
