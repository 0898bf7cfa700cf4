"""What the placeholders of a mail about a return stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _

from retour_core.brands.hours import hours_rows
from retour_core.brands.models import ReturnAddress
from retour_core.brands.queries import stores_of_brand
from retour_core.counter.queries import hand_in_by, is_to_be_brought
from retour_core.domain.money import Money, format_money
from retour_core.domain.written_dates import date_locale
from retour_core.notifications.handover import handover_of
from retour_core.returns.estimating import expected_refund
from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return
from retour_core.returns.parts import Settled, has_failed, latest_parts
from retour_core.returns.refund_models import Refund


def context_of(ret: Return, template: str, locale: str) -> dict[str, Any]:
    """For the templates. In the active language, numbers after ``locale``."""
    order = ret.order
    lines = list(ret.lines.select_related("order_line").order_by("pk"))
    parts = latest_parts(ret)
    refund, credit = parts.refund, parts.credit
    if refund is not None and has_failed(refund):
        refund = None
    amount = refund.amount_minor if refund else expected_refund(ret, lines)
    money = (
        _("store credit")
        if ret.is_gift  # whatever a brand's own text says of it
        else format_money(Money(amount, order.currency), locale)
    )
    in_goods = bool(credit or parts.replacements)
    gives_nothing = refund is not None and not refund.amount_minor and not in_goods
    return {
        "ret": ret,
        "order": order,
        "lines": lines,
        "template": template,
        "tracking_url": tracking_url(ret),
        "is_gift": ret.is_gift,
        "tells_amount": amount > 0 and not ret.is_gift,
        "amount": money,
        "fee": format_money(Money(ret.label_fee_minor or 0, order.currency), locale),
        "gives_money": not ret.is_gift and _gives_money(parts, refund),
        "only_money": not (credit or parts.replacements or gives_nothing),
        "gives_nothing": gives_nothing,
        "less_because": refund.reason if refund and not ret.is_gift else "",
        "credit": credit,
        "credit_amount": format_money(
            Money(credit.worth_minor if credit else 0, order.currency), locale
        ),
        "sent": parts.replacements,
        "counter": counter_facts(ret, locale),
        **said_of_way(ret.method, money=money),
    }


def _gives_money(parts: Settled, refund: Refund | None) -> bool:
    """One that nothing was decided of gives what is expected."""
    return refund.amount_minor > 0 if refund else not list(parts)


def said_of_way(method: str, *, money: str = "", day: str = "") -> dict[str, Any]:
    """What templates say of the way back; ``method`` is a return's, or empty."""
    words = handover_of(method)
    return {
        "handover": words,
        "ready_money": words.ready_money % {"amount": money},
        "send_back": words.withdrawal % {"day": day},
    }


def values_of(context: dict[str, Any], *, brand: str, deadline: str) -> dict[str, str]:
    """By the names of ``kinds``, from what ``context_of`` found."""
    ret = context["ret"]
    return {
        "name": str(ret.sender.get("name", "")),
        "brand": brand,
        "rma": ret.rma_number,
        "order": context["order"].number,
        "link": context["tracking_url"],
        "amount": context["amount"],
        "fee": context["fee"],
        "next_step": next_step(
            has_label=context["has_label"], counter=context["counter"]
        ),
        "reason": ret.rejection_reason,
        "deadline": deadline,
    }


@dataclass(frozen=True)
class StoreFacts:
    """``hours`` is one line, empty where nobody told them."""

    name: str
    address: str
    hours: str


@dataclass(frozen=True)
class CounterFacts:
    """What a mail says about handing in at a store; ``until`` may be empty."""

    step: str
    until: str
    stores: Sequence[StoreFacts]


def counter_facts(ret: Return, locale: str) -> CounterFacts | None:
    """None unless the items are to be brought to a store now; then two queries, else
    none."""
    if not is_to_be_brought(ret):
        return None
    by = hand_in_by(ret)
    step = _(
        "Bring the items to a store and show the code {code} at the counter. You need "
        "no parcel and no label."
    ).format(code=ret.rma_number)
    until = ""
    if by is not None:
        until = _("You can hand them in until {day}.").format(
            day=written_day(by, locale)
        )
    stores = stores_of_brand(ret.brand)
    return CounterFacts(step, until, [_store_facts(one, locale) for one in stores])


def _store_facts(store: ReturnAddress, locale: str) -> StoreFacts:
    rows = hours_rows(store.week, locale)
    hours = "; ".join(f"{row.days} {row.hours}" for row in rows)
    return StoreFacts(store.label, _one_line(store), hours)


def _one_line(address: ReturnAddress) -> str:
    town = f"{address.postal_code} {address.city}".strip()
    return ", ".join(part for part in (address.street, address.street2, town) if part)


def next_step(*, has_label: bool, counter: CounterFacts | None = None) -> str:
    if counter is not None:
        return f"{counter.step} {counter.until}".strip()
    if has_label:
        return _(
            "The label is attached. Print it, stick it on the parcel and hand it in at "
            "a drop-off point. No printer? Open your return on your phone."
        )
    return _(
        "Your return is registered. You will find what to do next on the page below."
    )


def please_by(deadline: str) -> str:
    """The reminder's sentence."""
    return _("Your return is waiting for you. Please hand it in by {deadline}.").format(
        deadline=deadline
    )


def pay_until(deadline: str) -> str:
    """Of a fee that is due."""
    return _("You can pay until {deadline}; after that the return ends.").format(
        deadline=deadline
    )


def written_day(day: date | None, locale: str) -> str:
    if day is None:
        return ""
    return format_date(day, "long", date_locale(locale))
