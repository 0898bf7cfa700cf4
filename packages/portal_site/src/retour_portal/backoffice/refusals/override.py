"""Why something cannot be decided otherwise."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.errors import DomainError
from retour_core.domain.predicates import Problem
from retour_core.policies.explaining import law_reason
from retour_core.policies.names import REASONS
from retour_portal.backoffice.terms.law import term_problem

# By the stable key in the refusal's context; what no screen can ask for is left out.
WHY: dict[str, str | Promise] = {
    "fee_before_label": _(
        "The customer pays this fee before the label: let the label be made without "
        "waiting, or give the fee back."
    ),
    "gone_ahead": _(
        "This return has gone ahead: only fees and resolutions can still be decided "
        "otherwise. Cancel it and make a new one instead."
    ),
    "item_unknown": _("Nothing was decided about this item."),
    "no_decision": _(
        "This return is older than its policies: no decision was kept with it."
    ),
    "not_sent": _("The customer has not sent this return yet."),
    "one_item": _(
        "One item of a return cannot be refused by itself: reject the return, or book "
        "in only what you accept."
    ),
    "over": _("This return is over: nothing can be decided now."),
    "refund_decided": _(
        "The refund is decided already: what it is computed from stands."
    ),
    "several_ways": _(
        "“%(item)s” is to be settled in several ways: leave at least as many."
    ),
    "value_missing": _("Fill in what it shall be instead."),
}


def override_sentence(refusal: DomainError) -> str:
    facts = refusal.context
    why = str(facts.get("why", ""))
    if why in REASONS:
        return law_reason(why, days=facts["days"])
    if why == "value_invalid":
        return term_problem(
            Problem(facts["problem"], refusal.message, context=facts["facts"])
        )
    return str(WHY[why]) % facts if why in WHY else refusal.message
