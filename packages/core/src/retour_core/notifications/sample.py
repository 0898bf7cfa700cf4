"""A mail about a return or withdrawal that never was; its items and sums may be those
of a real order."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.domain.money import Money, format_money
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.kinds import examples_of
from retour_core.notifications.own import (
    OwnText,
    own_context,
    own_subject,
    preheader_of,
)
from retour_core.notifications.standard import standard_subject
from retour_core.notifications.values import (
    next_step,
    pay_until,
    please_by,
    said_of_way,
)

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_core.notifications.kinds import MailKind
    from retour_core.orders.models import Order

_MOST_LINES = 20


def render_sample(
    brand: Brand,
    kind: MailKind,
    own: OwnText | None,
    *,
    language: str,
    key: str,
    order: Order | None = None,
) -> EmailMultiAlternatives:
    """To nobody: the caller says to whom. ``language`` is that of the standard text.

    ``order`` is a real one, whose return it would be.
    """
    locale = own.language if own else language
    with translation.override(locale):
        values = sample_values(brand, kind, order, locale=locale)
        context = _context(brand, kind, values)
        if order is not None:
            context |= _context_of_order(order, kind, locale)
        if own is not None:
            context |= own_context(kind, own, values, link=context["tracking_url"])
            context["preheader"] = preheader_of(context["own_blocks"])
            subject = own_subject(own, values)
        else:
            subject = standard_subject(kind.key).format(**values)
    return render(
        BrandMail(
            brand=brand,
            to="",
            subject=subject,
            template=kind.key,
            locale=locale,
            key=key,
            context=context,
            is_own=own is not None,
        )
    )


def sample_values(
    brand: Brand, kind: MailKind, order: Order | None = None, *, locale: str = "en"
) -> dict[str, str]:
    """By placeholder; of ``order`` where one is given, numbers after ``locale``."""
    values = examples_of(kind.placeholders) | {"brand": one_line(brand.name)}
    if "link" in values:
        values["link"] = f"{brand.portal_url}/r/sample"
    if "next_step" in values:
        values["next_step"] = next_step(has_label=True)
    if order is not None:
        of_order = {
            "name": order.customer_name or values.get("name", ""),
            "order": order.number,
            "amount": _total(order, locale),
        }
        values |= {name: of_order[name] for name in of_order.keys() & values.keys()}
    return values


def _total(order: Order, locale: str) -> str:
    return format_money(Money(order.total_incl_minor, order.currency), locale)


def _context_of_order(order: Order, kind: MailKind, locale: str) -> dict[str, Any]:
    """As if all of it came back."""
    money = _total(order, locale)
    found: dict[str, Any] = {"amount": money, **said_of_way("", money=money)}
    if kind.about_return:
        lines = order.lines.order_by("position")[:_MOST_LINES]
        found["order"] = order
        found["lines"] = [
            SimpleNamespace(quantity=line.ordered, order_line=line) for line in lines
        ]
    return found


def _context(brand: Brand, kind: MailKind, values: dict[str, str]) -> dict[str, Any]:
    item = SimpleNamespace(title=_("Rain jacket"), variant="M")
    found: dict[str, Any] = {
        "amount": "€59.90",
        "gives_money": True,
        "only_money": True,
        "less_because": "",
        "has_label": True,
        "please_by": please_by(values.get("deadline", "")),
        "fee": values.get("fee", ""),
        "pay_until": pay_until(values.get("deadline", "")),
        "message": SimpleNamespace(
            is_question=True, text=_("Could you send us a photo of the seam?")
        ),
        "unsubscribe_url": (
            f"{brand.portal_url}/unsubscribe/sample" if kind.may_unsubscribe else ""
        ),
        "withdrawal": SimpleNamespace(decision_reason=_("The time is over.")),
        "facts": [
            SimpleNamespace(caption=_("Name"), values=["Anna Berg"]),
            SimpleNamespace(caption=_("Order"), values=["100234"]),
        ],
        "seal": "4f7k…2m9q",
        "url": f"{brand.portal_url}/w/sample",
        "day": values.get("deadline", ""),
        **said_of_way("", money="€59.90", day=values.get("deadline", "")),
    }
    if kind.about_return:
        found |= {
            "lines": [SimpleNamespace(quantity=1, order_line=item)],
            "order": SimpleNamespace(number=values["order"]),
            "ret": SimpleNamespace(
                rma_number=values["rma"], rejection_reason=values.get("reason", "")
            ),
        }
    elif kind.key == "order_links":
        order = SimpleNamespace(number="100234", placed_at=date(2026, 6, 1))
        found |= {"orders": [order], "hours": 24}
        values = {"link": f"{brand.portal_url}/o/sample"}
    return {**found, "tracking_url": values.get("link", "")}
