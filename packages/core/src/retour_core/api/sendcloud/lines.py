"""Their items as lines of our wire; shared by both versions of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from retour_core.api.sendcloud.amounts import amount

_LONGEST_ID = 90
_LONGEST_VARIANT = 255


@dataclass(frozen=True)
class Item:
    """``ids`` are the client's names for the item, the one to use first in front.

    ``unit`` is one unit's price, ``total`` what was paid for all of them.
    """

    ids: tuple[str, ...]
    title: str
    quantity: int
    total: Decimal
    unit: Decimal | None = None
    weight_grams: int | None = None
    sku: str = ""
    ean: str = ""
    hs_code: str = ""
    origin_country: str | None = None
    image_url: str = ""
    properties: Mapping[str, str] | None = None


def wire_lines(
    items: Iterable[Item], currency: str, known: Iterable[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """One line an item; what ``known`` lines say beyond theirs stays with them."""
    before = {line["id"]: line for line in known}
    taken: set[str] = set()
    lines = []
    for position, item in enumerate(items, 1):
        line_id = _free_id(item, position, taken)
        taken.add(line_id)
        lines.append(_line(line_id, item, currency, before.get(line_id, {})))
    return lines


def _line(
    line_id: str, item: Item, currency: str, before: Mapping[str, Any]
) -> dict[str, Any]:
    line = {
        **before,
        "id": line_id,
        "title": item.title,
        "quantity": item.quantity,
        "total_incl_tax": amount(item.total, currency),
        "weight_grams": item.weight_grams,
        "sku": item.sku,
        "ean": item.ean,
        "hs_code": item.hs_code,
        "origin_country": item.origin_country,
        "image_url": item.image_url,
        "variant": _variant(item.properties or {}),
    }
    if before.get("total_incl_tax") != line["total_incl_tax"]:
        # They told of a sum that is no more.
        line.pop("total_excl_tax", None)
        line.pop("discount", None)
    if item.unit is not None:
        line["unit_list_price"] = amount(item.unit, currency)
    for counter in ("fulfilled_quantity", "refunded_quantity"):
        if counter in before:
            line[counter] = min(before[counter], item.quantity)
    return line


def _free_id(item: Item, position: int, taken: set[str]) -> str:
    """An id that stays the same when the same items are sent again."""
    named = [name for name in item.ids if name and len(name) <= _LONGEST_ID]
    first = named[0] if named else str(position)
    candidate, turn = first, 1
    while candidate in taken:
        turn += 1
        candidate = f"{first}#{turn}"
    return candidate


def _variant(properties: Mapping[str, str]) -> str:
    text = ", ".join(f"{key}: {value}" for key, value in properties.items())
    if len(text) <= _LONGEST_VARIANT:
        return text
    return f"{text[: _LONGEST_VARIANT - 1]}…"
