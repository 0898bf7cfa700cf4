"""A table of prices as people write it: a file, or lines in a field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from retour_core.domain.return_prices import ReturnPricesInvalid
from retour_core.policies.return_prices import COLUMNS, read_prices
from retour_portal.backoffice.lines_field import LinesField

_LARGEST = 500_000  # bytes
_SHOWN = 20
_WRONG = {
    "columns": gettext_lazy("the first line has to name the columns"),
    "many": gettext_lazy("a table has at most 2,000 rows"),
    "empty": gettext_lazy("there are no rows"),
    "country": gettext_lazy("a country is a code such as DE, or * for every other"),
    "weight": gettext_lazy("weights are whole grams, the last not below the first"),
    "amount": gettext_lazy("a price is an amount such as 4.95 with its currency"),
    "gap": gettext_lazy("weights below this row have no price"),
    "overlap": gettext_lazy("an earlier row has a price for these weights already"),
    "currencies": gettext_lazy("a country has one currency"),
}


class PricesForm(forms.Form):
    """``cleaned_data["table"]`` is the checked table."""

    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"), widget=AdminDateInput
    )
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        required=False,
        help_text=gettext_lazy("In place of the lines below."),
    )
    rows = LinesField(
        label=gettext_lazy("Prices"),
        help_text=gettext_lazy(
            "One line for each country and range of weight; * is every other country."
            " An empty last weight is without end."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        name = "file" if file else "rows"
        text = _decoded(file) if file else data.get("rows", "")
        if text is None:
            self.add_error("file", _("This is no CSV file in UTF-8 up to 500 kB."))
            return data
        try:
            data["table"] = read_prices(text)
        except ReturnPricesInvalid as invalid:
            for problem in invalid.context["problems"][:_SHOWN]:
                self.add_error(name, _sentence(*problem))
        else:
            # What the preview shows is what is saved.
            self.data = {**self.data, "rows": text}
        return data


def _decoded(file: Any) -> str | None:
    if file.size > _LARGEST:
        return None
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text


def _sentence(number: int, kind: str) -> str:
    reason = str(_WRONG[kind])
    if kind == "columns":
        reason = f"{reason}: {', '.join(COLUMNS)}"
    if number == 0:
        return f"{reason[:1].upper()}{reason[1:]}."
    return _("Row %(number)d: %(reason)s.") % {"number": number, "reason": reason}
