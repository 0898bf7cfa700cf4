"""What a customer pays before a label is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retour_core.domain.methods import METHODS_WITH_LABEL
from retour_core.domain.money import Money
from retour_core.domain.policies import Decision, FeeWhen
from retour_core.payments.queries import account_in_use
from retour_core.returns.choices import RequestKind
from retour_core.returns.estimating import expected_deductions
from retour_core.returns.models import Return, ReturnLine


def fee_before_label(ret: Return) -> Money | None:
    """The fee of a priced return that its label waits for; ``None`` where it waits for
    none, and a fee is kept back from the refund. Two queries at most."""
    if ret.decision is None:
        return None
    decision = Decision.model_validate(ret.decision)
    if decision.whole.fee_when is not FeeWhen.BEFORE_LABEL:
        return None
    lines = list(ret.lines.select_related("order_line").order_by("pk"))
    worth = {line.pk: line.refund_minor for line in lines}
    return fee_of(ret, decision, lines, worth)


def fee_of(
    ret: Return,
    decision: Decision,
    lines: Sequence[ReturnLine],
    worth: Mapping[int, int],
) -> Money | None:
    """The same of a draft; ``worth`` is in minor units by the line's primary key.

    A withdrawal is never gated (CRD art. 9(1)), and who returns a gift sees no price:
    their fees are kept back, as are all where the brand has no account to be paid to,
    or the label was made beforehand.
    One query at most.
    """
    waits = ret.kind != RequestKind.WITHDRAWAL and not ret.is_gift
    # What lies in the parcel already waits for nothing.
    waits = waits and ret.reserved_until is None
    if not waits or ret.method not in METHODS_WITH_LABEL:
        return None
    if decision.whole.fee_when is not FeeWhen.BEFORE_LABEL:
        return None
    fee = Money(
        expected_deductions(decision, lines, worth).fee_minor, decision.currency
    )
    return fee if fee.minor and account_in_use(ret.brand_id) else None
