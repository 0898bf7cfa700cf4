"""What returns cost a brand's customers: the tables, a new one, its preview."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.domain.countries import country_name
from retour_core.domain.money import format_money
from retour_core.domain.return_prices import ELSEWHERE, PriceRow, PriceTable
from retour_core.policies.return_prices import (
    end_prices,
    prices_csv,
    prices_on,
    save_prices,
    tables_of,
)
from retour_portal.backoffice.return_prices.forms import PricesForm
from retour_portal.backoffice.screen import BrandScreen


class PricesPage(BrandScreen):
    """``?as=csv`` is the table that counts today, for a spreadsheet."""

    header_icon = "list-ul"
    page_title = gettext_lazy("Return prices")
    template_name = "retour_backoffice/return_prices/index.html"
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("as") == "csv":
            return self._csv()
        return super().get(request, *args, **kwargs)

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        brand = self.switch.chosen
        if "end" in request.POST:
            ended = request.POST["end"]
            if ended.isdecimal() and end_prices(brand.pk, int(ended[:18])):
                messages.success(request, _("The table is taken away."))
            return self._back()
        form = PricesForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.refused(form=form)
        table = form.cleaned_data["table"]
        if "save" not in request.POST:
            return self.shown(form=form, preview=rows_shown(table))
        save_prices(brand.pk, table, valid_from=form.cleaned_data["valid_from"])
        messages.success(request, _("The prices are saved."))
        return self._back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tables, today = tables_of(self.switch.chosen.pk), timezone.localdate()
        begun = [one for one in tables if one.valid_from <= today]
        current = begun[0].table if begun else None
        context: dict[str, Any] = super().get_context_data(
            **{
                "form": PricesForm(
                    initial={"rows": prices_csv(current), "valid_from": today}
                ),
                "preview": None,
                "switch": self.switch,
                "tables": [
                    {
                        "pk": one.pk,
                        "valid_from": one.valid_from,
                        "counts": bool(begun) and one is begun[0],
                        "is_over": one in begun[1:],
                        "rows": rows_shown(one.table),
                    }
                    for one in tables
                ],
                **kwargs,
            }
        )
        return context

    def _back(self) -> HttpResponseBase:
        here = reverse("return-prices:index")
        return redirect(f"{here}?brand={self.switch.chosen.pk}")

    def _csv(self) -> HttpResponse:
        brand = self.switch.chosen
        prices = prices_on(brand.pk, timezone.localdate())
        text = prices_csv(prices.table if prices else None)
        name = f"{brand.slug}-return-prices.csv"
        return HttpResponse(
            f"\ufeff{text}".encode(),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "private, no-store",
            },
        )


def rows_shown(table: PriceTable) -> list[tuple[str, str, str]]:
    """Country, weight and price in words."""
    locale = get_language() or "en"
    return [
        (_country(row, locale), _weight(row), format_money(row.price, locale))
        for row in table.rows
    ]


def _country(row: PriceRow, locale: str) -> str:
    if row.country == ELSEWHERE:
        return _("every other country")
    return country_name(row.country, locale)


def _weight(row: PriceRow) -> str:
    if row.to_grams is None:
        if row.from_grams == 0:
            return _("any weight")
        return _("from %(first)d g") % {"first": row.from_grams}
    return _("%(first)d to %(last)d g") % {
        "first": row.from_grams,
        "last": row.to_grams,
    }
