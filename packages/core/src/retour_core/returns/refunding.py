"""Money back: decided here, executed by the shop or by hand (DESIGN §6)."""

from __future__ import annotations

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.returns.breakdown import settlement
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.parts import has_failed, latest_parts
from retour_core.returns.pricing import worth_of
from retour_core.returns.refund_models import Refund
from retour_core.returns.settling import finish, settle


class RefundNotPending(DomainError):
    """This refund has been finished already with another outcome."""

    code = "refund_not_pending"


class NoMoneyDue(DomainError):
    """This return is settled without money: with store credit or with goods."""

    code = "no_money_due"


def refund(
    ret: Return,
    *,
    actor: Actor,
    amount_minor: int | None = None,
    reference: str = "",
    reason: str = "",
    key: str = "",
) -> Refund:
    """``settle`` the return and answer its refund; deciding twice answers the first.

    Raises what ``settle`` raises, and ``NoMoneyDue`` where it gives no money.
    """
    with transaction.atomic():
        decided = settle(
            ret,
            actor=actor,
            amount_minor=amount_minor,
            reference=reference,
            reason=reason,
            key=key,
        ).refund
        if decided is None:
            raise NoMoneyDue
        return decided


@transaction.atomic
def finish_refund(
    decided: Refund, *, succeeded: bool, actor: Actor, reference: str, message: str = ""
) -> Refund:
    """Write down what the shop answered; the same answer again changes nothing.

    A failure frees the amount, and the refund can be decided anew. Raises
    ``RefundNotPending`` when another outcome stands already.
    """
    return finish(
        decided,
        succeeded=succeeded,
        actor=actor,
        reference=reference,
        message=message,
        refusal=RefundNotPending,
    )


def refundable(ret: Return) -> int:
    """Minor units of money that a settlement decided now would give back."""
    parts = latest_parts(ret)
    if not parts.is_live:
        return settlement(ret).money_minor
    money = parts.refund
    return money.amount_minor if money is not None and has_failed(money) else 0


def received_worth(line: ReturnLine) -> int:
    """Minor units for what came of one line and stays, or need not come."""
    return worth_of(line, line.units_due)
