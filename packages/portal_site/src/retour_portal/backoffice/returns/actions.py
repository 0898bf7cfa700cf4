"""The next steps an agent may take with a return, and the operation behind each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_core.domain.methods import METHODS_WITH_LABEL
from retour_core.domain.states import TRANSITIONS, ReturnState
from retour_core.returns import operations
from retour_core.returns.actors import Actor
from retour_core.returns.choices import RefundState
from retour_core.returns.models import Return
from retour_core.returns.parts import Settled
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import refund
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.returns import part_actions
from retour_portal.backoffice.returns.action import ReturnAction
from retour_portal.backoffice.returns.forms import (
    ActionForm,
    KeptForm,
    ReceiveForm,
    RefundForm,
    RejectForm,
)
from retour_portal.backoffice.returns.label_actions import LABEL_ACTIONS, label_offers
from retour_portal.backoffice.returns.part_forms import (
    CreditForm,
    FailureForm,
    NotSentForm,
    SendBackForm,
    SentForm,
    SettleForm,
)


def _approve(ret: Return, actor: Actor, _form: ActionForm) -> str:
    operations.approve(ret, actor=actor)
    return str(_("The return is approved."))


def _approve_kept(ret: Return, actor: Actor, _form: ActionForm) -> str:
    operations.approve(ret, actor=actor, keep_items=True)
    return str(_("The return is approved, and the customer keeps the items."))


def _approve_sent(ret: Return, actor: Actor, _form: ActionForm) -> str:
    operations.approve(ret, actor=actor, keep_items=False)
    return str(_("The return is approved; the items are to be sent back."))


def _reject(ret: Return, actor: Actor, form: ActionForm) -> str:
    operations.reject(ret, actor=actor, reason=form.cleaned_data["reason"])
    return str(_("The return is rejected, and the customer is told why."))


def _receive(ret: Return, actor: Actor, form: ReceiveForm) -> str:
    receive(
        ret,
        actor=actor,
        counted=form.counted(),
        after=form.cleaned_data.get("after"),
    )
    return str(_("The items are booked in."))


def _refund(ret: Return, actor: Actor, form: RefundForm) -> str:
    decided = refund(
        ret,
        actor=actor,
        amount_minor=form.cleaned_data["amount"],
        reference=form.cleaned_data["reference"],
        reason=form.cleaned_data.get("reason", ""),
    )
    amount = money_text(decided.amount_minor, decided.currency)
    if decided.state == RefundState.PENDING:
        return str(_("A refund of %(amount)s waits for the shop.") % {"amount": amount})
    return str(_("%(amount)s is noted as refunded.") % {"amount": amount})


def _cancel(ret: Return, actor: Actor, _form: ActionForm) -> str:
    operations.cancel(ret, actor=actor)
    return str(_("The return is cancelled; its items can be returned again."))


def _retry_label(ret: Return, actor: Actor, _form: ActionForm) -> str:
    operations.retry_label(ret, actor=actor)
    return str(_("A new label is being made."))


_RECEIVED = frozenset({ReturnState.INSPECTED, ReturnState.SETTLED})
ACTIONS: dict[str, ReturnAction] = {
    action.name: action
    for action in (
        ReturnAction(
            "approve",
            _("Approve"),
            _("The customer gets a label or the address to send to."),
            ReturnState.APPROVED,
            "primary",
            _approve,
        ),
        ReturnAction(
            "approve-kept",
            _("Approve, nothing is sent back"),
            _("The customer keeps the items; the refund can be decided at once."),
            ReturnState.APPROVED,
            "secondary",
            _approve_kept,
            KeptForm,
        ),
        ReturnAction(
            "approve-sent",
            _("Approve, to be sent back"),
            _("Against the rule that lets the customer keep the items."),
            ReturnState.APPROVED,
            "secondary",
            _approve_sent,
        ),
        ReturnAction(
            "retry-label",
            _("Make the label again"),
            _("Asks the carrier once more."),
            ReturnState.LABEL_PENDING,
            "primary",
            _retry_label,
        ),
        ReturnAction(
            "refund",
            _("Refund"),
            _("The amount is what was paid for the items received or kept."),
            ReturnState.SETTLED,
            "primary",
            _refund,
            RefundForm,
        ),
        ReturnAction(
            "settle",
            _("Settle"),
            _("Refund, store credit and items to send, as computed below."),
            ReturnState.SETTLED,
            "primary",
            part_actions.settle_return,
            SettleForm,
        ),
        ReturnAction(
            "settle-again",
            _("Decide again what failed"),
            _("What is done already stays done."),
            ReturnState.SETTLED,
            "primary",
            part_actions.settle_return,
            SettleForm,
        ),
        ReturnAction(
            "send-item",
            _("Mark as sent"),
            _("Send the item first: it is on this page. The customer is told."),
            ReturnState.SETTLED,
            "primary",
            part_actions.send_item,
            SentForm,
        ),
        ReturnAction(
            "issue-credit",
            _("Mark the store credit as issued"),
            _("The customer reads the code once everything is settled."),
            ReturnState.SETTLED,
            "primary",
            part_actions.issue_credit,
            CreditForm,
        ),
        ReturnAction(
            "receive",
            _("Book in what came"),
            _("Count what was in the box, line by line."),
            ReturnState.INSPECTED,
            "primary",
            _receive,
            ReceiveForm,
            stays_in=_RECEIVED,
        ),
        ReturnAction(
            "send-back",
            _("Send back to the customer"),
            _("Items that are not in order and that you do not accept."),
            ReturnState.INSPECTED,
            "secondary",
            part_actions.send_units_back,
            SendBackForm,
            stays_in=_RECEIVED,
        ),
        ReturnAction(
            "close-rest",
            _("Close the rest"),
            _("Items that did not come are no longer waited for."),
            ReturnState.INSPECTED,
            "secondary",
            part_actions.close_what_is_missing,
            stays_in=_RECEIVED,
        ),
        ReturnAction(
            "fail-item",
            _("The item cannot be sent"),
            _("Another resolution can be chosen for it then."),
            ReturnState.SETTLED,
            "danger",
            part_actions.fail_item,
            NotSentForm,
        ),
        ReturnAction(
            "fail-credit",
            _("The store credit cannot be issued"),
            _("Another resolution can be chosen for it then."),
            ReturnState.SETTLED,
            "danger",
            part_actions.fail_credit,
            FailureForm,
        ),
        *LABEL_ACTIONS,
        ReturnAction(
            "reject",
            _("Reject"),
            _("The customer reads your reason in an e-mail."),
            ReturnState.REJECTED,
            "danger",
            _reject,
            RejectForm,
        ),
        ReturnAction(
            "cancel",
            _("Cancel the return"),
            _("The customer is told, and the items can be returned anew."),
            ReturnState.CANCELLED,
            "danger",
            _cancel,
        ),
    )
}


def next_actions(ret: Return, parts: Settled) -> list[ReturnAction]:
    """The actions the return's state allows now, the likeliest first."""
    state = ret.current_state
    sensible = part_actions.offered(ret, parts) | label_offers(ret)
    hidden = {name for name, is_offered in sensible.items() if not is_offered}
    # Without a way back the items are kept: what is plain then is to leave them.
    hidden |= {"approve-sent"} if ret.method else {"approve"}
    if ret.decision is None:
        hidden |= {"approve-kept", "approve-sent"}
    if ret.method not in METHODS_WITH_LABEL or state is ReturnState.APPROVED:
        hidden.add("retry-label")
    return [
        action
        for action in ACTIONS.values()
        if action.name not in hidden
        and (action.target in TRANSITIONS[state] or state in action.stays_in)
    ]
