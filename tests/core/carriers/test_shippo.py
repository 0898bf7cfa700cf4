"""What only Shippo does: labels under way, refused inside a good answer, by QR."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from retour_core.carriers.base import Carrier, CarrierFault, FaultKind
from retour_core.domain.methods import ReturnMethod
from tests.carriers.contract import just_now, label_request
from tests.carriers.sendcloud_stub import PNG
from tests.carriers.shippo_stub import ShippoStub
from tests.carriers.stubs import adapter_for, installed


@pytest.fixture
def stub(settings: Any) -> Iterator[ShippoStub]:
    with installed("shippo", settings) as stub:
        assert isinstance(stub, ShippoStub)
        yield stub


@pytest.fixture
def adapter(stub: ShippoStub) -> Carrier:
    return adapter_for(stub)


def test_a_label_under_way_is_looked_up_a_little_later(
    adapter: Carrier, stub: ShippoStub
) -> None:
    stub.next_status = "QUEUED"
    request = label_request()

    for ask in (adapter.buy, lambda one: adapter.find(one, since=just_now())):
        with pytest.raises(CarrierFault) as caught:
            ask(request)
        assert caught.value.kind is FaultKind.UNCLEAR
        assert caught.value.retry_after == timedelta(seconds=20)

    assert len(stub.transactions) == 1


def test_a_refusal_inside_a_good_answer_is_one_and_says_why(
    adapter: Carrier, stub: ShippoStub
) -> None:
    stub.next_status = "ERROR"
    request, asked = label_request(), just_now()

    with pytest.raises(CarrierFault, match=r"No such street\.") as caught:
        adapter.buy(request)

    assert caught.value.kind is FaultKind.INPUT
    assert adapter.find(request, since=asked) is None


def test_a_code_for_the_counter_is_asked_for_and_kept(adapter: Carrier) -> None:
    bought = adapter.buy(label_request(method=ReturnMethod.LABELLESS))

    assert (bought.qr_code, bought.document) == (PNG, None)


def test_the_cheapest_of_the_wanted_carrier_is_bought(adapter: Carrier) -> None:
    bought = adapter.buy(label_request())

    assert bought.service == "USPS Ground Return"
    assert bought.cost is not None
    assert (bought.cost.minor, bought.cost.currency) == (593, "USD")


def test_a_label_is_found_among_more_than_a_page(
    adapter: Carrier, stub: ShippoStub
) -> None:
    asked, request = just_now(), label_request()
    bought = adapter.buy(request)
    others = [{**stub.transactions[0], "metadata": f"other {n}"} for n in range(230)]
    stub.transactions += others

    assert adapter.find(request, since=asked) == bought


def _bought_before(stub: ShippoStub, count: int) -> None:
    """The account bought so many labels, one an hour until two hours ago."""
    [mine] = stub.transactions
    before = [
        {
            **mine,
            "object_id": f"old{hours}",
            "metadata": f"old {hours}",
            "object_created": (just_now() - timedelta(hours=hours)).isoformat(),
        }
        for hours in range(count + 1, 1, -1)
    ]
    stub.transactions[:0] = before


def test_an_account_of_thousands_of_labels_still_buys(
    adapter: Carrier, stub: ShippoStub
) -> None:
    adapter.buy(label_request())
    _bought_before(stub, 2_100)
    read_before = stub.pages_read

    adapter.buy(label_request())

    assert len(stub.transactions) == 2_102
    assert stub.pages_read - read_before == 1


def test_a_list_from_old_to_new_is_read_to_its_end(
    adapter: Carrier, stub: ShippoStub
) -> None:
    stub.lists_oldest_first = True
    asked, request = just_now(), label_request()
    bought = adapter.buy(request)
    _bought_before(stub, 250)
    read_before = stub.pages_read

    assert adapter.find(request, since=asked) == bought
    assert adapter.buy(request) == bought
    assert stub.pages_read - read_before == 6
