"""What every payment service can do, and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

from django.utils.functional import Promise

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.settings_form import CarrierSettings
from retour_core.domain.money import Money

__all__ = [
    "FaultKind",
    "PaymentFault",
    "PaymentProvider",
    "PaymentRequest",
    "PaymentStatus",
    "RefundStatus",
    "ToldPayment",
    "ToldRefund",
]

# Services fail the way carriers do: the same kinds, and the same way of asking.
# ``unclear``: it may have been made, and is asked for again under the same key.
PaymentFault = CarrierFault


class PaymentStatus(StrEnum):
    """``OPEN`` can still be paid, ``PENDING`` is being paid, ``AUTHORIZED`` is promised
    and not captured; the others are final."""

    OPEN = "open"
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    FAILED = "failed"
    CANCELED = "canceled"
    EXPIRED = "expired"


class RefundStatus(StrEnum):
    """``FAILED`` and ``CANCELED`` may come after any of the others: a bank sends money
    back, a person stops a refund before it is carried out."""

    PENDING = "pending"
    REFUNDED = "refunded"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True, kw_only=True)
class PaymentRequest:
    """A fee that a customer is asked for.

    ``key`` is ours, unique, and the service's idempotency key: the same payment is
    always asked for with the same values. ``webhook_url`` is empty where nobody could
    reach it; then the service is asked. ``locale`` is the customer's language.
    """

    key: str
    amount: Money
    description: str
    redirect_url: str
    webhook_url: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class ToldPayment:
    """What the service says of a payment: ``key`` is ours, as we told it;
    ``checkout_url`` is where the customer pays, "" once there is nothing to pay."""

    provider_id: str
    key: str
    status: PaymentStatus
    amount: Money
    checkout_url: str = ""


@dataclass(frozen=True, kw_only=True)
class ToldRefund:
    provider_id: str
    key: str
    status: RefundStatus

    @property
    def is_off(self) -> bool:
        """Whether the money stays: under the same key it is never given back."""
        return self.status in (RefundStatus.FAILED, RefundStatus.CANCELED)


@runtime_checkable
class PaymentProvider(Protocol):
    """An adapter: made anew with an account's settings, and called from one thread.

    Every call raises :class:`PaymentFault` and nothing else.
    """

    kind: ClassVar[str]
    name: ClassVar[str | Promise]
    settings_class: ClassVar[type[CarrierSettings]]

    @property
    def is_live(self) -> bool:
        """Whether money moves; without it, payments are for trying out."""
        ...

    def create(self, request: PaymentRequest) -> ToldPayment:
        """The same ``key`` again answers with the same payment."""
        ...

    def fetch(self, provider_id: str) -> ToldPayment: ...

    def refund(self, provider_id: str, key: str, amount: Money) -> ToldRefund:
        """Give ``amount`` of the payment back; the same ``key`` again gives no more."""
        ...

    def find_refund(self, provider_id: str, key: str) -> ToldRefund | None:
        """The refund made under our ``key``, if one was; asked again later, how it
        stands then. One that is cancelled may be gone."""
        ...

    def test_credentials(self) -> None:
        """Ask for something that costs nothing and needs a valid account."""
        ...
