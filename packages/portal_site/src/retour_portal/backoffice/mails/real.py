"""The brand's newest returns and orders, for a preview: whole for who works on returns,
without the customer for who only writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.dates import format_date
from django.db.models import QuerySet, Sum
from django.http import Http404
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from retour_core.brands.models import Brand
from retour_core.domain.money import Money, format_money
from retour_core.domain.written_dates import date_locale
from retour_core.notifications.kinds import MailKind
from retour_core.notifications.masking import (
    masked_number,
    order_without_customer,
    without_customer,
)
from retour_core.orders.models import Order
from retour_core.returns.models import Return
from retour_portal.backoffice.access import PROCESSES_RETURNS, brand_ids_with

if TYPE_CHECKING:
    from datetime import datetime

_MOST = 8
_ORDER = "order-"


@dataclass(frozen=True)
class Real:
    """``value`` is what the form sends for it."""

    value: str
    label: str


def may_see_customers(user: Any, brand: Brand) -> bool:
    return brand.pk in brand_ids_with(user, PROCESSES_RETURNS)


def newest(user: Any, brand: Brand, kind: MailKind) -> list[tuple[str, list[Real]]]:
    """In groups with their headings. Two queries at most."""
    is_whole = may_see_customers(user, brand)
    returns = [
        Real(str(ret.pk), _said_of_return(ret, is_whole=is_whole))
        for ret in _returns(brand, kind).annotate(
            units=Sum("lines__quantity"), worth=Sum("lines__refund_minor")
        )[:_MOST]
    ]
    orders = [
        Real(f"{_ORDER}{order.pk}", _said_of_order(order, is_whole=is_whole))
        for order in _orders(brand, kind).annotate(units=Sum("lines__ordered"))[:_MOST]
    ]
    groups = [(_("Newest returns"), returns), (_("Newest orders"), orders)]
    return [(heading, found) for heading, found in groups if found]


def real_one(user: Any, brand: Brand, kind: MailKind, about: str) -> Return | Order:
    """What a ``Real``'s value stands for, masked where ``user`` sees no customers;
    ``Http404`` for anything else."""
    is_whole = may_see_customers(user, brand)
    if about.startswith(_ORDER):
        order = _one(_orders(brand, kind), about.removeprefix(_ORDER))
        return order if is_whole else order_without_customer(order)
    ret = _one(_returns(brand, kind), about)
    return ret if is_whole else without_customer(ret)


def _one(rows: QuerySet[Any], pk: str) -> Any:
    found = rows.filter(pk=int(pk)).first() if _is_id(pk) else None
    if found is None:
        raise Http404
    return found


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _returns(brand: Brand, kind: MailKind) -> QuerySet[Return]:
    rows = Return.objects.for_brands([brand.pk])
    # A message is the customer's business and no placeholder of its mail.
    if not kind.about_return or kind.key == "thread_message":
        return rows.none()
    return (
        rows.submitted()
        .select_related("order", "brand", "return_address")
        .order_by("-pk")
    )


def _orders(brand: Brand, kind: MailKind) -> QuerySet[Order]:
    rows = Order.objects.for_brands([brand.pk])
    return rows.order_by("-placed_at") if kind.about_return else rows.none()


def _said_of_return(ret: Any, *, is_whole: bool) -> str:
    worth = "" if ret.is_gift else _money(ret.worth or 0, ret.order)
    if not is_whole:
        number = masked_number(ret.order.number)
        return _joined(number, ret.submitted_at, ret.units, worth, ret.locale)
    number = f"{ret.rma_number} · {ret.order.number}"
    return _joined(number, ret.submitted_at, ret.units, worth, ret.locale)


def _said_of_order(order: Any, *, is_whole: bool) -> str:
    number = order.number if is_whole else masked_number(order.number)
    worth = _money(order.total_incl_minor, order)
    return _joined(number, order.placed_at, order.units, worth, order.locale)


def _joined(
    number: str, at: datetime | None, units: int | None, worth: str, locale: str
) -> str:
    reader = get_language() or "en"
    day = localtime(at).date() if at else None
    said = [
        number,
        format_date(day, "medium", date_locale(reader)) if day else "",
        ngettext("{count} item", "{count} items", units or 0).format(count=units or 0),
        worth,
        _language(locale, reader),
    ]
    return " · ".join(part for part in said if part)


def _money(minor: int, order: Order) -> str:
    return format_money(Money(minor, order.currency), get_language() or "en")


def _language(locale: str, reader: str) -> str:
    base = locale.replace("_", "-").partition("-")[0].lower()
    names = Locale.parse(reader, sep="-").languages
    return str(names.get(base, ""))
