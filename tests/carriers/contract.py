"""What every carrier's adapter must do; subclass it and name the adapter."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from retour_core.carriers.base import (
    BoughtLabel,
    CancelOutcome,
    Carrier,
    CarrierFault,
    FaultKind,
    LabelRequest,
    ParcelItem,
)
from retour_core.carriers.registry import carrier_class
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money

_COUNTRY = ContextVar("country", default="DE")


@contextmanager
def sent_from(country: str) -> Iterator[None]:
    """Requests are for parcels from there, for carriers that take them nowhere else."""
    before = _COUNTRY.set(country)
    try:
        yield
    finally:
        _COUNTRY.reset(before)


def label_request(**values: Any) -> LabelRequest:
    """A parcel from Berlin to Hamburg under a fresh reference."""
    request = LabelRequest(
        reference=str(uuid.uuid4()),
        serial=7,
        order_number="NW-1001",
        rma_number="0000-0000-0000",
        sender={
            "name": "Anna Berg",
            "street": "Torstraße 1",
            "postal_code": "10119",
            "city": "Berlin",
            "country": _COUNTRY.get(),
        },
        recipient={
            "company": "Nordwand GmbH",
            "street": "Lagerstraße 5",
            "street2": "",
            "postal_code": "20357",
            "city": "Hamburg",
            "country": "DE",
        },
        email="anna@example.org",
        weight_grams=700,
        items=(
            ParcelItem(
                description="Jacket",
                quantity=1,
                sku="SKU-1",
                weight_grams=700,
                value=Money(9900, "EUR"),
                hs_code="6205.20",
                origin_country="PT",
            ),
        ),
    )
    return replace(request, **values)


def just_now() -> datetime:
    """When a purchase was asked for, by a clock that may be a little fast."""
    return datetime.now(UTC) - timedelta(seconds=5)


def taken_from(carrier: Carrier, country: str) -> str:
    """That country, or another if the carrier takes no parcels from there."""
    taken = carrier.capabilities.countries
    return country if taken is None or country in taken else min(taken)


class CarrierContract:
    """Subclasses override ``carrier``: an adapter with a valid account."""

    @pytest.fixture
    def carrier(self) -> Carrier:
        raise NotImplementedError

    def test_it_is_installed_under_its_kind(self, carrier: Carrier) -> None:
        assert carrier_class(carrier.kind) is type(carrier)
        assert isinstance(carrier, Carrier)
        assert 0 < len(carrier.kind) <= 20
        assert str(carrier.name)

    def test_each_setting_has_a_name_for_people(self, carrier: Carrier) -> None:
        for field in carrier.settings_class.fields_shown():
            assert str(field.label) != field.name

    def test_a_valid_account_passes_its_test(self, carrier: Carrier) -> None:
        carrier.test_credentials()

    def test_a_label_has_a_number_and_an_id(self, carrier: Carrier) -> None:
        bought = carrier.buy(label_request())

        assert bought.tracking_number
        assert bought.carrier_id
        assert bought.document is None or bought.document.startswith(b"%PDF-")

    def test_two_parcels_have_two_numbers(self, carrier: Carrier) -> None:
        first = carrier.buy(label_request(serial=1))
        second = carrier.buy(label_request(serial=2))

        assert first.tracking_number != second.tracking_number

    def test_buying_again_under_one_reference_buys_nothing_more(
        self, carrier: Carrier
    ) -> None:
        """Nor is it a refusal, after which another carrier would be asked."""
        if not carrier.capabilities.lookup:
            return
        request = label_request()
        bought = carrier.buy(request)

        again: BoughtLabel | FaultKind
        try:
            again = carrier.buy(request)
        except CarrierFault as fault:
            again = fault.kind

        assert again in (bought, FaultKind.UNCLEAR)

    def test_what_was_never_bought_is_not_found(self, carrier: Carrier) -> None:
        carrier.buy(label_request(serial=1))

        assert carrier.find(label_request(serial=2), since=just_now()) is None

    def test_what_was_bought_is_found_by_our_reference(self, carrier: Carrier) -> None:
        asked = just_now()
        carrier.buy(label_request(serial=1))
        request = label_request(serial=2)
        bought = carrier.buy(request)
        carrier.buy(label_request(serial=3))

        # Who cannot look up must make the same label again, at no cost.
        found = carrier.find(request, since=asked)
        assert found == (bought if carrier.capabilities.lookup else None)

    def test_a_code_takes_the_label_s_place_where_the_carrier_has_one(
        self, carrier: Carrier
    ) -> None:
        if ReturnMethod.LABELLESS not in carrier.capabilities.methods:
            return
        bought = carrier.buy(label_request(method=ReturnMethod.LABELLESS))

        assert bought.qr_code or bought.drop_code
        assert bought.document is None

    def test_a_label_can_be_taken_back_or_the_carrier_says_that_it_cannot(
        self, carrier: Carrier
    ) -> None:
        bought = carrier.buy(label_request())
        outcome = carrier.cancel(bought.carrier_id)

        can = outcome in (CancelOutcome.CANCELLED, CancelOutcome.REQUESTED)
        assert can == carrier.capabilities.cancels
        assert can or outcome is CancelOutcome.UNSUPPORTED

    def test_people_write_what_they_like_into_an_address(
        self, carrier: Carrier
    ) -> None:
        sender = {
            "name": "Zoë “Ž” <b>&\n😀" + "x" * 200,
            "street": "'; -- " + "Ø" * 200,
            "postal_code": "104 31",
            "city": "Αθήνα" * 40,
            "country": taken_from(carrier, "GR"),
        }

        assert carrier.buy(label_request(sender=sender)).tracking_number

    def test_goods_from_outside_the_union_are_declared(self, carrier: Carrier) -> None:
        country = taken_from(carrier, "CH")
        sender = {**label_request().sender, "country": country, "postal_code": "8001"}

        assert carrier.buy(label_request(sender=sender)).tracking_number
