"""What a field of an order is to a column: its kind, its place, its usual headers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Kind(StrEnum):
    TEXT = "text"
    AMOUNT = "amount"
    RATE = "rate"
    COUNT = "count"
    MOMENT = "moment"
    COUNTRY = "country"
    CURRENCY = "currency"
    STATUS = "status"
    WORDS = "words"


class Part(StrEnum):
    """Which part of an order a field belongs to; lines have one value a row.

    Of a tender a column holds the amount, its field's target being the kind.
    """

    ORDER = "order"
    SHIPPING = "shipping_address"
    BILLING = "billing_address"
    LINE = "line"
    SHIPMENT = "shipment"
    TENDER = "tenders"


@dataclass(frozen=True)
class Field:
    """``headers`` are what the column is usually called, folded by ``fold``."""

    name: str
    part: Part
    target: str
    label: str | Promise
    headers: str = ""
    kind: Kind = Kind.TEXT

    def known_as(self) -> frozenset[str]:
        return frozenset({fold(self.name), *map(fold, self.headers.split("|"))})


def fold(header: str) -> str:
    """“Order-No.”, “order no” and “OrderNo” are one; accents do not count."""
    text = unicodedata.normalize("NFKD", header.casefold().replace("ß", "ss"))
    return re.sub(r"[^a-z0-9#]", "", text)
