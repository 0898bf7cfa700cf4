"""What only the bridge to Karrio does: others' carriers, some without returns."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from retour_core.carriers.base import CancelOutcome, CarrierFault, FaultKind
from retour_core.carriers.registry import carrier
from tests.carriers.contract import label_request
from tests.carriers.karrio_stub import KarrioStub
from tests.carriers.stub import PDF
from tests.carriers.stubs import adapter_for, installed


@pytest.fixture
def stub(settings: Any) -> Iterator[KarrioStub]:
    with installed("karrio", settings) as stub:
        assert isinstance(stub, KarrioStub)
        yield stub


def test_an_installation_without_a_karrio_server_says_so(settings: Any) -> None:
    settings.RETOUR_KARRIO_URL = ""

    with pytest.raises(ImproperlyConfigured, match="RETOUR_KARRIO_URL"):
        carrier("karrio", KarrioStub.settings)


def test_a_free_label_that_is_no_return_is_not_the_cheapest(stub: KarrioStub) -> None:
    bought = adapter_for(stub).buy(label_request())

    assert bought.service == "dhl_parcel_de_retoure_online"


@pytest.mark.parametrize("connection", ["gls_main", "nobody"])
def test_a_connection_without_real_returns_does_not_pass_the_test(
    stub: KarrioStub, connection: str
) -> None:
    adapter = carrier("karrio", {**stub.settings, "connection": connection})

    with pytest.raises(CarrierFault) as caught:
        adapter.test_credentials()

    assert caught.value.kind is FaultKind.PERMANENT


def test_what_the_server_says_a_connection_can_do_counts(stub: KarrioStub) -> None:
    stub.connections[0]["capabilities"] = ["tracking"]

    with pytest.raises(CarrierFault) as caught:
        adapter_for(stub).test_credentials()

    assert caught.value.kind is FaultKind.PERMANENT


def test_a_label_inside_the_answer_is_taken_as_it_is(stub: KarrioStub) -> None:
    adapter, request = adapter_for(stub), label_request()
    adapter.buy(request)
    [made] = stub.shipments.values()
    made |= {"label_url": None, "docs": {"label": base64.b64encode(PDF).decode()}}

    assert adapter.buy(request).document == PDF


def test_a_purchase_without_a_label_is_no_label(stub: KarrioStub) -> None:
    adapter, request = adapter_for(stub), label_request()
    adapter.buy(request)
    [made] = stub.shipments.values()
    made["label_url"] = None

    with pytest.raises(CarrierFault) as caught:
        adapter.buy(request)

    assert caught.value.kind is FaultKind.UNCLEAR


def test_a_cancelled_shipment_is_made_anew(stub: KarrioStub) -> None:
    adapter, request = adapter_for(stub), label_request()
    first = adapter.buy(request)

    assert adapter.cancel(first.carrier_id) is CancelOutcome.CANCELLED
    assert adapter.buy(request).carrier_id != first.carrier_id
