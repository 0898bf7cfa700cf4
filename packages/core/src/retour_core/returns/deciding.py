"""Writing down what a settlement promises: each part reserves what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retour_core.domain.errors import DomainError
from retour_core.domain.policies.kinds import Resolution
from retour_core.domain.refunds import (
    RefundBreakdown,
    RowKind,
    Share,
    dump_breakdown,
    dump_shares,
    load_breakdown,
)
from retour_core.returns.actors import Actor
from retour_core.returns.breakdown import (
    left_to_refund,
    money_shares,
    settlement,
    shares_for,
)
from retour_core.returns.choices import ActorKind, RefundExecutor
from retour_core.returns.exchanges import wish_of
from retour_core.returns.gifts import GiftNotRefunded
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.part_models import ReplacementItem, StoreCredit
from retour_core.returns.parts import Settled, has_failed
from retour_core.returns.payouts import shares_of
from retour_core.returns.refund_models import MAX_REASON, Refund
from retour_core.returns.transition import note

_IN_GOODS = frozenset({Resolution.EXCHANGE, Resolution.REPLACEMENT})


class RefundTooHigh(DomainError):
    """This refund is more than what is left of the payment."""

    code = "refund_too_high"


class RefundReasonMissing(DomainError):
    """The customer is to read why less is paid back than computed."""

    code = "refund_reason_missing"


class RefundReasonTooLong(DomainError):
    """The reason of a refund is too long."""

    code = "refund_reason_too_long"


@dataclass(frozen=True)
class By:
    """Who decides, the idempotency key of the call, and what the customer is told
    where less is given than computed."""

    actor: Actor
    key: str = ""
    reason: str = ""

    def reason_for_less(self) -> str:
        """Staff owe one; a shop's own system may have told the customer already."""
        if not self.reason and self.actor.kind == ActorKind.STAFF:
            raise RefundReasonMissing
        return self.reason

    def __post_init__(self) -> None:
        if len(self.reason) > MAX_REASON:
            raise RefundReasonTooLong(most=MAX_REASON)


def decide(locked: Return, amount_minor: int | None, by: By) -> None:
    """All parts of what is due; ``amount_minor`` is staff's instead of the money
    computed. Raises ``RefundTooHigh``, ``GiftNotRefunded`` or what a missing reason
    does."""
    computed = settlement(locked)
    credit = computed.credit_minor - computed.bonus_minor
    money = computed.money_minor if amount_minor is None else amount_minor
    if locked.is_gift and money:
        raise GiftNotRefunded
    _check_left(locked, money, credit)
    # A gift's recipient is told of no money, so there is none of it to explain.
    is_less = money < computed.money_minor and not locked.is_gift
    reason = by.reason_for_less() if is_less else ""
    goods = _goods(locked, computed)
    locked.settlement = dump_breakdown(computed)
    locked.save(update_fields=["settlement", "updated_at"])
    if money or amount_minor is not None or not (computed.credit_minor or goods):
        if money == computed.money_minor:
            shares = money_shares(computed)
        else:
            shares = shares_for(locked, money)
        _promise_money(locked, money, shares, by, reason)
    if computed.credit_minor:
        _promise_credit(locked, credit, computed.bonus_minor, by)
    for item in goods:
        _promise_goods(locked, item, by)


def decide_again(
    locked: Return, before: Settled, amount_minor: int | None, by: By
) -> None:
    """The parts that failed, as they were: what the others rest on has not changed."""
    money, credit = before.refund, before.credit
    if money is not None and has_failed(money):
        amount = money.amount_minor if amount_minor is None else amount_minor
        if locked.is_gift and amount:
            raise GiftNotRefunded
        _check_left(locked, amount, 0)
        is_same = amount == money.amount_minor
        shares = shares_of(money) if is_same else shares_for(locked, amount)
        reason = _reason_again(locked, money, amount, by)
        _promise_money(locked, amount, shares, by, reason)
    if credit is not None and has_failed(credit):
        _check_left(locked, 0, credit.amount_minor)
        _promise_credit(locked, credit.amount_minor, credit.bonus_minor, by)
    for item in before.replacements:
        if has_failed(item):
            _promise_goods(locked, _copy(item), by)


