"""Explanations and rules as English sentences. Other languages hand in their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from retour_core.domain import predicates
from retour_core.domain.money import Money
from retour_core.domain.policies.decision import Cause
from retour_core.domain.policies.explaining import Audience, Explanation
from retour_core.domain.policies.law import REASONS
from retour_core.domain.predicates import PATTERNS, Condition

FACT_NAMES: Mapping[str, str] = {
    "request_kind": "Kind of request",
    "country": "Consumer's country",
    "shop": "Shop",
    "brand": "Brand",
    "sales_channel": "Sales channel",
    "order_number": "Order number",
    "order_tag": "Order tag",
    "order_day": "Day of the order",
    "order_total": "Order total",
    "currency": "Currency",
    "return_count": "Customer's returns in 12 months",
    "sku": "SKU",
    "product_brand": "Product brand",
    "category": "Category",
    "item_tag": "Item tag",
    "unit_price": "Unit price paid",
    "list_price": "List price",
    "discount_percent": "Discount in percent",
    "weight_grams": "Weight in grams",
    "days_since_anchor": "Days since delivery",
    "reason": "Reason",
    "our_fault": "Our fault",
    "quantity": "Quantity",
    "shipped": "Shipped",
    "exemption": "Exempt from withdrawal under letter",
}

# ``str.format`` texts by code. A code that only agents are told has none here.
FOR_CUSTOMERS: Mapping[str, str] = {
    "not_returnable_by_rule": "This item can't be returned: {reason}",
    "not_returnable_by_staff": "This item can't be returned: {reason}",
    "window_closed": "The time to return this item ended on {last_day}.",
    "window_unlimited": "You can return this item at any time.",
    "window_days": "Days to return this item: {days}.",
    "window_not_begun": "The time to return this item starts when it arrives.",
    "window_until": "You can return this item until {last_day}.",
    "late_reviewed": (
        "The time for this item ended on {last_day}; we look at your request all the "
        "same."
    ),
    "keep_item": "You can keep this item: there is nothing to send back.",
    "needs_approval": "We look at your request before you send this item.",
    "photo_required": "Add a photo of this item.",
    "answers_required": "Answer our questions about this item.",
    "fee_waived": "Sending this item back is free: the fault is ours.",
    "fee_free": "Sending this item back is free.",
    "fee_own_cost": "You pay for sending this item back.",
    "fee_none": "Sending this item back is free.",
    "fee_fixed_return": "Sending it back costs {amount} for the whole return.",
    "fee_fixed_item": "Sending it back costs {amount} for each unit.",
    "fee_percent_return": "Sending it back costs {percent}% of what comes back.",
    "fee_percent_item": "Sending it back costs {percent}% of its price.",
    "restocking": "We keep {percent}% of its price for restocking.",
    "methods": "Ways to send it back: {methods}.",
    "resolutions": "What you can choose: {resolutions}.",
    "message": "{text}",
    "travels_apart": "These items go back separately: make a return for each of them.",
    "return_needs_approval": "We look at this return before you send anything.",
    "return_fee_none": "This return is free.",
    "return_fee_fixed_return": "This return costs {amount}.",
    "return_fee_percent_return": "This return costs {percent}% of what comes back.",
}
FOR_AGENTS: Mapping[str, str] = {
    **FOR_CUSTOMERS,
    "window_closed": "Not returnable: the last day was {last_day}.",
    "window_unlimited": "Returnable without a time limit.",
    "window_days": "Days to return it: {days}.",
    "window_not_begun": "The window has not begun: it has not arrived.",
    "window_until": "Returnable until {last_day}.",
    "late_reviewed": "Late: the last day was {last_day}. An agent decides.",
    "late_accepted": "Late: the last day was {last_day}. Accepted and flagged.",
    "keep_item": "The customer keeps the item.",
    "needs_approval": "An agent has to approve it.",
    "approved_automatically": "Approved without an agent.",
    "photo_required": "The customer has to add a photo.",
    "answers_required": "The customer has to answer: {questions}.",
    "fee_waived": "No fee: the reason is our fault.",
    "fee_free": "We pay for sending it back.",
    "fee_own_cost": "The customer pays for sending it back.",
    "fee_none": "No fee: none is set in the order's currency.",
    "fee_fixed_return": "The customer pays {amount} for the whole return.",
    "fee_fixed_item": "The customer pays {amount} for each unit.",
    "fee_percent_return": "The customer pays {percent}% of what comes back.",
    "fee_percent_item": "The customer pays {percent}% of its price.",
    "restocking": "A restocking fee of {percent}% is kept.",
    "methods": "Ways offered: {methods}.",
    "resolutions": "Resolutions offered: {resolutions}.",
    "return_address": "Goes to return address {address}.",
    "carrier": "The carrier account {carrier} is asked first.",
    "message": "The customer reads: {text}",
    "returnable_by_rule": "No later rule can refuse it.",
    "overridden": "{actor} decided “{outcome}” by hand: {note}",
    "seems_exempt": (
        "Apparently exempt from withdrawal (CRD art. 16({letter})): recorded and "
        "flagged, decide with a reason."
    ),
    "fee_currency_missing": "The fee has no amount in {currency}: nothing is charged.",
    "travels_apart": "These items can't travel together.",
    "return_needs_approval": "An agent has to approve this return.",
    "return_fee_fixed_return": "The customer pays {amount} for this return.",
    "return_fee_percent_return": "The customer pays {percent}% for this return.",
    **{
        code: f"“{{outcome}}” of the rule “{{rule}}” has no effect. {text}"
        for code, text in REASONS.items()
    },
}
SENTENCES: Mapping[Audience, Mapping[str, str]] = {
    Audience.CUSTOMER: FOR_CUSTOMERS,
    Audience.AGENT: FOR_AGENTS,
}
# What an agent is told after the sentence; colleagues are told of by "overridden".
CAUSES: Mapping[Cause, str] = {
    Cause.RULE: "(Rule “{name}”.)",
}


def show(name: str, value: Any) -> str:  # noqa: ARG001
    """A parameter in plain English; the edge knows better by its name."""
    if isinstance(value, Money):
        return f"{value.to_string()} {value.currency}"
    if isinstance(value, tuple):
        return ", ".join(str(part).replace("_", " ") for part in value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def render(
    explanation: Explanation,
    audience: Audience,
    *,
    sentences: Mapping[Audience, Mapping[str, str]] = SENTENCES,
    causes: Mapping[Cause, str] = CAUSES,
    show: Callable[[str, Any], str] = show,
) -> str:
    """One sentence; an agent also reads which rule it comes from.

    ``show`` turns a parameter, told by its name, into text.
    """
    params = {name: show(name, value) for name, value in explanation.params.items()}
    text = str(sentences[audience][explanation.code]).format(**params)
    because = explanation.because
    if audience is Audience.CUSTOMER or because is None or "rule" in params:
        return text
    if (cause := causes.get(because.cause)) is None:
        return text
    return f"{text} {str(cause).format(name=because.name)}"


def describe(
    condition: Condition,
    *,
    facts: Mapping[str, str] = FACT_NAMES,
    patterns: Mapping[str, str] = PATTERNS,
    name_of: Callable[[Condition, str], str] = lambda condition, value: (
        f"{value} {condition.currency}".strip()
    ),
) -> str:
    """“Consumer's country is one of DE, AT”, as ``shipping_rules.describe``."""
    return predicates.describe(
        condition, facts, patterns, lambda value: name_of(condition, value)
    )
