"""How the fee for a return's label stands, for staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from retour_core.domain.states import ReturnState
from retour_core.payments.models import FeeRefund, Payment
from retour_core.payments.queries import FeeState, fee_state
from retour_core.returns.models import Return
from retour_portal.backoffice.listing import money_text

_OFF = frozenset({ReturnState.CANCELLED, ReturnState.EXPIRED})


@dataclass(frozen=True)
class FeeCard:
    """``may`` names the actions of ``returns.fee`` that are open now."""

    amount: str
    text: str
    payment: Payment | None
    failure: str
    may: frozenset[str]
    failed: FeeRefund | None = None


def fee_card(ret: Return) -> FeeCard | None:
    """``None`` where no fee was ever asked for before the label. No query for those
    that wait for none, else two."""
    minor, state = ret.label_fee_minor, ret.current_state
    if minor is None and state not in _OFF:
        return None
    fee = fee_state(ret)
    if minor is None:
        if fee.payment is None:
            return None
        minor = fee.payment.amount_minor
    return FeeCard(
        amount=money_text(minor, ret.order.currency),
        text=_standing(fee),
        payment=fee.payment,
        failure=_failure(fee),
        may=frozenset(_may(ret, fee)),
        failed=fee.failed,
    )


def _may(ret: Return, fee: FeeState) -> list[str]:
    may = []
    if ret.current_state is ReturnState.AWAITING_PAYMENT:
        may.append("release_unpaid")
    if fee.may_be_refunded:
        may.append("refund_fee")
    if fee.failed is not None:
        may += ["retry_refund", "paid_otherwise"]
    return may


def _failure(fee: FeeState) -> str:
    if fee.failed is not None:
        return fee.failed.failure
    return fee.payment.failure if fee.payment is not None else ""


def _standing(fee: FeeState) -> str:
    if fee.failed is not None:
        return _("could not be given back")
    if fee.refund is not None:
        return str(fee.refund.get_state_display())
    if fee.payment is None:
        return _("not paid yet")
    if fee.is_passed_on:
        return _("paid and passed on")
    return str(fee.payment.get_state_display())
