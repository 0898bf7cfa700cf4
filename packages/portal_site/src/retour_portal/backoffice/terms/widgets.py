"""Widgets for values of several parts; every part has a label of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.domain.policies import UNLIMITED, FeePer
from retour_portal.backoffice.conditions.speech import currencies
from retour_portal.backoffice.terms.words import ANCHORS, FEE_PER
from retour_portal.countries import country_choices

_TEMPLATES = "retour_backoffice/terms"
# Empty rows below those that are filled in: no script is needed to add one.
_SPARE_ROWS = 2
_MOST_ROWS = 60
Row = dict[str, str]


class _Parts(forms.Widget):
    """A widget whose template names its inputs after the field: ``fee-percent``."""

    use_fieldset = True
    parts: Sequence[str] = ()

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> Any:
        return {part: data.get(f"{name}-{part}", "").strip() for part in self.parts}

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        return id_


class DaysWidget(_Parts):
    """``{"days": "30", "unlimited": ""}``."""

    template_name = f"{_TEMPLATES}/days.html"
    parts = ("days", "unlimited")

    def format_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        if value == UNLIMITED:
            return {"days": "", "unlimited": "on"}
        return {"days": "" if value is None else str(value), "unlimited": ""}


class TextsWidget(_Parts):
    """One text a language; ``languages`` are codes and names."""

    template_name = f"{_TEMPLATES}/texts.html"

    def __init__(self, languages: Mapping[str, Any], *, rows: int = 2) -> None:
        super().__init__()
        self.languages = dict(languages)
        self.rows = rows

    @property
    def parts(self) -> Sequence[str]:  # type: ignore[override]
        return tuple(self.languages)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        given = value or {}
        context["texts"] = [
            (code, label, given.get(code, "")) for code, label in self.languages.items()
        ]
        context["rows"] = self.rows
        return context


class RowsWidget(_Parts):
    """A list of rows, with some empty ones at its end: ``seasons-0-until``."""

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[Row]:
        rows = []
        for number in range(_MOST_ROWS):
            row = super().value_from_datadict(data, None, f"{name}-{number}")
            if self.is_filled(row):
                rows.append(row)
        return rows

    def is_filled(self, row: Row) -> bool:
        return any(row.values())

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        filled = list(value or ())
        spare = _SPARE_ROWS if filled else 1
        context["rows"] = [*filled, *({} for _ in range(spare))]
        return context


class SeasonsWidget(RowsWidget):
    template_name = f"{_TEMPLATES}/seasons.html"
    parts = ("ordered_from", "ordered_to", "until")


class CountryDaysWidget(RowsWidget):
    template_name = f"{_TEMPLATES}/country_days.html"
    parts = ("country", "days", "unlimited")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["countries"] = country_choices()
        return context


class FeeWidget(_Parts):
    """``how`` is none, fixed or percent; ``amounts`` are rows.

    ``is_plain`` leaves out what the law does not let a withdrawal cost.
    """

    template_name = f"{_TEMPLATES}/fee.html"
    parts = ("how", "percent", "per")

    # On top of something, it is once for the return.
    is_markup = False

    def __init__(self, *, is_plain: bool = False) -> None:
        super().__init__()
        self.is_plain = is_plain

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        amounts = _Amounts().value_from_datadict(data, files, f"{name}-amounts")
        return {**value, "amounts": amounts}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        value = value or {"how": "none", "amounts": []}
        filled = list(value["amounts"])
        context.update(
            fee=value,
            is_plain=self.is_plain,
            is_markup=self.is_markup,
            amounts=[*filled, *({} for _ in range(_SPARE_ROWS if filled else 1))],
            currencies=currencies(),
            per=[(per.value, FEE_PER[per]) for per in FeePer],
        )
        return context


class MarkupWidget(FeeWidget):
    is_markup = True


class _Amounts(RowsWidget):
    parts = ("amount", "currency")

    def is_filled(self, row: Row) -> bool:
        # The currency is always chosen.
        return bool(row["amount"])


class AnchorsWidget(_Parts):
    """What days are counted from: the first that is known of these."""

    template_name = f"{_TEMPLATES}/anchors.html"
    parts = ("0", "1", "2")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        value = super().value_from_datadict(data, files, name)
        return [anchor for anchor in value.values() if anchor]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        given = [*(value or ()), "", "", ""][: len(self.parts)]
        leads = (_("First from"), _("if that is not known, from"), _("else from"))
        context["places"] = list(zip(self.parts, leads, given, strict=True))
        context["anchors"] = [(kind.value, name) for kind, name in ANCHORS.items()]
        return context
