"""What somebody at the counter reads about a return."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.counter.models import HandIn
from retour_core.counter.queries import AtCounter
from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState
from retour_core.returns.models import Return

_REFUSALS: dict[str, Promise] = {
    "hand_in_cancelled": gettext_lazy(
        "This return was cancelled. Do not take the items; the customer can register a "
        "new one."
    ),
    "hand_in_expired": gettext_lazy(
        "This return has expired. Do not take the items; the customer can register a "
        "new one if the time to return is not over."
    ),
    "hand_in_settled": gettext_lazy(
        "This return is refunded already. Do not take any items."
    ),
    "hand_in_received": gettext_lazy(
        "The items of this return came by parcel already. Do not take any items."
    ),
    "hand_in_not_needed": gettext_lazy(
        "The customer keeps these items. There is nothing to hand in."
    ),
    "hand_in_rejected": gettext_lazy(
        "This return was not accepted. Do not take the items."
    ),
    "hand_in_too_early": gettext_lazy(
        "This return is not ready yet. Open it to see what it waits for, then scan the "
        "code again."
    ),
}


def refusal_words(refusal: DomainError) -> str:
    return str(_REFUSALS.get(refusal.code, refusal.message))


def taken_words(proof: HandIn) -> str:
    """When, where and by whom."""
    facts = {
        "when": date_format(localtime(proof.at), "DATETIME_FORMAT"),
        "where": ", ".join(part for part in (proof.place, proof.by) if part),
    }
    if not facts["where"]:
        return _("Handed in on %(when)s.") % facts
    return _("Handed in on %(when)s: %(where)s.") % facts


def warnings(ret: Return, standing: AtCounter) -> list[str]:
    """What is accepted with the items that was not agreed."""
    told = []
    if standing.late is not None and standing.hand_in_by is not None:
        day = date_format(standing.hand_in_by, "DATE_FORMAT")
        told.append(_("The last day to hand it in was %(day)s.") % {"day": day})
    if standing.other_method is None:
        return told
    if ret.current_state is ReturnState.IN_TRANSIT:
        told.append(
            _(
                "A parcel of this return is on its way already. Take only what the "
                "customer has with them."
            )
        )
    else:
        way = {"way": ret.get_method_display()}
        told.append(_("The customer had chosen another way: %(way)s.") % way)
    if any(label.state in ("ready", "pending") for label in ret.labels.all()):
        told.append(
            _("Labels that were not used become void; tell the customer to bin them.")
        )
    return told
