"""Shippo's own words: what became of a refund, and kinds of label files."""

from __future__ import annotations

from retour_core.carriers.base import CancelOutcome

REFUNDS = {
    "QUEUED": CancelOutcome.REQUESTED,
    "PENDING": CancelOutcome.REQUESTED,
    "SUCCESS": CancelOutcome.CANCELLED,
    "ERROR": CancelOutcome.TOO_LATE,
}
# The same, of the transaction that was to be given back.
REFUNDED = {
    "REFUNDPENDING": CancelOutcome.REQUESTED,
    "REFUNDED": CancelOutcome.CANCELLED,
    "REFUNDREJECTED": CancelOutcome.TOO_LATE,
}
# Transactions that will become a label, or not, in a moment.
UNDER_WAY = frozenset({"WAITING", "QUEUED"})
