"""Deciding what a return gives back, and closing it once all of that is done."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState, check_transition
from retour_core.returns.actors import Actor
from retour_core.returns.choices import (
    RefundExecutor,
    RefundState,
    ReplacementState,
    StoreCreditState,
)
from retour_core.returns.deciding import By, decide, decide_again
from retour_core.returns.models import Return
from retour_core.returns.part_models import ReplacementItem, StoreCredit
from retour_core.returns.parts import (
    Part,
    Settled,
    SettlementDecided,
    has_failed,
    is_done,
    latest_parts,
    parts_of_key,
)
from retour_core.returns.refund_models import Refund
from retour_core.returns.transition import lock_return, move, note

_Part = TypeVar("_Part", Refund, StoreCredit, ReplacementItem)

# Done, failed, and how the timeline calls them.
_OUTCOMES: dict[str, tuple[str, str, str, str]] = {
    "Refund": (
        RefundState.SUCCESS, RefundState.FAILURE, "refund.paid", "refund.failed",
    ),
    "StoreCredit": (
        StoreCreditState.ISSUED, StoreCreditState.FAILED,
        "credit.issued", "credit.failed",
    ),
    "ReplacementItem": (
        ReplacementState.SENT, ReplacementState.FAILED,
        "replacement.sent", "replacement.failed",
    ),
}  # fmt: skip


@transaction.atomic
def settle(
    ret: Return,
    *,
    actor: Actor,
    amount_minor: int | None = None,
    reference: str = "",
    reason: str = "",
    key: str = "",
) -> Settled:
    """Decide what a return that came, or whose items are kept, gives back.

    Money, store credit and goods are a part each, reserved here and executed apart;
    what is decided already stays, and what failed of it is decided anew. A repeated
    ``key`` answers what it decided the first time. ``amount_minor`` is the money staff
    give instead of the computed one; how that was computed is kept all the same, and
    ``reason`` tells the customer why it is less; where it is not, that is dropped.
    Money that the merchant pays by hand counts as paid at once, with ``reference``.
    Raises ``RefundTooHigh`` beyond captured − refunded, ``RefundReasonMissing`` where
    staff give less without one, ``RefundReasonTooLong``, ``TransitionRefused`` before
    receipt, ``SettlementDecided`` for another amount than the one that stands.
    """
    locked = lock_return(ret.pk)
    if key:
        known = parts_of_key(locked, key)
        if list(known):
            return known
    before = latest_parts(locked)
    _check_amount(before, amount_minor)
    if before.is_live and not before.has_failures:
        return before
    by = By(actor, key, reason.strip())
    if before.is_live:
        decide_again(locked, before, amount_minor, by)
    else:
        check_transition(locked.current_state, ReturnState.SETTLED)
        decide(locked, amount_minor, by)
    decided = latest_parts(locked)
    money = decided.refund
    if money is not None and _is_paid_by_hand(money):
        close_part(money, locked, succeeded=True, actor=actor, reference=reference)
    return decided


def _is_paid_by_hand(money: Refund) -> bool:
    is_pending = money.state == RefundState.PENDING
    return is_pending and money.executor == RefundExecutor.MERCHANT


def _check_amount(before: Settled, amount_minor: int | None) -> None:
    """Nothing more, or the same again, is no contradiction."""
    money = before.refund
    if not amount_minor or not before.is_live or (money and has_failed(money)):
        return
    if money is None or money.amount_minor != amount_minor:
        raise SettlementDecided


def close_part(
    part: Part,
    locked: Return,
    *,
    succeeded: bool,
    actor: Actor,
    reference: str = "",
    message: str = "",
) -> None:
    """Write down what became of a pending part of a locked return, which is settled
    with the last of them. A failure frees what the part reserved."""
    done, failed, done_event, failed_event = _OUTCOMES[type(part).__name__]
    part.state = done if succeeded else failed
    part.reference = reference if succeeded else ""
    part.failure = "" if succeeded else message
    part.finished_at = timezone.now()
    fields = ["state", "reference", "failure", "finished_at"]
    part.save(update_fields=[*fields, "code"] if _has_code(part) else fields)
    parts = latest_parts(locked)
    if not succeeded:
        note(locked, failed_event, actor=actor, message=message)
        if not parts.is_live:
            # Nothing stands any more: all is computed anew the next time.
            locked.settlement = None
            locked.save(update_fields=["settlement", "updated_at"])
        return
    # Money alone needs no entry of its own: "settled" says the same.
    if list(parts) != [part] or not isinstance(part, Refund):
        note(locked, done_event, actor=actor, **_told(part))
    if parts.is_done and locked.current_state is not ReturnState.SETTLED:
        move(locked, ReturnState.SETTLED, actor=actor, **_total(parts))


def finish(
    decided: _Part,
    *,
    succeeded: bool,
    actor: Actor,
    reference: str,
    message: str,
    refusal: type[DomainError],
    code: str = "",
) -> _Part:
    """Lock, and write down what somebody says became of a part; the same answer again
    changes nothing. ``code`` is a store credit's, if it is another than ours. Raises
    ``refusal`` where another outcome stands already.
    """
    locked = lock_return(decided.parent_id)
    current: _Part = type(decided)._default_manager.get(pk=decided.pk)  # noqa: SLF001
    if (is_done if succeeded else has_failed)(current):
        return current
    if is_done(current) or has_failed(current):
        raise refusal(state=current.state)
    if isinstance(current, StoreCredit) and succeeded and code:
        current.code = code
    close_part(
        current,
        locked,
        succeeded=succeeded,
        actor=actor,
        reference=reference,
        message=message,
    )
    return current


def _has_code(part: Part) -> bool:
    return isinstance(part, StoreCredit)


def _told(part: Part) -> dict[str, Any]:
    if isinstance(part, Refund):
        return {"amount_minor": part.amount_minor, "reference": part.reference}
    if isinstance(part, StoreCredit):
        return {"amount_minor": part.worth_minor, "reference": part.reference}
    return {
        "count": part.quantity,
        "item": part.title,
        "variant": part.variant,
        "reference": part.reference,
    }


def _total(parts: Settled) -> dict[str, Any]:
    money, credit = parts.refund, parts.credit
    data: dict[str, Any] = {
        "amount_minor": money.amount_minor if money else 0,
        "reference": money.reference if money else "",
    }
    if credit is not None:
        data["credit_minor"] = credit.worth_minor
    if parts.replacements:
        data["replaced"] = sum(item.quantity for item in parts.replacements)
    return data
