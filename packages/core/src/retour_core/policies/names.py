"""The domain's names of facts, outcomes and the law's reasons, for gettext."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from retour_core.domain.policies import Cause

REASONS: Mapping[str, str] = {
    "withdrawal_not_refused": gettext_noop(
        "A withdrawal is a right: no rule can refuse it."
    ),
    "withdrawal_not_gated": gettext_noop(
        "A withdrawal takes effect when it is declared: nobody has to approve it."
    ),
    "withdrawal_not_paid_first": gettext_noop(
        "A withdrawal waits for no payment: its cost is kept back from the refund, or "
        "the consumer sends the goods at their own cost."
    ),
    "withdrawal_without_proof": gettext_noop(
        "A withdrawal asks for nothing but name, order and e-mail: no photo, no answer."
    ),
    "withdrawal_without_restocking": gettext_noop(
        "A withdrawal costs no restocking fee (CRD art. 9 and 14)."
    ),
    "withdrawal_without_charge": gettext_noop(
        "No rule can charge for a withdrawal; the cost of sending back belongs in"
        " the withdrawal policy."
    ),
    "withdrawal_cost_not_told": gettext_noop(
        "The consumer bears the cost of sending back only if told so before "
        "buying: confirm that you inform of it, or pay it yourself (CRD art. "
        "14(1))."
    ),
    "withdrawal_direct_cost_only": gettext_noop(
        "Of a withdrawal the consumer bears the direct cost of sending back, no "
        "more: set one fixed amount per return."
    ),
    "withdrawal_without_markup": gettext_noop(
        "Of a withdrawal the consumer bears what the carrier charges, no more: add "
        "nothing to it (CRD art. 14(1))."
    ),
    "withdrawal_label_too_short": gettext_noop(
        "Consumers have 14 days from their withdrawal to send the goods: let its "
        "label be valid for as long at least (CRD art. 14(1))."
    ),
    "withdrawal_refunds_money": gettext_noop(
        "A withdrawal is paid back as it was paid: offer the refund as well."
    ),
    "withdrawal_can_be_sent": gettext_noop(
        "The consumer may send the goods back: offer a way besides the store."
    ),
    "withdrawal_window_too_short": gettext_noop(
        "Consumers there have {days} days to withdraw: no fewer (CRD art. 9)."
    ),
    "withdrawal_from_receipt": gettext_noop(
        "The days to withdraw begin with the delivery: put it first (CRD art. 9(2))."
    ),
    "withdrawal_rolls_over": gettext_noop(
        "A last day on a weekend or public holiday moves on to the next working "
        "day (Regulation 1182/71 art. 3(4))."
    ),
    "withdrawal_late_accepted": gettext_noop(
        "A late withdrawal is recorded and flagged, never refused by a machine."
    ),
    "withdrawal_not_inspected_first": gettext_noop(
        "A withdrawal is paid back once the goods, or the proof that they were "
        "sent, have come: not after inspection (CRD art. 13(3))."
    ),
    "withdrawal_paid_in_time": gettext_noop(
        "A withdrawal is paid back within 14 days of being told of it, or once the "
        "goods or the proof that they were sent have come (CRD art. 13)."
    ),
    "claim_is_free": gettext_noop(
        "Putting right what is faulty or wrong costs the customer nothing "
        "(Directive (EU) 2019/771 art. 14)."
    ),
}
FACT_NAMES: Mapping[str, str] = {
    "request_kind": gettext_noop("Kind of request"),
    "country": gettext_noop("Consumer's country"),
    "shop": gettext_noop("Shop"),
    "brand": gettext_noop("Brand"),
    "sales_channel": gettext_noop("Sales channel"),
    "order_number": gettext_noop("Order number"),
    "order_tag": gettext_noop("Order tag"),
    "order_day": gettext_noop("Day of the order"),
    "order_total": gettext_noop("Order total"),
    "currency": gettext_noop("Currency"),
    "return_count": gettext_noop("Customer's returns in 12 months"),
    "sku": gettext_noop("SKU"),
    "product_brand": gettext_noop("Product brand"),
    "category": gettext_noop("Category"),
    "item_tag": gettext_noop("Item tag"),
    "unit_price": gettext_noop("Unit price paid"),
    "list_price": gettext_noop("List price"),
    "discount_percent": gettext_noop("Discount in percent"),
    "weight_grams": gettext_noop("Weight in grams"),
    "days_since_anchor": gettext_noop("Days since delivery"),
    "reason": gettext_noop("Reason"),
    "our_fault": gettext_noop("Our fault"),
    "quantity": gettext_noop("Quantity"),
    "shipped": gettext_noop("Shipped"),
    "exemption": gettext_noop("Exempt from withdrawal under letter"),
}
OUTCOME_NAMES: Mapping[str, str] = {
    "returnable": gettext_noop("Returnable"),
    "not_returnable": gettext_noop("Not returnable"),
    "window_days": gettext_noop("Days to return"),
    "extend_window_days": gettext_noop("More days to return"),
    "extend_window_until": gettext_noop("Returnable until a day"),
    "fee": gettext_noop("Fee"),
    "fee_payer": gettext_noop("Who pays for sending back"),
    "restocking_percent": gettext_noop("Restocking fee"),
    "methods": gettext_noop("Return methods"),
    "resolutions": gettext_noop("Resolutions"),
    "needs_approval": gettext_noop("Needs approval"),
    "auto_approve": gettext_noop("Approved automatically"),
    "keep_item": gettext_noop("The customer keeps the item"),
    "return_address": gettext_noop("Return address"),
    "carrier": gettext_noop("Carrier asked first"),
    "require_photo": gettext_noop("A photo is required"),
    "require_answers": gettext_noop("Answers are required"),
    "message": gettext_noop("Message for the customer"),
}
CAUSES: Mapping[Cause, str] = {
    Cause.RULE: gettext_noop("(Rule “{name}”.)"),
}