def _reason_again(locked: Return, failed: Refund, amount: int, by: By) -> str:
    """Less than what failed needs a reason of its own; else that of what failed stands
    for as long as it is less than was computed."""
    if locked.is_gift:
        return ""
    if amount < failed.amount_minor:
        return by.reason_for_less()
    computed = load_breakdown(failed.breakdown) if failed.breakdown else None
    is_less = computed is not None and amount < computed.money_minor
    return by.reason or failed.reason if is_less else ""


def _check_left(locked: Return, money: int, credit: int) -> None:
    left = left_to_refund(locked)
    if money < 0 or money + credit > left:
        raise RefundTooHigh(
            available_minor=left - credit,
            asked_minor=money,
            currency=locked.order.currency,
        )


def _executor(locked: Return) -> RefundExecutor:
    by_shop = locked.order.shop.executes_refunds
    return RefundExecutor.SHOP if by_shop else RefundExecutor.MERCHANT


def _promise_money(
    locked: Return, amount: int, shares: Sequence[Share], by: By, reason: str
) -> None:
    Refund.objects.create(
        parent=locked,
        order=locked.order,
        amount_minor=amount,
        currency=locked.order.currency,
        breakdown=locked.settlement,
        payouts=dump_shares(shares),
        executor=_executor(locked),
        key=by.key,
        reason=reason,
    )
    told = {"reason": reason} if reason else {}
    note(locked, "refund.decided", actor=by.actor, amount_minor=amount, **told)


def _promise_credit(locked: Return, amount: int, bonus: int, by: By) -> None:
    credit = StoreCredit.objects.create(
        parent=locked,
        order=locked.order,
        amount_minor=amount,
        bonus_minor=bonus,
        currency=locked.order.currency,
        executor=_executor(locked),
        key=by.key,
    )
    note(locked, "credit.decided", actor=by.actor, amount_minor=credit.worth_minor)


def _promise_goods(locked: Return, item: ReplacementItem, by: By) -> None:
    item.key = by.key
    item.save()
    note(
        locked,
        "replacement.decided",
        actor=by.actor,
        count=item.quantity,
        item=item.title,
        variant=item.variant,
    )


def _goods(locked: Return, computed: RefundBreakdown) -> list[ReplacementItem]:
    lines = locked.lines.select_related("order_line").order_by("pk")
    due = [line for line in lines if line.units_due]
    return [
        _goods_of(locked, line, _difference(computed, position))
        for position, line in enumerate(due)
        if line.resolution in _IN_GOODS
    ]


def _goods_of(locked: Return, line: ReturnLine, difference: int) -> ReplacementItem:
    wish, bought = wish_of(line, locked.order.currency), line.order_line
    is_same = not (wish.sku or wish.title or wish.variant)
    return ReplacementItem(
        parent=locked,
        line=line,
        quantity=line.units_due,
        sku=bought.sku if is_same else wish.sku,
        title=wish.title or bought.title,
        variant=bought.variant if is_same else wish.variant,
        difference_minor=difference,
        currency=locked.order.currency,
    )


def _difference(computed: RefundBreakdown, position: int) -> int:
    return sum(
        row.noted_minor
        for row in computed.rows
        if row.item == position and row.kind is RowKind.EXCHANGE_DIFFERENCE
    )


def _copy(failed: ReplacementItem) -> ReplacementItem:
    return ReplacementItem(
        parent=failed.parent,
        line=failed.line,
        quantity=failed.quantity,
        sku=failed.sku,
        title=failed.title,
        variant=failed.variant,
        difference_minor=failed.difference_minor,
        currency=failed.currency,
    )
