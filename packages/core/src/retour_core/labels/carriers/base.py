"""What every carrier can do, and how it can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol


class FaultKind(StrEnum):
    """Whether to ask again, and how.

    ``unclear``: a label may have been bought; it must be looked up by our reference
    before anything is bought again.
    """

    INPUT = "input"
    AUTH = "auth"
    LIMIT = "limit"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNCLEAR = "unclear"


class CarrierFault(Exception):
    """A carrier did not do what was asked; ``retry_after`` where it said when."""

    def __init__(
        self, kind: FaultKind, message: str, *, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after = retry_after


@dataclass(frozen=True, kw_only=True)
class LabelRequest:
    """One parcel from the consumer to the merchant.

    ``reference`` is ours, unique, and the carrier's idempotency key. Addresses are
    the wire's ``AddressIn`` fields. ``serial`` numbers own labels.
    """

    reference: str
    serial: int
    order_number: str
    rma_number: str
    sender: dict[str, Any]
    recipient: dict[str, Any]
    weight_grams: int | None = None


@dataclass(frozen=True, kw_only=True)
class BoughtLabel:
    """``document`` is a PDF, or ``None`` where we print the label ourselves."""

    carrier_id: str
    tracking_number: str
    document: bytes | None = None


class Carrier(Protocol):
    """An adapter. Both calls raise :class:`CarrierFault` and nothing else."""

    kind: str

    def buy(self, request: LabelRequest) -> BoughtLabel: ...

    def find(self, reference: str) -> BoughtLabel | None:
        """The label bought under our reference, if one was."""
        ...


CarrierFactory = Callable[[], Carrier]
