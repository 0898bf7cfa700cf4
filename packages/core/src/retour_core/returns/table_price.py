"""What sending a draft back costs: by the carrier, or by the brand's table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from retour_core.accounts.queries import account_zone
from retour_core.domain.money import Money
from retour_core.domain.policies import Decision, PriceSource
from retour_core.domain.return_prices import asks_table, with_price
from retour_core.policies.deciding import Decided
from retour_core.policies.return_prices import prices_on
from retour_core.returns.carrier_price import carrier_price
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.weights import grams_of


def priced(
    ret: Return, lines: Sequence[ReturnLine], asked: Decided, *, now: datetime
) -> Decision:
    """The decision with what the carrier asked (``returns.carrier_price``), or else
    the table says; as it is where neither has a say.

    A way back without a label of ours costs what the policy says. Two queries, none
    where the customer does not pay.
    """
    decision = asked.decision
    if asked.policy.price_source is PriceSource.FIXED:
        return decision
    price = carrier_price(ret, lines, asked)
    if price is None:
        price = table_price(ret, lines, decision, ret.method, now=now)
    return decision if price is None else with_price(decision, price)


def table_price(
    ret: Return,
    lines: Sequence[ReturnLine],
    decision: Decision,
    method: str,
    *,
    now: datetime,
) -> Money | None:
    """The table's price of that way back ("" is not chosen yet), if it has one."""
    if not asks_table(decision, method):
        return None
    prices = prices_on(ret.brand_id, now.astimezone(ZoneInfo(account_zone())).date())
    if prices is None:
        return None
    travelling = [
        line for line in lines if decision.item(line.order_line.external_id).travels
    ]
    country = str(ret.sender.get("country", ""))
    return prices.table.price_of(country, grams_of(travelling), decision.currency)
