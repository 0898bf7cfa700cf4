"""All payment services, over a real socket or in their own table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from retour_core.domain.money import Money
from retour_core.payments.base import (
    FaultKind,
    PaymentFault,
    PaymentProvider,
    PaymentStatus,
)
from retour_core.payments.mollie.adapter import MollieProvider, MollieSettings
from retour_core.payments.sandbox.adapter import SandboxProvider, decide, spoil_refund
from tests.carriers.faults import ON_THE_WAY, Fault
from tests.carriers.leaks import leaked, shown_by
from tests.payments.contract import Becomes, PaymentContract, Spoils, payment_request
from tests.payments.mollie_stub import MollieStub

pytestmark = pytest.mark.django_db
LIMITS = (Fault.LIMIT, Fault.LIMIT_DATE, Fault.LIMIT_PAST, Fault.LIMIT_NONSENSE)
REFUSED = {
    **dict.fromkeys(LIMITS, FaultKind.LIMIT),
    Fault.AUTH: FaultKind.AUTH,
    Fault.INPUT: FaultKind.INPUT,
    Fault.GONE: FaultKind.PERMANENT,
    Fault.REDIRECT: FaultKind.PERMANENT,
}


def provider_of(stub: MollieStub) -> MollieProvider:
    return MollieProvider(MollieSettings.model_validate(dict(stub.settings)))


class TestMollie(PaymentContract):
    @pytest.fixture
    def provider(self, mollie: MollieStub) -> PaymentProvider:
        return provider_of(mollie)

    @pytest.fixture
    def becomes(self, mollie: MollieStub) -> Becomes:
        return lambda provider_id, status: mollie.becomes(status.value, provider_id)

    @pytest.fixture
    def spoils(self, mollie: MollieStub) -> Spoils:
        return lambda provider_id, status: mollie.refund_becomes(status, provider_id)


class TestSandbox(PaymentContract):
    @pytest.fixture
    def provider(self, settings: Any) -> PaymentProvider:
        settings.RETOUR_PAYMENT_SANDBOX = True
        return SandboxProvider()

    @pytest.fixture
    def becomes(self) -> Becomes:
        return decide

    @pytest.fixture
    def spoils(self) -> Spoils:
        return spoil_refund


@pytest.mark.parametrize("fault", [*ON_THE_WAY, Fault.NO_NUMBER])
def test_each_failure_to_create_has_its_kind_and_shows_no_key(
    mollie: MollieStub, fault: Fault
) -> None:
    mollie.next_buy.append(fault)

    with pytest.raises(PaymentFault) as caught:
        provider_of(mollie).create(payment_request())

    assert caught.value.kind is REFUSED.get(fault, FaultKind.UNCLEAR)
    assert leaked(shown_by(caught.value), mollie) == []


@pytest.mark.parametrize("fault", ON_THE_WAY)
def test_after_any_failure_the_same_key_makes_one_payment(
    mollie: MollieStub, fault: Fault
) -> None:
    mollie.next_buy.append(fault)
    request, provider = payment_request(), provider_of(mollie)

    with pytest.raises(PaymentFault):
        provider.create(request)

    assert [provider.create(request).provider_id] == mollie.numbers()


@pytest.mark.parametrize("fault", ON_THE_WAY)
def test_a_question_that_fails_never_says_paid_or_failed(
    mollie: MollieStub, fault: Fault
) -> None:
    provider = provider_of(mollie)
    made = provider.create(payment_request())
    mollie.becomes("paid")
    mollie.next_find.append(fault)

    with pytest.raises(PaymentFault) as caught:
        provider.fetch(made.provider_id)

    assert caught.value.kind is REFUSED.get(fault, FaultKind.TEMPORARY)
    assert provider.fetch(made.provider_id).status is PaymentStatus.PAID


@pytest.mark.parametrize("fault", ON_THE_WAY)
def test_a_refund_whose_answer_is_lost_is_found_by_our_key(
    mollie: MollieStub, fault: Fault
) -> None:
    provider, key = provider_of(mollie), "8c1f3f1e-3c1b-4f0e-9d5a-0c6a2c1d7f10"
    made = provider.create(payment_request())
    mollie.becomes("paid")
    mollie.next_fetch.append(fault)

    with pytest.raises(PaymentFault):
        provider.refund(made.provider_id, key, made.amount)
    found = provider.find_refund(made.provider_id, key)
    again = provider.refund(made.provider_id, key, made.amount)

    assert found in (None, again)
    assert len(mollie.refunds[made.provider_id]) == 1


def test_a_limit_says_how_long_to_wait(mollie: MollieStub) -> None:
    mollie.next_buy.append(Fault.LIMIT)

    with pytest.raises(PaymentFault) as caught:
        provider_of(mollie).create(payment_request())

    assert caught.value.retry_after == timedelta(seconds=7)
    assert str(caught.value).startswith("The payment service answered 429")


@pytest.mark.parametrize(
    "key", ["", "quite-wrong", "test_", "prod_abcdefghijklmn", "test_abc def ghi jkl"]
)
def test_what_is_no_key_of_mollie_s_is_not_taken(key: str) -> None:
    with pytest.raises(ValidationError):
        MollieSettings.model_validate({"api_key": key})


def test_a_wrong_key_does_not_pass_the_test(mollie: MollieStub) -> None:
    wrong = MollieSettings.model_validate({"api_key": "live_wrongWrongWrong"})

    with pytest.raises(PaymentFault) as caught:
        MollieProvider(wrong).test_credentials()

    assert caught.value.kind is FaultKind.AUTH
    assert MollieProvider(wrong).is_live
    assert not provider_of(mollie).is_live


def test_where_nobody_can_call_us_no_webhook_is_named(mollie: MollieStub) -> None:
    made = provider_of(mollie).create(payment_request(webhook_url=""))

    assert mollie.payments[made.provider_id]["webhookUrl"] is None
    assert made.amount == Money(495, "EUR")


def test_an_installation_without_the_sandbox_has_none(settings: Any) -> None:
    from django.core.exceptions import ImproperlyConfigured

    settings.RETOUR_PAYMENT_SANDBOX = False

    with pytest.raises(ImproperlyConfigured):
        SandboxProvider()
