"""One row of a file as a drop-off point, or what is wrong with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from retour_core.domain.countries import is_country
from retour_core.domain.opening_hours import HoursUnreadable, read_week, to_json
from retour_core.dropoffs.errors import Problem
from retour_core.dropoffs.models import (
    DropOffPoint,
    PointKind,
    PointService,
    Wheelchair,
)
from retour_core.dropoffs.reading import REQUIRED, Row

_CARRIER = re.compile(r"[a-z0-9_-]{1,20}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST = {"id": 60, "name": 120, "street": 160, "postal_code": 20, "city": 80}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def point_of(row: Row) -> DropOffPoint | list[Problem]:
    """Unsaved, without its source and when it was seen."""
    reader = _Reader(row)
    values = reader.values()
    if reader.problems:
        return reader.problems
    return DropOffPoint(content_hash=_hash(values), **values)


def _hash(values: dict[str, Any]) -> str:
    said = repr(sorted(values.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


class _Reader:
    def __init__(self, row: Row) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def values(self) -> dict[str, Any]:
        if missing := [name for name in REQUIRED if not self.row.values[name]]:
            for name in missing:
                self._refuse(name, _("It is empty: every point needs one."))
            return {}
        week = self._take("opening_hours", read_week)
        return {
            "carrier": self._take("carrier", _carrier),
            "provider_id": self._text("id"),
            "name": self._text("name"),
            "kind": self._one_of("kind", PointKind.values),
            "street": self._text("street"),
            "postal_code": self._text("postal_code"),
            "city": self._text("city"),
            "country": self._take("country", _country),
            "latitude": self._degrees("latitude", 90),
            "longitude": self._degrees("longitude", 180),
            "opening_hours": to_json(week),
            "wheelchair": self._one_of("wheelchair", Wheelchair.values),
            "services": self._services(),
            "languages": self._list("languages", _LANGUAGE.fullmatch, "de;en"),
            "valid_from": self._take("valid_from", _day),
            "valid_to": self._take("valid_to", _day),
        }

    def _refuse(self, column: str, text: str) -> None:
        self.problems.append(Problem(self.row.number, column, text))

    def _text(self, column: str) -> str:
        value, most = self.row.values[column], _LONGEST[column]
        if _CONTROL.search(value):
            self._refuse(column, _("It has a character that cannot be printed."))
        if len(value) > most:
            self._refuse(column, _("At most %(most)d letters.") % {"most": most})
        return value

    def _take(self, column: str, read: Callable[[str], Any]) -> Any:
        """What ``read`` makes of the cell; a ``ValueError`` is told as a problem."""
        try:
            return read(self.row.values[column])
        except HoursUnreadable as error:
            self._refuse(
                column,
                _("“%(part)s” is unclear: write Mo-Fr 08:00-18:00; Sa 09:00-13:00.")
                % {"part": error},
            )
        except ValueError as error:
            self._refuse(column, str(error))
        return None

    def _one_of(self, column: str, known: Iterable[str]) -> str:
        value = self.row.values[column].lower().replace(" ", "_")
        if value not in known:
            names = ", ".join(name for name in known if name)
            self._refuse(column, _("Write one of: %(names)s.") % {"names": names})
        return value

    def _list(
        self, column: str, is_known: Callable[[str], Any], example: str
    ) -> list[str]:
        cell = self.row.values[column].replace(",", ";")
        parts = [part.strip() for part in cell.split(";") if part.strip()]
        if not all(is_known(part) for part in parts):
            self._refuse(
                column,
                _("Write them with a semicolon between: %(example)s.")
                % {"example": example},
            )
        return sorted(set(parts))

    def _services(self) -> list[str]:
        known = PointService.values
        return self._list("services", known.__contains__, ";".join(known))

    def _degrees(self, column: str, most: int) -> float | None:
        def read(text: str) -> float:
            told = _("Write degrees from −%(most)d to %(most)d, like 48.137.")
            try:
                value = float(text.replace(",", "."))
            except ValueError:
                raise ValueError(told % {"most": most}) from None
            # Written so that “nan” is refused too.
            if not -most <= value <= most:
                raise ValueError(told % {"most": most})
            return round(value, 6)

        return self._take(column, read)  # type: ignore[no-any-return]


def _carrier(text: str) -> str:
    code = text.lower()
    if _CARRIER.fullmatch(code) is None:
        raise ValueError(
            _("Write the carrier's code of at most 20 letters, like dhl_de.")
        )
    return code


def _country(text: str) -> str:
    code = text.upper()
    if not is_country(code):
        raise ValueError(_("Write the country's two letters, like DE."))
    return code


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(_("Write the day like 2027-01-31.")) from None
