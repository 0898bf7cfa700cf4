"""What Sendcloud does not document, such as an id in its list, and prices it tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from retour_core.billing.models import LedgerEntry
from retour_core.carriers.base import CancelOutcome, CarrierFault, FaultKind
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.carriers.sendcloud.mapping import request_body
from retour_core.carriers.sendcloud.prices import cost_told
from retour_core.domain.money import Money
from retour_core.labels.models import Label
from retour_core.outbox.models import OutboxMessage
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from tests.carriers.contract import just_now, label_request
from tests.carriers.faults import Fault
from tests.carriers.sendcloud_requests import complaint
from tests.carriers.sendcloud_stub import SendcloudStub
from tests.carriers.stubs import adapter_for, installed
from tests.core.labels.draining import drain
from tests.factories import make_brand, make_order, make_return, make_shop

CODE = "dpd:return/return"


@pytest.fixture
def stub(settings: Any) -> Iterator[SendcloudStub]:
    with installed("sendcloud", settings) as stub:
        assert isinstance(stub, SendcloudStub)
        yield stub


@pytest.fixture
def ret(stub: SendcloudStub, private_files: None) -> Return:
    """Its label was bought, and the answer lost."""
    brand = make_brand()
    save_account(CarrierAccount(kind=stub.kind, name="Ours"), stub.settings, [brand])
    stub.next_buy.append(Fault.RESET_AFTER)
    return make_return(make_order(make_shop(brand)))


def found_after_loss(stub: SendcloudStub) -> Any:
    """What is found of a purchase whose answer was lost, among others."""
    request, asked = label_request(serial=2), just_now()
    carrier = adapter_for(stub)
    carrier.buy(label_request(serial=1))
    carrier.buy(request)
    carrier.buy(label_request(serial=3))
    return carrier.find(request, since=asked)


def test_the_id_that_the_list_lacks_is_found_in_the_older_list(
    stub: SendcloudStub,
) -> None:
    found = found_after_loss(stub)

    assert (found.carrier_id, found.tracking_number) == ("5001", stub.numbers()[1])
    assert adapter_for(stub).cancel(found.carrier_id) is CancelOutcome.REQUESTED


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500])
def test_a_label_is_found_though_the_older_list_is_closed(
    stub: SendcloudStub, status: int
) -> None:
    stub.older_status = status

    found = found_after_loss(stub)

    assert (found.carrier_id, found.tracking_number) == ("", stub.numbers()[1])
    assert found.document is not None


def test_an_id_that_leads_to_another_return_is_not_believed(
    stub: SendcloudStub, monkeypatch: Any
) -> None:
    monkeypatch.setattr(
        "tests.carriers.sendcloud_stub._listed_by_v2",
        lambda made: {"id": 5000, "incoming_parcel": made["id"] + 70_000},
    )

    assert found_after_loss(stub).carrier_id == ""


def test_a_list_that_shows_ids_after_all_spares_the_older_one(
    stub: SendcloudStub, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tests.carriers.sendcloud_stub._shown", lambda made: made)
    stub.older_status = 410

    assert found_after_loss(stub).carrier_id == "5001"


@pytest.mark.django_db
def test_a_label_found_after_a_lost_answer_can_be_given_back(
    ret: Return, stub: SendcloudStub
) -> None:
    drain(3)
    assert Label.objects.get().carrier_id == "5000"

    operations.cancel(Return.objects.get(), actor=CUSTOMER)
    drain(2)

    assert (stub.cancelled, Label.objects.get().state) == ([5000], "cancelled")


@pytest.mark.django_db
def test_one_without_an_id_stays_and_staff_are_told_to_cancel_it_by_hand(
    ret: Return, stub: SendcloudStub
) -> None:
    stub.older_status = 410
    drain(3)
    label = Label.objects.get()
    assert (label.state, label.carrier_id) == ("ready", "")
    assert stub.numbers() == [label.tracking_number]

    operations.cancel(Return.objects.get(), actor=CUSTOMER)
    drain(2)

    assert Label.objects.get().state == "ready"
    assert [entry.kind for entry in LedgerEntry.objects.all()] == ["label"]
    told = ret.events.get(kind="label.kept_doubtful").data
    assert told == {"parcel": 1, "reference": label.tracking_number}
    waiting = OutboxMessage.objects.filter(kind="cancel_label", done_at=None)
    assert waiting.count() == 0


@pytest.mark.django_db
def test_one_that_never_came_to_anybody_is_cancelled_and_staff_are_told(
    ret: Return, stub: SendcloudStub
) -> None:
    stub.older_status = 410
    drain()
    operations.cancel(Return.objects.get(), actor=CUSTOMER)
    long_ago = timezone.now() - timedelta(hours=1)
    Label.objects.update(asked_at=long_ago, tried_at=long_ago)
    drain(3)

    assert Label.objects.get().state == "cancelled"
    assert LedgerEntry.objects.count() == 0
    told = ret.events.get(kind="label.kept_doubtful").data
    assert told["reference"] == stub.numbers()[0]


def answer(*totals: Any, code: str = CODE) -> bytes:
    quotes = [{"price": {"total": total}} for total in totals]
    return json.dumps({"data": [{"code": code, "quotes": quotes}]}).encode()


@pytest.mark.parametrize(
    ("body", "cost"),
    [
        (answer({"value": "6.15", "currency": "EUR"}), Money(615, "EUR")),
        (answer({"value": 6.1, "currency": "EUR"}), Money(610, "EUR")),
        (
            answer(
                {"value": "6.15", "currency": "EUR"},
                {"value": "7.00", "currency": "EUR"},
            ),
            Money(700, "EUR"),
        ),
        (
            answer(
                {"value": "6.15", "currency": "EUR"},
                {"value": "7.00", "currency": "GBP"},
            ),
            None,
        ),
        (answer({"value": "0.00", "currency": "EUR"}), None),
        (answer({"value": "six", "currency": "EUR"}), None),
        (answer({"value": "6.15", "currency": "EUR"}, code="gls:return"), None),
        (answer(), None),
        (b'{"data": null}', None),
        (b'{"data": [{"code": "dpd:return/return", "quotes": null}]}', None),
    ],
)
def test_a_price_is_that_of_the_option_or_none(body: bytes, cost: Money | None) -> None:
    assert cost_told(body, CODE) == cost


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"data": [{}]}', b"[]"])
def test_what_is_no_list_of_prices_is_a_fault(body: bytes) -> None:
    with pytest.raises(CarrierFault) as caught:
        cost_told(body, CODE)
    assert caught.value.kind is FaultKind.UNCLEAR


@pytest.mark.parametrize(
    ("part", "value", "word"),
    [
        ("reference", "RET-1", "external_reference"),
        ("order_number", "", ""),
        ("weight", {"value": 0, "unit": "g"}, "weight"),
        ("weight", {"value": 1, "unit": "stone"}, "weight"),
        ("surprise", 1, "surprise"),
        ("delivery_option", "by_air", "delivery_option"),
        ("from_address", {"name": "Anna"}, "from_address"),
    ],
)
def test_our_own_schema_refuses_what_sendcloud_would(
    part: str, value: Any, word: str
) -> None:
    ship = {"shipping_option_code": CODE}
    body = request_body(label_request(), ship, default_grams=1000)
    assert complaint("return", body) == ""
    name = "external_reference" if part == "reference" else part

    assert word in complaint("return", {**body, name: value}).replace("/", "")
    assert complaint("return", {**body, name: value}) != ""
