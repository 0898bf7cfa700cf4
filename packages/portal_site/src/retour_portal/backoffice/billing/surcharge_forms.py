"""Carriers' surcharges as people enter them: one by hand, or an invoice's table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.billing.invoices import (
    MOST_ROWS,
    ColumnsMissing,
    TooManyRows,
    invoice_text,
    read_invoice,
)
from retour_core.billing.surcharges import (
    INVOICE_LENGTH,
    RowProblem,
    SurchargeRow,
    SurchargesRefused,
    check_surcharges,
)
from retour_core.imports.errors import FileRefused
from retour_portal.backoffice.lines_field import LinesField

_LARGEST = 2_000_000  # bytes
_SHOWN = 50
COLUMN_WORDS = {
    "parcel": gettext_lazy("tracking number"),
    "amount": gettext_lazy("amount"),
    "currency": gettext_lazy("currency"),
    "what_for": gettext_lazy("what for"),
}
REASONS = {
    "parcel_missing": gettext_lazy("Write the tracking number of the label."),
    "parcel_unknown": gettext_lazy(
        "No label of this brand has this number: compare it with the return’s page."
    ),
    "parcel_ambiguous": gettext_lazy(
        "Several labels have this number: write the label’s own tracking number."
    ),
    "amount": gettext_lazy(
        "Write an amount above zero such as 4.95, up to 1000000.00, with no more"
        " decimal places than its currency has and no mark between the thousands."
    ),
    "currency": gettext_lazy("Write the currency’s three letters, such as EUR."),
    "what_for_missing": gettext_lazy("Write what it is for, such as “over 5 kg”."),
    "what_for_long": gettext_lazy("Say what it is for in at most 200 characters."),
    "other_amount": gettext_lazy(
        "This invoice has another amount for the same parcel and the same words: take"
        " this one out, or say more exactly what it is for."
    ),
}


class InvoiceField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Carrier’s invoice number"),
            max_length=INVOICE_LENGTH,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class SurchargeForm(forms.Form):
    """``row`` is the one surcharge, once it is valid for the brand."""

    parcel = forms.CharField(
        label=gettext_lazy("Tracking number or return number"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    amount = forms.CharField(
        label=gettext_lazy("Amount"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    what_for = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=200,
        help_text=gettext_lazy("Such as “over 5 kg” or “island”."),
    )
    invoice = InvoiceField(
        help_text=gettext_lazy(
            "The same invoice, parcel and words are booked once, however often they are"
            " entered."
        )
    )

    def __init__(self, data: Any = None, *, brand_id: int, **kwargs: Any) -> None:
        super().__init__(data, prefix="one", **kwargs)
        self.brand_id = brand_id

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        data["row"] = SurchargeRow(
            0,
            data["parcel"],
            data["amount"],
            data["currency"].upper(),
            data["what_for"],
        )
        try:
            check_surcharges(self.brand_id, data["invoice"], [data["row"]])
        except SurchargesRefused as refused:
            for problem in refused.problems:
                self.add_error(problem.column, REASONS[problem.reason])
        return data


class InvoiceForm(forms.Form):
    """``cleaned_data`` has the ``table`` and what it would book; ``problems`` what is
    wrong with its rows."""

    invoice = InvoiceField()
    file = forms.FileField(
        label=gettext_lazy("CSV or Excel file"),
        required=False,
        help_text=gettext_lazy("In place of the lines below."),
    )
    rows = LinesField(
        label=gettext_lazy("Surcharges"),
        strip=False,
        help_text=gettext_lazy("One line each; the first names the columns."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, brand_id: int, **kwargs: Any
    ) -> None:
        super().__init__(data, files, prefix="many", **kwargs)
        self.brand_id = brand_id
        self.problems: list[RowProblem] = []

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        name = "file" if file else "rows"
        try:
            text = _text_of(file) if file else data.get("rows", "")
            table = read_invoice(text)
        except (FileRefused, ColumnsMissing, TooManyRows) as refused:
            self.add_error(name, _why(refused))
            return data
        if not table:
            self.add_error(name, _("There are no rows below the first."))
        if self.errors:
            return data
        # What the preview shows is what is booked.
        self.data = {**self.data, self.add_prefix("rows"): text}
        try:
            found = check_surcharges(self.brand_id, data["invoice"], table)
        except SurchargesRefused as refused:
            self.problems = list(refused.problems[:_SHOWN])
            self.add_error(None, _("Nothing was booked. Mend the lines named below."))
            return data
        return {**data, "table": table, "found": found}

    def problem_rows(self) -> list[tuple[int, str, str]]:
        """Line, column and reason, for people."""
        return [
            (one.number, str(COLUMN_WORDS[one.column]), str(REASONS[one.reason]))
            for one in self.problems
        ]


def _text_of(file: Any) -> str:
    if file.size > _LARGEST:
        most = {"most": _LARGEST // 1_000_000}
        raise FileRefused(_("The file is larger than %(most)d MB: split it.") % most)
    return invoice_text(file)


def _why(refused: Exception) -> str:
    if isinstance(refused, ColumnsMissing):
        return _("The first line must name these columns too: %(names)s.") % {
            "names": ", ".join(refused.names)
        }
    if isinstance(refused, TooManyRows):
        return _("There are more than %(most)d rows: split the table.") % {
            "most": MOST_ROWS
        }
    return str(refused)
