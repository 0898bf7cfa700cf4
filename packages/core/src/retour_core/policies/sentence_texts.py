"""The domain's sentences where gettext finds them: each text is the domain's own.

``tests/core/policies/test_sentences.py`` proves that none is missing or differs.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

FOR_CUSTOMERS: Mapping[str, str] = {
    "not_returnable_by_rule": gettext_noop("This item can't be returned: {reason}"),
    "not_returnable_by_staff": gettext_noop("This item can't be returned: {reason}"),
    "window_closed": gettext_noop("The time to return this item ended on {last_day}."),
    "window_unlimited": gettext_noop("You can return this item at any time."),
    "window_days": gettext_noop("Days to return this item: {days}."),
    "window_not_begun": gettext_noop(
        "The time to return this item starts when it arrives."
    ),
    "window_until": gettext_noop("You can return this item until {last_day}."),
    "late_reviewed": gettext_noop(
        "The time for this item ended on {last_day}; we look at your request all "
        "the same."
    ),
    "keep_item": gettext_noop("You can keep this item: there is nothing to send back."),
    "needs_approval": gettext_noop(
        "We look at your request before you send this item."
    ),
    "photo_required": gettext_noop("Add a photo of this item."),
    "answers_required": gettext_noop("Answer our questions about this item."),
    "fee_waived": gettext_noop("Sending this item back is free: the fault is ours."),
    "fee_free": gettext_noop("Sending this item back is free."),
    "fee_own_cost": gettext_noop("You pay for sending this item back."),
    "fee_none": gettext_noop("Sending this item back is free."),
    "fee_fixed_return": gettext_noop(
        "Sending it back costs {amount} for the whole return."
    ),
    "fee_fixed_item": gettext_noop("Sending it back costs {amount} for each unit."),
    "fee_percent_return": gettext_noop(
        "Sending it back costs {percent}% of what comes back."
    ),
    "fee_percent_item": gettext_noop("Sending it back costs {percent}% of its price."),
    "restocking": gettext_noop("We keep {percent}% of its price for restocking."),
    "methods": gettext_noop("Ways to send it back: {methods}."),
    "resolutions": gettext_noop("What you can choose: {resolutions}."),
    "message": gettext_noop("{text}"),
    "travels_apart": gettext_noop(
        "These items go back separately: make a return for each of them."
    ),
    "return_needs_approval": gettext_noop(
        "We look at this return before you send anything."
    ),
    "return_fee_none": gettext_noop("This return is free."),
    "return_fee_fixed_return": gettext_noop("This return costs {amount}."),
    "return_fee_percent_return": gettext_noop(
        "This return costs {percent}% of what comes back."
    ),
}
# Where agents read something else than customers.
FOR_AGENTS: Mapping[str, str] = {
    "window_closed": gettext_noop("Not returnable: the last day was {last_day}."),
    "window_unlimited": gettext_noop("Returnable without a time limit."),
    "window_days": gettext_noop("Days to return it: {days}."),
    "window_not_begun": gettext_noop("The window has not begun: it has not arrived."),
    "window_until": gettext_noop("Returnable until {last_day}."),
    "late_reviewed": gettext_noop(
        "Late: the last day was {last_day}. An agent decides."
    ),
    "keep_item": gettext_noop("The customer keeps the item."),
    "needs_approval": gettext_noop("An agent has to approve it."),
    "photo_required": gettext_noop("The customer has to add a photo."),
    "answers_required": gettext_noop("The customer has to answer: {questions}."),
    "fee_waived": gettext_noop("No fee: the reason is our fault."),
    "fee_free": gettext_noop("We pay for sending it back."),
    "fee_own_cost": gettext_noop("The customer pays for sending it back."),
    "fee_none": gettext_noop("No fee: none is set in the order's currency."),
    "fee_fixed_return": gettext_noop(
        "The customer pays {amount} for the whole return."
    ),
    "fee_fixed_item": gettext_noop("The customer pays {amount} for each unit."),
    "fee_percent_return": gettext_noop(
        "The customer pays {percent}% of what comes back."
    ),
    "fee_percent_item": gettext_noop("The customer pays {percent}% of its price."),
    "restocking": gettext_noop("A restocking fee of {percent}% is kept."),
    "methods": gettext_noop("Ways offered: {methods}."),
    "resolutions": gettext_noop("Resolutions offered: {resolutions}."),
    "message": gettext_noop("The customer reads: {text}"),
    "travels_apart": gettext_noop("These items can't travel together."),
    "return_needs_approval": gettext_noop("An agent has to approve this return."),
    "return_fee_fixed_return": gettext_noop(
        "The customer pays {amount} for this return."
    ),
    "return_fee_percent_return": gettext_noop(
        "The customer pays {percent}% for this return."
    ),
    "late_accepted": gettext_noop(
        "Late: the last day was {last_day}. Accepted and flagged."
    ),
    "approved_automatically": gettext_noop("Approved without an agent."),
    "return_address": gettext_noop("Goes to return address {address}."),
    "carrier": gettext_noop("The carrier account {carrier} is asked first."),
    "returnable_by_rule": gettext_noop("No later rule can refuse it."),
    "overridden": gettext_noop("{actor} decided “{outcome}” by hand: {note}"),
    "seems_exempt": gettext_noop(
        "Apparently exempt from withdrawal (CRD art. 16({letter})): recorded and "
        "flagged, decide with a reason."
    ),
    "fee_currency_missing": gettext_noop(
        "The fee has no amount in {currency}: nothing is charged."
    ),
}
# In front of the law's reason for which an outcome of a rule has no effect.
NO_EFFECT = gettext_noop("“{outcome}” of the rule “{rule}” has no effect.")
