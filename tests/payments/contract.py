"""What every payment service's adapter must do; subclass it and name the adapter."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from retour_core.domain.money import Money
from retour_core.payments.base import (
    FaultKind,
    PaymentFault,
    PaymentProvider,
    PaymentRequest,
    PaymentStatus,
    RefundStatus,
)
from retour_core.payments.registry import provider_class

# Makes the payment of an id what it is told, as the customer would.
Becomes = Callable[[str, PaymentStatus], Any]
# Has the last refund of a payment fail, as a bank would.
Spoils = Callable[[str, RefundStatus], Any]


def payment_request(**values: Any) -> PaymentRequest:
    request = PaymentRequest(
        key=str(uuid.uuid4()),
        amount=Money(495, "EUR"),
        description="Nordwand · J6VN-GH6B-CFN7",
        redirect_url="https://returns.nordwand.example/r/k3y/paid",
        webhook_url="https://returns.nordwand.example/hooks/payments/1",
        locale="de",
    )
    return replace(request, **values)


class PaymentContract:
    """Subclasses override the fixtures."""

    @pytest.fixture
    def provider(self) -> PaymentProvider:
        raise NotImplementedError

    @pytest.fixture
    def becomes(self) -> Becomes:
        raise NotImplementedError

    @pytest.fixture
    def spoils(self) -> Spoils:
        raise NotImplementedError

    def test_it_is_installed_under_its_kind(self, provider: PaymentProvider) -> None:
        assert provider_class(provider.kind) is type(provider)
        assert isinstance(provider, PaymentProvider)
        assert str(provider.name)

    def test_a_valid_account_passes_its_test(self, provider: PaymentProvider) -> None:
        provider.test_credentials()

    def test_a_payment_is_open_and_says_where_to_pay(
        self, provider: PaymentProvider
    ) -> None:
        request = payment_request()
        told = provider.create(request)

        assert (told.key, told.amount) == (request.key, request.amount)
        assert told.status is PaymentStatus.OPEN
        assert told.checkout_url.startswith("https://")

    def test_the_same_key_again_is_the_same_payment(
        self, provider: PaymentProvider
    ) -> None:
        request = payment_request()

        assert provider.create(request) == provider.create(request)

    def test_two_keys_are_two_payments(self, provider: PaymentProvider) -> None:
        one, other = (
            provider.create(payment_request()),
            provider.create(payment_request()),
        )

        assert one.provider_id != other.provider_id

    @pytest.mark.parametrize("amount", [Money(1200, "JPY"), Money(1, "EUR")])
    def test_amounts_have_the_decimals_of_their_currency(
        self, provider: PaymentProvider, amount: Money
    ) -> None:
        told = provider.create(payment_request(amount=amount))

        assert provider.fetch(told.provider_id).amount == amount

    @pytest.mark.parametrize("locale", ["de-at", "tlh", "en"])
    def test_whatever_the_customer_speaks_they_can_pay(
        self, provider: PaymentProvider, locale: str
    ) -> None:
        assert provider.create(payment_request(locale=locale)).checkout_url

    @pytest.mark.parametrize("status", ["paid", "failed", "canceled", "expired"])
    def test_what_became_of_it_is_told(
        self, provider: PaymentProvider, becomes: Becomes, status: str
    ) -> None:
        made = provider.create(payment_request())
        becomes(made.provider_id, PaymentStatus(status))
        told = provider.fetch(made.provider_id)

        assert told == replace(made, status=PaymentStatus(status), checkout_url="")

    def test_a_payment_nobody_made_is_a_refusal(
        self, provider: PaymentProvider
    ) -> None:
        with pytest.raises(PaymentFault) as caught:
            provider.fetch("tr_000000")

        assert caught.value.kind is FaultKind.PERMANENT

    def test_what_was_paid_is_given_back_once(
        self, provider: PaymentProvider, becomes: Becomes
    ) -> None:
        made = provider.create(payment_request())
        becomes(made.provider_id, PaymentStatus.PAID)
        key = str(uuid.uuid4())

        assert provider.find_refund(made.provider_id, key) is None
        told = provider.refund(made.provider_id, key, made.amount)
        assert told.status in (RefundStatus.PENDING, RefundStatus.REFUNDED)
        assert provider.refund(made.provider_id, key, made.amount) == told
        assert provider.find_refund(made.provider_id, key) == told
        with pytest.raises(PaymentFault) as caught:
            provider.refund(made.provider_id, str(uuid.uuid4()), made.amount)
        assert caught.value.kind is FaultKind.INPUT

    @pytest.mark.parametrize("status", ["failed", "canceled"])
    def test_a_refund_that_is_off_says_so_and_another_key_gives_back_anew(
        self, provider: PaymentProvider, becomes: Becomes, spoils: Spoils, status: str
    ) -> None:
        made = provider.create(payment_request())
        becomes(made.provider_id, PaymentStatus.PAID)
        key, other = str(uuid.uuid4()), str(uuid.uuid4())
        told = provider.refund(made.provider_id, key, made.amount)
        assert not told.is_off

        spoils(made.provider_id, RefundStatus(status))

        assert provider.find_refund(made.provider_id, key) == replace(
            told, status=RefundStatus(status)
        )
        again = provider.refund(made.provider_id, other, made.amount)
        assert not again.is_off
        assert again.provider_id != told.provider_id
        assert provider.find_refund(made.provider_id, other) == again

    def test_what_was_not_paid_is_not_given_back(
        self, provider: PaymentProvider
    ) -> None:
        made = provider.create(payment_request())

        with pytest.raises(PaymentFault) as caught:
            provider.refund(made.provider_id, str(uuid.uuid4()), made.amount)

        assert caught.value.kind is FaultKind.INPUT
