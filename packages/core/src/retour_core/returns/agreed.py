"""The terms a refund is reckoned by: those kept with the return, not today's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from retour_core.domain.money import Money
from retour_core.domain.policies import (
    Decision,
    FeePer,
    GiftCards,
    ItemDecision,
    Payer,
    Policy,
    RequestKind,
    Resolution,
)
from retour_core.domain.refunds import (
    PaidOrder,
    RefundItem,
    RefundTerms,
    returned_worth,
)
from retour_core.policies.versions import read_policy
from retour_core.returns.exchanges import wish_of
from retour_core.returns.models import Return, ReturnLine


@dataclass(frozen=True)
class Agreed:
    items: list[RefundItem]
    terms: RefundTerms


def agreed_terms(ret: Return, paid: PaidOrder, due: Sequence[ReturnLine]) -> Agreed:
    """What is due and on which terms; a return without a decision costs nothing.

    Fees that the merchant's fault waives are no longer in the decision. A query for
    the brand, two with a policy version.
    """
    plain = [_plain_item(line, paid.currency) for line in due]
    kind = RequestKind(ret.kind)
    if ret.decision is None:
        return Agreed(plain, RefundTerms(kind=kind))
    decision = Decision.model_validate(ret.decision)
    policy = policy_of(ret)
    items = [
        _item(paid, item, decision.item(item.line), is_kept=line.is_kept)
        for item, line in zip(plain, due, strict=True)
    ]
    travelling = [
        item for item, line in zip(plain, due, strict=True) if not line.is_kept
    ]
    return Agreed(
        items,
        RefundTerms(
            kind=kind,
            return_fee=_return_fee(paid, travelling, decision),
            prepaid_fee=_prepaid(ret),
            gift_cards=policy.gift_cards,
            credit_bonus_percent=Decimal(0)
            if ret.is_gift
            else policy.store_credit_bonus,
        ),
    )


def gift_cards_of(ret: Return) -> GiftCards:
    """Whether gift cards get money back first or last. One query or none."""
    return policy_of(ret).gift_cards


def _plain_item(line: ReturnLine, currency: str) -> RefundItem:
    return RefundItem(
        line=line.order_line.external_id,
        quantity=line.units_due,
        resolution=Resolution(line.resolution),
        new_unit_price=wish_of(line, currency).unit_price,
    )


def policy_of(ret: Return) -> Policy:
    """The version it was made under; two queries if its brand is not loaded."""
    if ret.policy:
        return read_policy(ret.policy, ret.brand)
    return Policy(brand=ret.brand.slug, kind=RequestKind(ret.kind))


def _item(
    paid: PaidOrder, item: RefundItem, decided: ItemDecision, *, is_kept: bool
) -> RefundItem:
    if is_kept:
        # Nothing is sent and nothing goes back on the shelf.
        return item
    fee = None
    if decided.fee_payer is Payer.CUSTOMER and decided.fee.per is FeePer.ITEM:
        worth = returned_worth(paid, [item])
        fee = decided.fee.amount(worth, units=item.quantity)
    return replace(item, restocking_percent=decided.restocking_percent, fee=fee)


def _prepaid(ret: Return) -> Money | None:
    """Nothing is taken off for what was paid before the label was made."""
    minor = ret.label_fee_minor
    return None if minor is None else Money(minor, ret.order.currency)


def _return_fee(
    paid: PaidOrder, travelling: Sequence[RefundItem], decision: Decision
) -> Money | None:
    """Once per return, of what came back; nothing came, nothing is charged."""
    whole = decision.whole
    if not travelling or whole.fee_payer is not Payer.CUSTOMER or whole.fee.is_free:
        return None
    return whole.fee.amount(returned_worth(paid, travelling))
