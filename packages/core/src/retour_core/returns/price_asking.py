"""Asking the carrier what a draft's way back costs, before its customer is told."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from retour_core.brands.models import ReturnAddress
from retour_core.carriers.base import LabelRequest
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.queries import accounts_for
from retour_core.carriers.quoting import Quoted, WhyNot, quoted
from retour_core.domain.carrier_choice import Parcel
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState
from retour_core.labels.requesting import item_of, recipient_of
from retour_core.policies.deciding import Decided
from retour_core.returns.carrier_price import (
    price_about,
    travelling,
    wants_carrier_price,
)
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.refusals import NoReturnAddress
from retour_core.returns.terms import address_of

_HELD = timedelta(hours=1)
# Without a price: a later page may ask again.
_RETRIED = timedelta(minutes=2)


def ask_price(
    ret: Return, lines: Sequence[ReturnLine], asked: Decided, *, now: datetime
) -> None:
    """Have the carrier's price on the draft, where its policy wants one.

    May ask the carrier, for two seconds at most: never to be called inside a
    transaction. No query where there is nothing to ask, else the address's, the
    accounts' and one to write.
    """
    told = told_price(ret, lines, asked, now=now)
    if told is not None and told != ret.asked_price:
        ret.asked_price = told
        drafts = Return.objects.filter(pk=ret.pk, state=ReturnState.DRAFT)
        drafts.update(asked_price=told)


def told_price(
    ret: Return, lines: Sequence[ReturnLine], asked: Decided, *, now: datetime
) -> dict[str, Any] | None:
    """The same for a draft that need not be saved: what is to be kept with it, for an
    hour what it has. ``None`` where its policy wants no price, or there is no address.
    """
    if not wants_carrier_price(ret, lines, asked):
        return None
    about = price_about(ret, lines, asked.decision)
    if _is_fresh(ret.asked_price, about, now):
        return ret.asked_price
    return _told(ret, lines, asked, about, now)


def _is_fresh(told: Any, about: dict[str, Any], now: datetime) -> bool:
    if told is None or told["about"] != about:
        return False
    held = _HELD if told["cost"] else _RETRIED
    return now < datetime.fromisoformat(told["at"]) + held


def _told(
    ret: Return,
    lines: Sequence[ReturnLine],
    asked: Decided,
    about: dict[str, Any],
    now: datetime,
) -> dict[str, Any] | None:
    try:
        address = address_of(ret, asked.decision)
    except NoReturnAddress:
        return None
    parcel = Parcel(
        country=about["country"], method=about["method"], weight_grams=about["grams"]
    )
    # Whoever would be asked for the label first, and nobody else.
    preferred = asked.decision.whole.carrier
    offers = accounts_for(ret.brand_id, parcel, preferred=preferred)
    account = next(iter(offers), None)
    answer = Quoted(why_not=WhyNot.TELLS_NONE)
    if account is not None:
        sent = travelling(lines, asked.decision)
        answer = quoted(account, _request(ret, sent, address, about))
    return _written(about, account, answer, now)


def _request(
    ret: Return,
    lines: Sequence[ReturnLine],
    address: ReturnAddress,
    about: dict[str, Any],
) -> LabelRequest:
    return LabelRequest(
        # No label's: what is made to tell a price is never bought.
        reference=f"price-{secrets.token_hex(8)}",
        serial=0,
        order_number=ret.order.number,
        rma_number=ret.rma_number,
        sender=ret.sender,
        recipient=recipient_of(address),
        email=ret.email,
        weight_grams=about["grams"],
        method=ReturnMethod(about["method"]),
        items=tuple(item_of(line, ret.order.currency) for line in lines),
    )


def _written(
    about: dict[str, Any],
    account: CarrierAccount | None,
    answer: Quoted,
    now: datetime,
) -> dict[str, Any]:
    cost = answer.cost
    return {
        "about": about,
        "account": account.name if account else "",
        "cost": [cost.minor, cost.currency] if cost else None,
        "why_not": answer.why_not.value if answer.why_not else "",
        "at": now.isoformat(),
    }
