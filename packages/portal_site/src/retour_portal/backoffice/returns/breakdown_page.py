"""The whole breakdown of one return on a page of its own, to print and to download."""

from __future__ import annotations

import csv
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from retour_core.domain.money import Money
from retour_core.domain.refunds import Row, Share
from retour_core.imports.formulas import defused
from retour_core.returns.models import Return
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.returns.breakdown import (
    Reckoned,
    caption_of,
    reckoned,
    share_caption,
    shown,
)

_HEADINGS = (
    "section",
    "what",
    "item",
    "units",
    "resolution",
    "tax_rate",
    "excl_tax",
    "tax",
    "incl_tax",
    "only_noted",
    "currency",
)


class _BreakdownView(ObjectPage):
    def get_rows(self) -> QuerySet[Return]:
        return (
            Return.objects.submitted()
            .select_related("brand", "order__shop", "order__brand")
            .prefetch_related("lines__order_line")
        )

    def found(self) -> Reckoned:
        """404 while nothing is computed yet."""
        found = reckoned(self.object)
        if found is None:
            raise Http404
        return found


class BreakdownPage(_BreakdownView):
    template_name = "retour_backoffice/returns/breakdown_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found()
        return super().get_context_data(
            **kwargs, breakdown=shown(found), is_decided=found.is_decided
        )


class BreakdownCsv(_BreakdownView):
    """One line for each cent's row, then the sums by item, rate and payout.

    Amounts are plain decimals with a point, so that every spreadsheet adds them up.
    """

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        ret: Return = self.object
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"{ret.rma_number}-breakdown.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        response.write("\ufeff")
        writer = csv.writer(response)
        writer.writerow(_HEADINGS)
        for row in csv_rows(self.found()):
            section, what, item, *others = row
            writer.writerow([section, defused(what), defused(item), *others])
        return response


def csv_rows(found: Reckoned) -> list[list[str]]:
    """In the sequence of ``_HEADINGS``, without it."""
    computed = found.breakdown
    currency = computed.currency

    def money(minor: int) -> str:
        return Money(minor, currency).to_string()

    def amounts(excl: int, tax: int, incl: int, noted: int = 0) -> list[str]:
        noted_text = money(noted) if noted else ""
        return [money(excl), money(tax), money(incl), noted_text, currency]

    rows = [
        [
            "row",
            caption_of(row),
            found.titles.get(row.line, row.line),
            str(len(row.units)) if row.units else "",
            _resolution(found, row),
            _rate(row.rate),
            *amounts(row.excl_minor, row.tax_minor, row.incl_minor, row.noted_minor),
        ]
        for row in computed.rows
    ]
    rows += [
        [
            "item",
            "",
            found.titles.get(item.line, item.line),
            str(len(item.units)),
            str(item.resolution),
            "",
            *amounts(item.excl_minor, item.tax_minor, item.incl_minor),
        ]
        for item in computed.items
    ]
    rows += [
        [
            "rate",
            "",
            "",
            "",
            "",
            _rate(rate.rate),
            *amounts(rate.excl_minor, rate.tax_minor, rate.incl_minor),
        ]
        for rate in computed.rates
    ]
    rows += [_payout(share, money(share.minor), currency) for share in found.payouts]
    total = computed.total_minor
    tax = sum(rate.tax_minor for rate in computed.rates)
    rows.append(["total", "", "", "", "", "", *amounts(total - tax, tax, total)])
    return rows


def _payout(share: Share, amount: str, currency: str) -> list[str]:
    where = share_caption(share)
    return [
        *("payout", where, share.reference, "", "", "", "", "", amount, ""),
        currency,
    ]


def _resolution(found: Reckoned, row: Row) -> str:
    if row.item is None:
        return ""
    return str(found.breakdown.items[row.item].resolution)


def _rate(rate: object) -> str:
    return "" if rate is None else f"{rate:f}"
