from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from retour_core.imports.errors import told
from retour_core.imports.intake import MAX_BYTES
from retour_core.imports.mapping import Mapping
from retour_core.imports.tables import OWN_COLUMNS, Record
from retour_core.imports.vocabulary import FIELD_BY_NAME, FIELDS
from retour_core.orders.models import Shop, ShopStatus
from retour_core.orders.operations import ShopPaused
from retour_portal.countries import country_choices

_SHOWN_SAMPLES = 3
_LONGEST_SAMPLE = 60
# Of the fields a column may hold; customers prove themselves by either.
_POSTAL_CODES = frozenset({"postal_code", "billing_postal_code"})


class UploadForm(forms.Form):
    shop = forms.ModelChoiceField(
        label=gettext_lazy("Shop"),
        queryset=Shop.objects.exclude(status=ShopStatus.DISCONNECTED).order_by("name"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a shop.")},
        help_text=gettext_lazy("The orders become this shop's, and its brand's."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx), one row an order line; the rows of an order stand"
            " next to each other."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_shop(self) -> Shop:
        shop: Shop = self.cleaned_data["shop"]
        if shop.status == ShopStatus.PAUSED:
            raise forms.ValidationError(told(ShopPaused()))
        return shop

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB; split it into several.")
                % {"most": MAX_BYTES // 1024 // 1024}
            )
        return file


class MappingForm(forms.Form):
    """One choice a column, named ``column-<position>``, and how the file writes."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country of orders that name none"), required=False
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency of orders that name none"),
        help_text=gettext_lazy("Three letters, such as EUR."),
        max_length=3,
        required=False,
    )
    decimal_mark = forms.ChoiceField(
        label=gettext_lazy("Amounts are written"),
        choices=[(".", "1,234.50"), (",", "1.234,50")],
        widget=forms.RadioSelect,
    )
    date_order = forms.ChoiceField(
        label=gettext_lazy("Dates with slashes, such as 03/04/2026, mean"),
        choices=[
            ("dmy", gettext_lazy("3 April: the day comes first")),
            ("mdy", gettext_lazy("March 4: the month comes first")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, header: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header = header
        countries = [("", pgettext("country", "none")), *country_choices()]
        self.fields["country"].choices = countries  # type: ignore[attr-defined]
        choices = [("", _("leave out")), *((f.name, f.label) for f in FIELDS)]
        for index, column in enumerate(header):
            if column not in OWN_COLUMNS:
                self.fields[f"column-{index}"] = forms.ChoiceField(
                    label=column, choices=choices, required=False
                )

    @staticmethod
    def initial_of(mapping: Mapping, header: list[str]) -> dict[str, Any]:
        chosen = {
            f"column-{index}": mapping.columns.get(column, "")
            for index, column in enumerate(header)
        }
        return {**mapping.model_dump(exclude={"columns"}), **chosen}

    def mapping(self) -> Mapping:
        columns = {
            column: self.cleaned_data[f"column-{index}"]
            for index, column in enumerate(self.header)
            if self.cleaned_data.get(f"column-{index}")
        }
        return Mapping(
            columns=columns,
            country=self.cleaned_data["country"],
            currency=self.cleaned_data["currency"],
            decimal_mark=self.cleaned_data["decimal_mark"],
            date_order=self.cleaned_data["date_order"] or None,
        )

    def lacks_postal_code(self) -> bool:
        """Whether nothing chosen holds one; customers could not find their orders."""
        columns = (name for name in self.fields if name.startswith("column-"))
        return _POSTAL_CODES.isdisjoint(self[name].value() for name in columns)

    def tell(self, problems: MappingType[str, str]) -> None:
        """Put each problem of the mapping where it can be mended."""
        for name, message in problems.items():
            if name in self.fields:
                self.add_error(name, message)
            elif name in self.header:
                self.add_error(f"column-{self.header.index(name)}", message)
            elif name in FIELD_BY_NAME:
                self.add_error(None, f"{FIELD_BY_NAME[name].label}: {message}")
            else:
                self.add_error(None, message)

    def columns(self, sample: list[Record]) -> list[tuple[Any, list[str]]]:
        """Each column's field with its first cells that are not empty."""
        return [
            (self[f"column-{index}"], _samples(sample, index))
            for index in range(len(self.header))
            if f"column-{index}" in self.fields
        ]

    def options(self) -> list[Any]:
        return [self[name] for name in self.base_fields]


def holds_no_postal_code(mapping: Mapping) -> bool:
    return _POSTAL_CODES.isdisjoint(mapping.columns.values())


def _samples(sample: list[Record], index: int) -> list[str]:
    cells = [r.cells[index].strip() for r in sample if index < len(r.cells)]
    shown = dict.fromkeys(cell[:_LONGEST_SAMPLE] for cell in cells if cell)
    return list(shown)[:_SHOWN_SAMPLES]
