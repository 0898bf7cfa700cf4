from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.sandbox.adapter import SandboxCarrier
from tests.carriers.contract import CarrierContract, just_now, label_request
from tests.carriers.stub import PDF, Fault, StubCarrier, running_stub


@pytest.fixture
def stub(settings: Any) -> Iterator[StubCarrier]:
    with running_stub() as stub:
        settings.RETOUR_CARRIER_SANDBOX_URL = stub.url
        yield stub
        assert stub.complaints == []


@pytest.fixture
def adapter(stub: StubCarrier, settings: Any) -> SandboxCarrier:
    settings.RETOUR_CARRIER_ANSWER_SECONDS = 0.3
    return SandboxCarrier()


class TestSandbox(CarrierContract):
    kind = "sandbox"

    @pytest.fixture
    def carrier(self, adapter: SandboxCarrier) -> SandboxCarrier:
        return adapter


def test_the_carriers_own_document_is_kept(adapter: SandboxCarrier) -> None:
    assert adapter.buy(label_request()).document == PDF


@pytest.mark.parametrize(
    ("fault", "kind", "bought"),
    [
        (Fault.LIMIT, FaultKind.LIMIT, 0),
        (Fault.AUTH, FaultKind.AUTH, 0),
        (Fault.INPUT, FaultKind.INPUT, 0),
        (Fault.GONE, FaultKind.PERMANENT, 0),
        (Fault.REDIRECT, FaultKind.PERMANENT, 0),
        (Fault.BROKEN_BEFORE, FaultKind.UNCLEAR, 0),
        (Fault.BROKEN_AFTER, FaultKind.UNCLEAR, 1),
        (Fault.HTML_BEFORE, FaultKind.UNCLEAR, 0),
        (Fault.HTML_AFTER, FaultKind.UNCLEAR, 1),
        (Fault.TRUNCATED, FaultKind.UNCLEAR, 1),
        (Fault.NO_NUMBER, FaultKind.UNCLEAR, 1),
        (Fault.NOT_BASE64, FaultKind.UNCLEAR, 1),
        (Fault.NO_PDF, FaultKind.UNCLEAR, 1),
        (Fault.ANOTHER, FaultKind.UNCLEAR, 1),
        (Fault.SLOW, FaultKind.UNCLEAR, 1),
        (Fault.RESET_BEFORE, FaultKind.UNCLEAR, 0),
        (Fault.RESET_AFTER, FaultKind.UNCLEAR, 1),
        (Fault.DUPLICATE, FaultKind.UNCLEAR, 1),
    ],
)
def test_each_failure_to_buy_has_its_kind(
    adapter: SandboxCarrier,
    stub: StubCarrier,
    fault: Fault,
    kind: FaultKind,
    bought: int,
) -> None:
    stub.next_buy.append(fault)

    with pytest.raises(CarrierFault) as caught:
        adapter.buy(label_request())

    assert caught.value.kind is kind
    assert len(stub.parcels) == bought


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.LIMIT, FaultKind.LIMIT),
        (Fault.AUTH, FaultKind.AUTH),
        (Fault.BROKEN_AFTER, FaultKind.TEMPORARY),
        (Fault.DUPLICATE, FaultKind.TEMPORARY),
        (Fault.HTML_AFTER, FaultKind.UNCLEAR),
        (Fault.TRUNCATED, FaultKind.TEMPORARY),
        (Fault.ANOTHER, FaultKind.UNCLEAR),
        (Fault.SLOW, FaultKind.TEMPORARY),
        (Fault.RESET_AFTER, FaultKind.TEMPORARY),
    ],
)
def test_a_lookup_that_fails_never_says_there_is_no_label(
    adapter: SandboxCarrier, stub: StubCarrier, fault: Fault, kind: FaultKind
) -> None:
    request = label_request()
    adapter.buy(request)
    stub.next_find.append(fault)

    with pytest.raises(CarrierFault) as caught:
        adapter.find(request, since=just_now())

    assert caught.value.kind is kind


@pytest.mark.parametrize(
    ("fault", "after"),
    [
        (Fault.LIMIT, timedelta(seconds=7)),
        (Fault.LIMIT_DATE, None),
        (Fault.LIMIT_NONSENSE, None),
    ],
)
def test_a_limit_says_how_long_to_wait_if_it_can_be_understood(
    adapter: SandboxCarrier, stub: StubCarrier, fault: Fault, after: timedelta | None
) -> None:
    stub.next_buy.append(fault)

    with pytest.raises(CarrierFault) as caught:
        adapter.buy(label_request())

    assert caught.value.kind is FaultKind.LIMIT
    assert caught.value.retry_after == after


def test_a_carrier_that_does_not_listen_is_asked_again(settings: Any) -> None:
    settings.RETOUR_CARRIER_SANDBOX_URL = "http://127.0.0.1:9"

    with pytest.raises(CarrierFault) as caught:
        SandboxCarrier().find(label_request(), since=just_now())

    assert caught.value.kind is FaultKind.TEMPORARY
