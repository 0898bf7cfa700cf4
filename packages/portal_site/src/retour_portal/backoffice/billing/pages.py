"""What a brand's labels cost, by month: to read, to print and to download."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from retour_core.billing.plans import plan_of, prices_on, today
from retour_core.billing.queries import (
    MonthlyStatement,
    entries_of,
    months_of,
    statement_of,
)
from retour_core.billing.sheets import (
    free_words,
    line_words,
    statement_csv,
    statement_pdf,
)
from retour_core.domain.money import Money, format_money
from retour_portal.backoffice.screen import BrandScreen

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


class _AboutMonth(BrandScreen):
    header_icon = "list-ul"
    page_title = _("Billing")
    template_name = "retour_backoffice/billing/index.html"

    def asked_brand(self) -> str | None:
        return str(self.kwargs["brand"]) if self.kwargs else super().asked_brand()

    @cached_property
    def today(self) -> date:
        return today()

    @cached_property
    def month(self) -> str:
        """“2026-11”; the present one unless another is asked for."""
        asked = self.kwargs.get("month") or self.request.GET.get("month", "")
        if not asked:
            return f"{self.today:%Y-%m}"
        if not _MONTH.fullmatch(asked):
            raise Http404
        return str(asked)

    @cached_property
    def statement(self) -> MonthlyStatement:
        return statement_of(self.switch.chosen, self.month)


class BillingPage(_AboutMonth):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand, locale = self.switch.chosen, get_language() or "en"
        plan = plan_of(brand, self.today)
        tiers = prices_on(plan, self.today).tiers

        def money(minor: int, currency: str) -> str:
            return format_money(Money(minor, currency), locale)

        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            month=self.month,
            months=sorted({self.month, *months_of(brand)}, reverse=True),
            lines=[
                (line_words(line, currency, locale), money(line.minor, currency))
                for currency, line in self.statement.lines
            ],
            totals=[
                money(n, currency) for currency, n in self.statement.totals.items()
            ],
            free=free_words(self.statement),
            plan=plan,
            prices=[(tier.start, money(tier.minor, plan.currency)) for tier in tiers],
        )
        return context


class _Download(_AboutMonth):
    content_type = ""
    ending = ""

    def content(self) -> bytes:
        raise NotImplementedError

    def get(self, _request: HttpRequest, *_args: Any, **_kw: Any) -> HttpResponseBase:
        name = f"{self.switch.chosen.slug}-{self.month}.{self.ending}"
        return HttpResponse(
            self.content(),
            content_type=self.content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "private, no-store",
            },
        )


class StatementCsv(_Download):
    content_type, ending = "text/csv; charset=utf-8", "csv"

    def content(self) -> bytes:
        rows = entries_of(self.switch.chosen, self.month)
        return f"\ufeff{statement_csv(rows)}".encode()


class StatementPdf(_Download):
    content_type, ending = "application/pdf", "pdf"

    def content(self) -> bytes:
        return statement_pdf(self.statement, locale=get_language() or "en")
