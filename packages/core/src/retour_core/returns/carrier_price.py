"""What the carrier was asked for a draft's way back, and what its customer pays by it.

What was last shown is what counts on submitting, whatever the carrier asks by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retour_core.carriers.quoting import weight_class
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money
from retour_core.domain.policies import Decision, PriceSource, RequestKind
from retour_core.domain.return_prices import asks_table, with_markup
from retour_core.policies.deciding import Decided
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.weights import grams_of


def carrier_price(
    ret: Return, lines: Sequence[ReturnLine], asked: Decided
) -> Money | None:
    """By what the carrier was last asked for this draft, with the policy's markup.

    ``None`` where that is not the policy's wish, something else is sent by now, or
    there is no such price in the order's currency. No query.
    """
    told = ret.asked_price
    if told is None or not wants_carrier_price(ret, lines, asked):
        return None
    if told["about"] != price_about(ret, lines, asked.decision) or not told["cost"]:
        return None
    cost = Money(*told["cost"])
    if cost.currency != asked.decision.currency:
        return None
    return with_markup(cost, asked.policy.price_markup)


def wants_carrier_price(
    ret: Return, lines: Sequence[ReturnLine], asked: Decided
) -> bool:
    if asked.policy.price_source is not PriceSource.CARRIER:
        return False
    # A reason may make it free, and no price is shown before there is one.
    needs_reason = ret.kind != RequestKind.WITHDRAWAL
    if needs_reason and any(not line.reason for line in lines):
        return False
    return asks_table(asked.decision, ret.method)


def price_about(
    ret: Return, lines: Sequence[ReturnLine], decision: Decision
) -> dict[str, Any]:
    """All that the price depends on: as long as it is the same, so is the price.

    ``grams`` are those of the weight class of all that travels, whatever the number
    of parcels.
    """
    offered = (ret.method, *decision.whole.methods, ReturnMethod.DROP_OFF_POINT)
    return {
        "country": str(ret.sender.get("country", "")),
        "method": str(next(one for one in offered if one)),
        "grams": weight_class(grams_of(travelling(lines, decision))),
        "addresses": list(decision.whole.return_addresses),
        "carrier": decision.whole.carrier,
    }


def travelling(lines: Sequence[ReturnLine], decision: Decision) -> list[ReturnLine]:
    return [ln for ln in lines if decision.item(ln.order_line.external_id).travels]
