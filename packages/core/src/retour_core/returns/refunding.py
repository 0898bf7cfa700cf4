"""Money back: decided here, executed by the shop or by hand (DESIGN §6)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from retour_core.domain.errors import DomainError
from retour_core.domain.money import unit_shares
from retour_core.domain.refunds import dump_breakdown, dump_shares
from retour_core.domain.states import ReturnState, check_transition
from retour_core.returns.actors import Actor
from retour_core.returns.breakdown import left_to_refund, settlement, shares_for
from retour_core.returns.choices import RefundExecutor, RefundState
from retour_core.returns.models import Refund, Return, ReturnLine
from retour_core.returns.transition import lock_return, move, note


class RefundTooHigh(DomainError):
    """This refund is more than what is left of the payment."""

    code = "refund_too_high"


class RefundNotPending(DomainError):
    """This refund has been finished already with another outcome."""

    code = "refund_not_pending"


@transaction.atomic
def refund(
    ret: Return, *, actor: Actor, amount_minor: int | None = None, reference: str = ""
) -> Refund:
    """Decide the refund of a return that came, or whose items are kept; deciding twice
    answers the first one.

    ``amount_minor`` defaults to what ``settlement`` computes; how it did is kept with
    the refund, also where another amount was given. Where the
    shop executes refunds the row stays pending until its plugin reports; else it
    counts as paid by hand, with ``reference``. Raises ``RefundTooHigh`` beyond
    captured − refunded, ``TransitionRefused`` before receipt.
    """
    locked = lock_return(ret.pk)
    live = locked.refunds.exclude(state=RefundState.FAILURE).first()
    if live is not None:
        return live
    check_transition(locked.current_state, ReturnState.SETTLED)
    computed = settlement(locked)
    amount = computed.total_minor if amount_minor is None else amount_minor
    left = left_to_refund(locked)
    if not 0 <= amount <= left:
        raise RefundTooHigh(available_minor=left, asked_minor=amount)
    by_shop = locked.order.shop.executes_refunds
    decided = Refund.objects.create(
        parent=locked,
        order=locked.order,
        amount_minor=amount,
        currency=locked.order.currency,
        breakdown=dump_breakdown(computed),
        payouts=dump_shares(shares_for(locked, computed, amount)),
        executor=RefundExecutor.SHOP if by_shop else RefundExecutor.MERCHANT,
        reference=reference,
    )
    note(locked, "refund.decided", actor=actor, amount_minor=amount)
    if not by_shop:
        _succeed(decided, locked, actor=actor, reference=reference)
    return decided


@transaction.atomic
def finish_refund(
    decided: Refund, *, succeeded: bool, actor: Actor, reference: str, message: str = ""
) -> Refund:
    """Write down what the shop answered; the same answer again changes nothing.

    A failure frees the amount, and the refund can be decided anew. Raises
    ``RefundNotPending`` when another outcome stands already.
    """
    locked = lock_return(decided.parent_id)
    current = Refund.objects.get(pk=decided.pk)
    outcome = RefundState.SUCCESS if succeeded else RefundState.FAILURE
    if current.state == outcome:
        return current
    if current.state != RefundState.PENDING:
        raise RefundNotPending(state=current.state)
    if succeeded:
        _succeed(current, locked, actor=actor, reference=reference)
        return current
    current.state = RefundState.FAILURE
    current.failure = message
    current.finished_at = timezone.now()
    current.save(update_fields=["state", "failure", "finished_at"])
    note(locked, "refund.failed", actor=actor, message=message)
    return current


def refundable(ret: Return) -> int:
    """Minor units that a refund decided now would give back."""
    return settlement(ret).total_minor


def received_worth(line: ReturnLine) -> int:
    """Minor units for what came of one line, or need not come."""
    return sum(unit_shares(line.refund_minor, line.quantity)[: line.units_due])


def _succeed(decided: Refund, locked: Return, *, actor: Actor, reference: str) -> None:
    decided.state = RefundState.SUCCESS
    decided.reference = reference
    decided.finished_at = timezone.now()
    decided.save(update_fields=["state", "reference", "finished_at"])
    move(
        locked,
        ReturnState.SETTLED,
        actor=actor,
        amount_minor=decided.amount_minor,
        reference=reference,
    )
