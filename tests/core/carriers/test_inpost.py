"""What only InPost asks for and gives: codes that end, phone numbers, few countries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.registry import carrier
from retour_core.domain.methods import ReturnMethod
from tests.carriers.contract import label_request
from tests.carriers.faults import Fault
from tests.carriers.inpost_stub import InPostStub
from tests.carriers.stubs import adapter_for, installed


@pytest.fixture
def stub(settings: Any) -> Iterator[InPostStub]:
    with installed("inpost", settings) as stub:
        assert isinstance(stub, InPostStub)
        yield stub


def test_a_code_for_the_locker_ends_when_inpost_says(stub: InPostStub) -> None:
    bought = adapter_for(stub).buy(label_request(method=ReturnMethod.LABELLESS))

    assert (bought.drop_code, bought.document) == ("000000001", None)
    assert bought.expires_at == datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)


def test_a_label_to_print_has_no_code_beside_it(stub: InPostStub) -> None:
    bought = adapter_for(stub).buy(label_request())

    assert bought.drop_code == ""
    assert bought.document is not None


@pytest.mark.parametrize("country", ["DE", "FR", ""])
def test_elsewhere_it_is_refused_before_anybody_is_asked(
    stub: InPostStub, country: str
) -> None:
    sender = {**label_request().sender, "country": country}

    with pytest.raises(CarrierFault) as caught:
        adapter_for(stub).buy(label_request(sender=sender))

    assert caught.value.kind is FaultKind.INPUT
    assert stub.purchases_asked == 0


def test_without_any_phone_number_it_is_refused_with_the_reason(
    stub: InPostStub,
) -> None:
    adapter = carrier("inpost", {**stub.settings, "phone": ""})

    with pytest.raises(CarrierFault, match="phone number") as caught:
        adapter.buy(label_request())

    assert caught.value.kind is FaultKind.INPUT


@pytest.mark.parametrize("fault", [Fault.BROKEN_BEFORE, Fault.AUTH, Fault.LIMIT])
def test_a_label_that_cannot_be_fetched_leaves_it_unclear(
    stub: InPostStub, fault: Fault
) -> None:
    """The return is made, so no other carrier is asked."""
    stub.next_fetch.extend([None, fault])

    with pytest.raises(CarrierFault) as caught:
        adapter_for(stub).buy(label_request())

    assert caught.value.kind is FaultKind.UNCLEAR
    assert len(stub.numbers()) == 1


@pytest.mark.parametrize("name", ["Madonna", "Ana María López", ""])
def test_a_name_is_given_in_two_parts(stub: InPostStub, name: str) -> None:
    sender = {**label_request().sender, "name": name}

    assert adapter_for(stub).buy(label_request(sender=sender)).tracking_number
