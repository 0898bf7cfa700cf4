"""What an agent may do with a withdrawal, and the operation behind each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.returns.actors import Actor
from retour_core.withdrawals import operations
from retour_core.withdrawals.models import Decision, Withdrawal
from retour_portal.backoffice.withdrawals.forms import (
    AcceptForm,
    CaseForm,
    DatesForm,
    MatchForm,
)

# Takes the withdrawal, who does it and the valid form; answers what to tell the agent.
Perform = Callable[[Withdrawal, Actor, Any], str]


@dataclass(frozen=True)
class CaseAction:
    """``is_open`` says whether a case allows it now; ``hint``, what will happen."""

    name: str
    label: str | Promise
    hint: str | Promise
    weight: str
    is_open: Callable[[Withdrawal], bool]
    perform: Perform
    form: type[CaseForm] = CaseForm


def is_undecided(withdrawal: Withdrawal) -> bool:
    return withdrawal.closed_at is None


def _match(withdrawal: Withdrawal, actor: Actor, form: MatchForm) -> str:
    order = form.cleaned_data["found"]
    operations.match_order(withdrawal, order, actor=actor)
    return _("This withdrawal is about order %(number)s.") % {"number": order.number}


def _note(withdrawal: Withdrawal, _actor: Actor, form: DatesForm) -> str:
    operations.note_dates(withdrawal, **form.cleaned_data)
    return _("Noted.")


def _send_again(withdrawal: Withdrawal, _actor: Actor, _form: CaseForm) -> str:
    operations.send_again(withdrawal)
    return _("The acknowledgement is being sent again.")


def _accept(withdrawal: Withdrawal, actor: Actor, _form: AcceptForm) -> str:
    operations.decide(
        withdrawal, Decision.ACCEPTED, reason="", actor=actor, now=timezone.now()
    )
    return _("The case is closed as accepted.")


ACTIONS: dict[str, CaseAction] = {
    action.name: action
    for action in (
        CaseAction(
            "match",
            gettext_lazy("Say which order it is about"),
            gettext_lazy(
                "Compare name and e-mail address: the order cannot be changed later. If"
                " goods were shipped, their return starts and the customer gets a label"
                " or the address."
            ),
            "primary",
            lambda case: case.order_id is None and is_undecided(case),
            _match,
            MatchForm,
        ),
        CaseAction(
            "send-again",
            gettext_lazy("Send the acknowledgement again"),
            gettext_lazy(
                "The same mail to the same address. If that fails once more, send the"
                " PDF another way: the customer must get it on a durable medium."
            ),
            "primary",
            lambda case: bool(case.undeliverable),
            _send_again,
        ),
        CaseAction(
            "note",
            gettext_lazy("Note what happened"),
            gettext_lazy(
                "What a return in Retour tells is known by itself. Note the rest, in"
                " your own time zone; the deadlines follow from it."
            ),
            "primary",
            lambda case: case.decision != Decision.REFUSED,
            _note,
            DatesForm,
        ),
        CaseAction(
            "accept",
            gettext_lazy("Close as accepted"),
            gettext_lazy("When all is done. The customer is not written to."),
            "secondary",
            is_undecided,
            _accept,
            AcceptForm,
        ),
    )
}
