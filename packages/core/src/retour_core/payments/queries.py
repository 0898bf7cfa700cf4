from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Sum

from retour_core.domain.states import ReturnState
from retour_core.payments.models import (
    FeeEntry,
    FeeRefund,
    FeeRefundState,
    Payment,
    PaymentAccount,
)
from retour_core.returns.models import Return, ReturnEvent

# For how long a label waits to be paid for.
PAY_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class FeeState:
    """``payment`` is the one that counts: accepted, else still open, else the last;
    ``refund`` is its. ``failed`` is a refund that failed, be it of another payment."""

    payment: Payment | None = None
    refund: FeeRefund | None = None
    failed: FeeRefund | None = None
    is_passed_on: bool = False

    @property
    def may_be_refunded(self) -> bool:
        """By staff, for good will: what is passed on is settled with the return."""
        accepted = self.payment is not None and self.payment.accepted_at is not None
        return accepted and self.refund is None and not self.is_passed_on


def account_in_use(brand_id: int) -> PaymentAccount | None:
    return PaymentAccount.objects.filter(brand_id=brand_id, is_active=True).first()


def fee_state(ret: Return) -> FeeState:
    """How the fee of a return stands; two queries, one without a payment."""
    payments = list(ret.payments.select_related("refund", "account").order_by("pk"))
    if not payments:
        return FeeState()
    found = max(payments, key=_weight)
    passed = FeeEntry.objects.filter(payment=found, kind="passed_on").exists()
    refunds = [row.refund for row in payments if hasattr(row, "refund")]
    failed = (row for row in refunds if row.state == FeeRefundState.FAILED)
    refund = getattr(found, "refund", None)
    return FeeState(found, refund, next(failed, None), passed)


def pay_by(ret: Return) -> datetime | None:
    """Until when the fee can be paid; ``None`` for a return that waits for none."""
    if ret.current_state is not ReturnState.AWAITING_PAYMENT:
        return None
    since = ReturnEvent.objects.filter(
        parent=ret, to_state=ReturnState.AWAITING_PAYMENT
    ).aggregate(at=Max("at"))["at"]
    return None if since is None else since + PAY_WITHIN


def entries_of(brand_id: int) -> Iterator[FeeEntry]:
    """Oldest first, with payment and return; one query."""
    rows = FeeEntry.objects.filter(brand_id=brand_id).order_by("pk")
    return rows.select_related("payment__parent").iterator()


def latest_entries(brand_id: int, most: int) -> list[FeeEntry]:
    """Newest first, with payment and return; one query."""
    rows = FeeEntry.objects.filter(brand_id=brand_id).order_by("-pk")
    return list(rows.select_related("payment__parent")[:most])


def fee_totals(brand_id: int) -> list[tuple[str, str, int]]:
    """Currency, kind of entry and sum in minor units of what moved money; one query."""
    rows = FeeEntry.objects.filter(brand_id=brand_id, is_live=True)
    sums = rows.values_list("currency", "kind").annotate(total=Sum("amount_minor"))
    return sorted(sums)


def _weight(payment: Payment) -> tuple[bool, bool, bool, int]:
    is_live = payment.state in {"new", "open", "pending", "authorized"}
    return (
        payment.accepted_at is not None,
        is_live,
        payment.paid_at is not None,
        payment.pk,
    )
