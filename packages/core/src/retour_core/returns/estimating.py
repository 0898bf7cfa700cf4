"""What would be taken off a refund, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retour_core.domain.money import Money
from retour_core.domain.policies import Decision, FeePer, Payer, Resolution
from retour_core.returns.models import Return, ReturnLine


@dataclass(frozen=True)
class Deductions:
    """Minor units, each zero or more and together no more than the goods are worth."""

    restocking_minor: int = 0
    fee_minor: int = 0


def expected_refund(ret: Return, lines: Sequence[ReturnLine]) -> int:
    """Minor units of money a submitted return gives back if all of it comes, fees
    taken off but for one that is paid before the label is made.

    ``lines`` are its own, with ``order_line``; those settled otherwise give none. No
    query.
    """
    lines = [line for line in lines if line.resolution == Resolution.REFUND]
    worth = {line.pk: line.refund_minor for line in lines}
    total = sum(worth.values())
    if ret.decision is None:
        return total
    decision = Decision.model_validate(ret.decision)
    off = expected_deductions(decision, lines, worth)
    fee = 0 if ret.label_fee_minor is not None else off.fee_minor
    return total - off.restocking_minor - fee


def expected_deductions(
    decision: Decision, lines: Sequence[ReturnLine], worth: Mapping[int, int]
) -> Deductions:
    """If all of it comes back and is refunded; ``worth`` is by the line's primary key.

    The refund itself reckons each tax rate and unit: it may differ by a cent.
    """
    restocking = fee = travelling = 0
    for line in lines:
        item = decision.item(line.order_line.external_id)
        if item.keep_item:
            continue
        value = Money(worth[line.pk], decision.currency)
        restocking += value.minor * int(item.restocking_percent * 100) // 100_00
        travelling += value.minor
        if item.fee_payer is Payer.CUSTOMER and item.fee.per is FeePer.ITEM:
            asked = item.fee.amount(value, units=line.quantity).minor
            fee += min(asked, value.minor)
    whole = decision.whole
    if travelling and whole.fee_payer is Payer.CUSTOMER:
        fee += whole.fee.amount(Money(travelling, decision.currency)).minor
    left = sum(worth[line.pk] for line in lines)
    restocking = min(restocking, left)
    return Deductions(restocking, min(fee, left - restocking))
