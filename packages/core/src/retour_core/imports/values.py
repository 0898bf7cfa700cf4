"""Cells as people write them, made into what the wire takes.

Each reader raises ``ValueError`` with a sentence for people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from django.utils.translation import gettext as _

from retour_core.domain.countries import country_codes, is_country

DecimalMark = Literal[".", ","]
DateOrder = Literal["dmy", "mdy"]

# Apostrophes and spaces of every width stand between thousands, too.
_THOUSANDS_SIGNS = re.compile(r"(?<=\d)['’\s\u00a0\u202f\u2009](?=\d{3})")
_GROUPED = {
    ".": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"),
    ",": re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?"),
}
_PLAIN = {".": re.compile(r"\d+(\.\d*)?|\.\d+"), ",": re.compile(r"\d+(,\d*)?|,\d+")}
_CODE = re.compile(r"^[A-Za-z]{3}(?=[\s\d])|(?<=[\s\d])[A-Za-z]{3}$")
_DAY = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_CANCELLED = frozenset(
    {"cancelled", "canceled", "voided", "annule", "annulee", "storniert", "abgebrochen"}
)
_CURRENCY_SIGNS = {"€": "EUR"}
_LONGEST = 40


@dataclass(frozen=True)
class Reading:
    """How this file writes amounts and dates; ``zone`` is for times without one."""

    decimal_mark: DecimalMark
    date_order: DateOrder
    zone: ZoneInfo


def read_amount(cell: str, mark: DecimalMark) -> str:
    """A decimal string with a point: “1 234,50 €” is "1234.50"."""
    if cell.startswith("="):
        raise ValueError(_is_formula(cell))
    text = "".join(c for c in cell if unicodedata.category(c) != "Sc").strip()
    text = _CODE.sub("", text).strip().rstrip("%").strip()
    if text.startswith(("-", "−")) and any(c in "123456789" for c in text):
        raise ValueError(_("“%(cell)s” is below zero.") % {"cell": _short(cell)})
    text = _THOUSANDS_SIGNS.sub("", text.lstrip("-−"))
    if _GROUPED[mark].fullmatch(text):
        text = text.replace("," if mark == "." else ".", "")
    if not _PLAIN[mark].fullmatch(text) or not text.isascii():
        raise ValueError(
            _("“%(cell)s” is no amount with “%(mark)s” before the decimals.")
            % {"cell": _short(cell), "mark": mark}
        )
    whole, _mark, fraction = text.partition(mark)
    whole = whole.lstrip("0") or "0"
    # “19.9000” of a database export has no more digits than “19.90”.
    fraction = fraction[:2] + fraction[2:].rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def read_count(cell: str, mark: DecimalMark) -> int:
    """A whole number; “2.00” is one, “1.5” is not."""
    no_number = _("“%(cell)s” is no whole number.") % {"cell": _short(cell)}
    if not any(c.isdigit() for c in cell):
        raise ValueError(no_number)
    whole, _mark, fraction = read_amount(cell, mark).partition(".")
    if fraction.strip("0"):
        raise ValueError(no_number)
    if len(whole) > 9:
        raise ValueError(_("“%(cell)s” is too large.") % {"cell": _short(cell)})
    return int(whole)


def read_moment(cell: str, reading: Reading) -> str:
    """ISO 8601 with an offset; a day alone is its beginning in the file's zone."""
    try:
        moment = _written(cell, reading.date_order)
    except ValueError as error:
        raise ValueError(
            _("“%(cell)s” is no date like 2026-11-30 or 30.11.2026.")
            % {"cell": _short(cell)}
        ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=reading.zone)
    return moment.isoformat()


def _written(cell: str, order: DateOrder) -> datetime:
    match = _DAY.fullmatch(cell)
    if match is None:
        # Shops write “2026-11-30 10:00:00 +0100” as well; four digits come first
        # in whatever ISO 8601 has, so a mere number is not taken for a date.
        text = re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", cell)
        text = text.removesuffix(" UTC")
        if not re.match(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(cell)
        return datetime.fromisoformat(text)
    first, sign, second, year, hour, minute, sec = match.groups()
    day, month = (first, second)
    # Points and dashes stand in day-first dates only.
    if sign == "/" and order == "mdy":
        day, month = second, first
    return datetime(  # noqa: DTZ001 - the caller knows the zone
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(sec or 0)
    )


def read_country(cell: str) -> str:
    """A code of two letters, from itself or from the country's name."""
    code = cell.upper()
    if is_country(code):
        return code
    found = _country_names().get(_folded(cell))
    if found is None:
        raise ValueError(
            _("“%(cell)s” is no country; write its two letters, such as DE.")
            % {"cell": _short(cell)}
        )
    return found


def read_currency(cell: str) -> str:
    """A code of three letters; a sign that only one currency has is one, too."""
    return _CURRENCY_SIGNS.get(cell, cell.upper())


def read_status(cell: str) -> str:
    return "cancelled" if _folded(cell) in _CANCELLED else "open"


def read_words(cell: str) -> list[str]:
    return [word for word in (part.strip() for part in re.split("[,;|]", cell)) if word]


def _is_formula(cell: str) -> str:
    return _("“%(cell)s” is a formula; put its result there.") % {"cell": _short(cell)}


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}…"


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


@cache
def _country_names() -> dict[str, str]:
    names = {"uk": "GB", "usa": "US", "holland": "NL", "england": "GB"}
    for language in ("en", "fr", "de"):
        territories = Locale(language).territories
        for code in country_codes():
            if code in territories:
                names.setdefault(_folded(str(territories[code])), code)
    return names


def guess_decimal_mark(cells: Iterable[str]) -> DecimalMark | None:
    """What the amounts show; ``None`` if they could be read either way."""
    votes = {".": 0, ",": 0}
    for cell in cells:
        text = re.sub(r"[^\d.,]", "", cell)
        last = max(text.rfind("."), text.rfind(","))
        if last < 0:
            continue
        mark, both = text[last], "." in text and "," in text
        # “1,234” may be a thousand or one and a bit; “1,2345” may not.
        if both or (text.count(mark) == 1 and len(text) - last - 1 != 3):
            votes[mark] += 1
        elif text.count(mark) > 1:
            votes["," if mark == "." else "."] += 1
    if votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","


def guess_date_order(cells: Iterable[str]) -> DateOrder | None:
    """What dates with slashes show; ``None`` if some are there and none tells.

    "dmy" if there are none at all: then nothing hangs on it.
    """
    is_open = False
    for cell in cells:
        match = _DAY.match(cell)
        if match is None or match[2] != "/":
            continue
        if int(match[1]) > 12:
            return "dmy"
        if int(match[3]) > 12:
            return "mdy"
        is_open = True
    return None if is_open else "dmy"
