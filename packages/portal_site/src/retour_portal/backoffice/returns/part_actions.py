"""What an agent does with the parts of a settlement, and with units that leave."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from retour_core.domain.states import ReturnState
from retour_core.returns.actors import Actor
from retour_core.returns.choices import (
    RefundState,
    ReplacementState,
    ResolutionChoices,
    StoreCreditState,
)
from retour_core.returns.closing import close_rest, send_back
from retour_core.returns.crediting import finish_credit
from retour_core.returns.models import Return
from retour_core.returns.parts import Settled, latest_parts
from retour_core.returns.replacing import finish_replacement
from retour_core.returns.settling import settle
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.returns.forms import ActionForm
from retour_portal.backoffice.returns.part_forms import (
    CreditForm,
    FailureForm,
    NotSentForm,
    SendBackForm,
    SentForm,
    SettleForm,
)

_RECEIVED = frozenset({ReturnState.INSPECTED, ReturnState.SETTLED})


def settle_return(ret: Return, actor: Actor, form: SettleForm) -> str:
    decided = settle(
        ret,
        actor=actor,
        amount_minor=form.money,
        reference=form.cleaned_data.get("reference", ""),
        reason=form.cleaned_data.get("reason", ""),
    )
    return _("The settlement is decided: %(parts)s.") % {"parts": _told(decided)}


def issue_credit(ret: Return, actor: Actor, form: CreditForm) -> str:
    credit = latest_parts(ret).credit
    if credit is None:
        return _("There is no store credit to issue.")
    finish_credit(
        credit,
        succeeded=True,
        actor=actor,
        code=form.cleaned_data["code"],
        reference=form.cleaned_data["reference"],
    )
    return _("The store credit is noted as issued.")


def fail_credit(ret: Return, actor: Actor, form: FailureForm) -> str:
    credit = latest_parts(ret).credit
    if credit is None:
        return _("There is no store credit to issue.")
    message = form.cleaned_data["message"]
    finish_credit(credit, succeeded=False, actor=actor, message=message)
    return _("The store credit is noted as failed; it can be decided anew.")


def send_item(_ret: Return, actor: Actor, form: SentForm) -> str:
    reference = form.cleaned_data["reference"]
    finish_replacement(form.chosen, succeeded=True, actor=actor, reference=reference)
    return _("The item is noted as sent.")


def fail_item(_ret: Return, actor: Actor, form: NotSentForm) -> str:
    message = form.cleaned_data["message"]
    finish_replacement(form.chosen, succeeded=False, actor=actor, message=message)
    return _("The item is noted as not sent; it can be decided anew.")


def send_units_back(ret: Return, actor: Actor, form: SendBackForm) -> str:
    send_back(ret, form.counts(), actor=actor)
    return _("The items go back to the customer, who may return them anew.")


def close_what_is_missing(ret: Return, actor: Actor, _form: ActionForm) -> str:
    close_rest(ret, actor=actor)
    return _("What did not come is closed and can be returned anew.")


def offered(ret: Return, parts: Settled) -> dict[str, bool]:
    """Which of the actions that depend on more than the state make sense now."""
    lines = list(ret.lines.all())
    state = ret.current_state
    is_open = state is ReturnState.INSPECTED and not parts.is_live
    is_plain = all(line.resolution == ResolutionChoices.REFUND for line in lines)
    credit = parts.credit
    may_issue = credit is not None and credit.state == StoreCreditState.PENDING
    may_send = any(i.state == ReplacementState.TO_SEND for i in parts.replacements)
    missing = any(line.missing for line in lines)
    return {
        "refund": is_plain and not parts.is_live,
        "settle": not is_plain and not parts.is_live,
        "settle-again": parts.is_live and parts.has_failures,
        "receive": state not in _RECEIVED or (is_open and missing),
        "send-back": is_open
        and any(line.received_not_good > line.sent_back for line in lines),
        "close-rest": state in _RECEIVED and missing,
        "issue-credit": may_issue,
        "fail-credit": may_issue,
        "send-item": may_send,
        "fail-item": may_send,
    }


def _told(decided: Settled) -> str:
    parts: list[str] = []
    money: Any = decided.refund
    if money is not None:
        text = money_text(money.amount_minor, money.currency)
        if money.state == RefundState.PENDING:
            parts.append(_("a refund of %(amount)s by the shop") % {"amount": text})
        else:
            parts.append(_("a refund of %(amount)s") % {"amount": text})
    if decided.credit is not None:
        text = money_text(decided.credit.worth_minor, decided.credit.currency)
        parts.append(_("store credit of %(amount)s") % {"amount": text})
    if decided.replacements:
        count = sum(item.quantity for item in decided.replacements)
        parts.append(_("items to send: %(count)d") % {"count": count})
    return ", ".join(parts)
