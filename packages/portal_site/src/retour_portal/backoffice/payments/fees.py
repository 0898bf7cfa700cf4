"""What a brand's customers paid for labels, entry by entry: to read and to download."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from retour_core.domain.money import Money
from retour_core.imports.formulas import defused
from retour_core.payments.models import FeeEntry, FeeEntryKind
from retour_core.payments.queries import entries_of, fee_totals, latest_entries
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.screen import BrandScreen

_MOST = 100
_COLUMNS = [
    *("at", "rma_number", "kind", "amount", "currency", "payment", "is_live"),
    *("paid_on", "by", "note"),
]


class FeesPage(BrandScreen):
    header_icon = "list-ul"
    page_title = _("Return fees")
    template_name = "retour_backoffice/payments/fees.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        entries = latest_entries(brand.pk, _MOST)
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            rows=[
                (entry, money_text(entry.amount_minor, entry.currency))
                for entry in entries
            ],
            most=_MOST if len(entries) == _MOST else 0,
            totals=_totals(brand.pk),
        )
        return context


class FeesCsv(BrandScreen):
    """Every entry there is, oldest first; amounts are decimal."""

    def asked_brand(self) -> str | None:
        return str(self.kwargs["brand"])

    def get(self, _request: HttpRequest, *_args: Any, **_kw: Any) -> HttpResponseBase:
        brand = self.switch.chosen
        return HttpResponse(
            f"\ufeff{_written(entries_of(brand.pk))}".encode(),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{brand.slug}-fees.csv"',
                "Cache-Control": "private, no-store",
            },
        )


def _totals(brand_id: int) -> list[tuple[str, list[tuple[str, str]], str]]:
    """By currency: each kind with its sum, and what is held for customers."""
    sums: dict[str, dict[str, int]] = {}
    for currency, kind, minor in fee_totals(brand_id):
        sums.setdefault(currency, {})[kind] = minor
    return [
        (
            currency,
            [
                (str(FeeEntryKind(kind).label), money_text(minor, currency))
                for kind, minor in own.items()
            ],
            money_text(sum(own.values()), currency),
        )
        for currency, own in sums.items()
    ]


def _written(entries: Iterator[FeeEntry]) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for entry in entries:
        amount = Money(entry.amount_minor, entry.currency).to_string()
        writer.writerow(
            [
                localtime(entry.at).isoformat(timespec="seconds"),
                entry.payment.parent.rma_number,
                entry.kind,
                amount,
                entry.currency,
                entry.payment.provider_id,
                "yes" if entry.is_live else "no",
                entry.paid_on.isoformat() if entry.paid_on else "",
                defused(entry.actor_name),
                defused(entry.note),
            ]
        )
    return out.getvalue()
