"""A payment service to try things out with: a page of ours where a person decides."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.carriers.settings_form import CarrierSettings
from retour_core.domain.money import Money
from retour_core.payments.base import (
    FaultKind,
    PaymentFault,
    PaymentRequest,
    PaymentStatus,
    RefundStatus,
    ToldPayment,
    ToldRefund,
)
from retour_core.payments.models import SandboxPayment


class SandboxSettings(CarrierSettings):
    """Nothing: no money moves."""


class SandboxProvider:
    """Keeps its payments in a table of its own, where ``RETOUR_PAYMENT_SANDBOX``.

    Whoever reaches its page may call a fee paid, so an installation for customers has
    it switched off.
    """

    kind: ClassVar[str] = "sandbox"
    name: ClassVar[str | Promise] = _("Sandbox")
    settings_class: ClassVar[type[CarrierSettings]] = SandboxSettings

    def __init__(self, settings_: SandboxSettings | None = None) -> None:
        del settings_
        if not settings.RETOUR_PAYMENT_SANDBOX:
            raise ImproperlyConfigured(
                "The payment sandbox needs RETOUR_PAYMENT_SANDBOX."
            )

    @property
    def is_live(self) -> bool:
        return False

    def create(self, request: PaymentRequest) -> ToldPayment:
        made, _is_new = SandboxPayment.objects.get_or_create(
            key=request.key,
            defaults={
                "provider_id": f"sb_{get_random_string(20)}",
                "amount_minor": request.amount.minor,
                "currency": request.amount.currency,
                "description": request.description,
                "redirect_url": request.redirect_url,
            },
        )
        return _told(made)

    def fetch(self, provider_id: str) -> ToldPayment:
        return _told(_known(provider_id))

    @transaction.atomic
    def refund(self, provider_id: str, key: str, amount: Money) -> ToldRefund:
        _known(provider_id)
        rows = SandboxPayment.objects.filter(
            provider_id=provider_id,
            status=PaymentStatus.PAID,
            amount_minor=amount.minor,
            currency=amount.currency,
        )
        # One full refund each, under whose key it was asked for; the last one counts.
        off = Q(refund_status__in=[RefundStatus.FAILED, RefundStatus.CANCELED])
        rows.filter(Q(refund_key="") | off & ~Q(refund_key=key)).update(
            refund_key=key, refund_status=RefundStatus.REFUNDED
        )
        made = rows.filter(refund_key=key).first()
        if made is None:
            raise PaymentFault(FaultKind.INPUT, "There is nothing to give back.")
        return _refund(made)

    def find_refund(self, provider_id: str, key: str) -> ToldRefund | None:
        made = _known(provider_id)
        return _refund(made) if made.refund_key == key else None

    def test_credentials(self) -> None:
        """There are none."""


def decide(provider_id: str, status: PaymentStatus) -> SandboxPayment | None:
    """What the person on the page presses; only the first time counts."""
    SandboxPayment.objects.filter(
        provider_id=provider_id, status=PaymentStatus.OPEN
    ).update(status=status)
    return SandboxPayment.objects.filter(provider_id=provider_id).first()


def spoil_refund(provider_id: str, status: RefundStatus) -> None:
    """What the person on the page presses once a fee was given back."""
    SandboxPayment.objects.filter(provider_id=provider_id).exclude(
        refund_key=""
    ).update(refund_status=status)


def _known(provider_id: str) -> SandboxPayment:
    found = SandboxPayment.objects.filter(provider_id=provider_id).first()
    if found is None:
        raise PaymentFault(FaultKind.PERMANENT, "The sandbox knows no such payment.")
    return found


def _told(made: SandboxPayment) -> ToldPayment:
    is_open = made.status == PaymentStatus.OPEN
    path = reverse("payment_sandbox", args=[made.provider_id])
    base = made.redirect_url.partition("/r/")[0]
    return ToldPayment(
        provider_id=made.provider_id,
        key=made.key,
        status=PaymentStatus(made.status),
        amount=Money(made.amount_minor, made.currency),
        checkout_url=f"{base}{path}" if is_open else "",
    )


def _refund(made: SandboxPayment) -> ToldRefund:
    return ToldRefund(
        provider_id=f"re_{made.refund_key[:8]}",
        key=made.refund_key,
        status=RefundStatus(made.refund_status),
    )
