"""The model withdrawal form (CRD Annex I(B)), for whoever prefers paper or a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from retour_core.accounts.queries import account_zone
from retour_core.domain.withdrawal import (
    FormData,
    Statement,
    form_language,
    model_form,
)
from retour_core.domain.written_dates import date_locale
from retour_core.orders.models import Order
from retour_core.withdrawals.drafts import statement_of
from retour_core.withdrawals.models import WithdrawalDraft
from retour_portal.flow.access import brand_of
from retour_portal.flow.presentation import language, reader_locale
from retour_portal.flow.withdrawal.access import draft_page, open_page
from retour_portal.flow.withdrawal.known import known_order
from retour_portal.flow.withdrawal.presentation import line_text, merchant_lines
from retour_portal.flow.withdrawal.queries import lines_of

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

# Written on: the others are headings.
_ENTRIES = ("to", "goods", "ordered", "name", "address", "signature", "date")


@open_page("GET", "HEAD")
def form_page(request: HttpRequest) -> HttpResponse:
    brand = brand_of(request)
    known = known_order(request, brand)
    name = known.order.customer_name if known.order and known.is_vouched else ""
    return _page(request, brand, known.order, _ordered(known.order), name=name)


@draft_page
def draft_form(request: HttpRequest, draft: WithdrawalDraft) -> HttpResponse:
    statement = statement_of(draft)
    goods = _stated(statement) if statement.is_partial else _ordered(draft.order)
    if draft.order is None:
        goods = [statement.contract, *goods]
    return _page(request, draft.brand, draft.order, goods, name=statement.name)


def _page(
    request: HttpRequest,
    brand: Brand,
    order: Order | None,
    goods: list[str],
    *,
    name: str,
) -> HttpResponse:
    data = FormData(
        merchant=merchant_lines(brand),
        goods=[order.number, *goods] if order else goods,
        ordered_on=_placed_on(order) if order else "",
        name=name,
    )
    lines = {line.id: line for line in model_form(language(), data)}
    tongue = form_language(language())
    context = {
        "title": lines["title"].text,
        "instruction": lines["instruction"].text,
        "entries": [lines[entry] for entry in _ENTRIES],
        "footnote": lines["footnote"].text,
        "form_language": tongue if tongue != language() else "",
    }
    return render(request, "retour/flow/withdrawal/model_form.html", context)


def _ordered(order: Order | None) -> list[str]:
    return [f"{line.ordered} × {line.title}" for line in lines_of(order)]


def _stated(statement: Statement) -> list[str]:
    return [line_text(line) for line in statement.lines]


def _placed_on(order: Order) -> str:
    day = order.placed_at.astimezone(ZoneInfo(account_zone())).date()
    return format_date(day, "long", locale=date_locale(reader_locale(order)))
