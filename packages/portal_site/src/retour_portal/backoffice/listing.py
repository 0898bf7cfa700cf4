"""What all lists of the back office share: money and state columns, safe exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.coreutils import multigetattr

from retour_core.domain.money import Money, format_money

_READ_AT_ONCE = 1000
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def money_text(minor: int | None, currency: str) -> str:
    """An amount for the reader's language; nothing for ``None``."""
    if minor is None:
        return ""
    return format_money(Money(minor, currency), get_language() or "en")


def brand_names(row: Any) -> str:
    """Of a row with ``brands``, which are loaded."""
    return ", ".join(sorted(brand.name for brand in row.brands.all()))


class MoneyColumn(Column):
    """``accessor`` gives minor units; ``currency`` leads to their currency."""

    def __init__(
        self, name: str, *, currency: Callable[[Any], str], **kwargs: Any
    ) -> None:
        super().__init__(name, **kwargs)
        self.currency = currency

    def get_value(self, instance: Any) -> str:
        return money_text(super().get_value(instance), self.currency(instance))


class StateColumn(Column):
    """A badge; ``state_of`` gives the stable name its colour hangs on."""

    cell_template_name = "retour_backoffice/cells/state.html"

    def __init__(
        self, name: str, *, state_of: Callable[[Any], str], **kwargs: Any
    ) -> None:
        super().__init__(name, **kwargs)
        self.state_of = state_of

    def get_cell_context_data(
        self, instance: Any, parent_context: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(
            instance, parent_context
        )
        return {**context, "state": self.state_of(instance)}


class _OneByOne:
    """Rows of an export, read in parts; Wagtail reads them all before the first."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows, self.model = rows, rows.model

    def __len__(self) -> int:
        return self.rows.count()

    def __iter__(self) -> Iterator[Any]:
        return self.rows.iterator(chunk_size=_READ_AT_ONCE)


class ListingView(IndexView):
    """``export_values`` computes exported fields the model has no attribute for;
    ``sheets`` are style sheets of the page, as static files."""

    export_values: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    sheets: ClassVar[tuple[str, ...]] = ()
    show_list_buttons = False

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] += forms.Media(css={"all": list(self.sheets)})
        return context

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return _OneByOne(rows) if self.is_export else rows

    def get_list_buttons(self, instance: Any) -> list[Any]:
        buttons: list[Any] = super().get_list_buttons(instance)
        return buttons if self.show_list_buttons else []

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            name: self.export_values[name](item)
            if name in self.export_values
            else multigetattr(item, name)
            for name in self.list_export
        }

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        shown = super().preprocess_field_value(field, value, export_format)
        if (
            export_format == self.FORMAT_CSV
            and isinstance(shown, str)
            and shown.startswith(_FORMULA_STARTS)
        ):
            return f"'{shown}"
        return shown


class PageListing(ListingView):
    """Rows lead to their page, which leads on to the form."""

    def get_edit_url(self, instance: Any) -> str:
        return reverse(self.inspect_url_name, args=[instance.pk])
