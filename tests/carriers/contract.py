"""What every carrier's adapter must do; subclass it and name the adapter."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from retour_core.carriers.base import Carrier, LabelRequest
from retour_core.carriers.registry import carrier_class


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
            "country": "DE",
        },
        recipient={
            "company": "Nordwand GmbH",
            "street": "Lagerstraße 5",
            "street2": "",
            "postal_code": "20357",
            "city": "Hamburg",
            "country": "DE",
        },
    )
    return replace(request, **values)


def just_now() -> datetime:
    """When a purchase was asked for, by a clock that may be a little fast."""
    return datetime.now(UTC) - timedelta(seconds=5)


class CarrierContract:
    """Subclasses give ``kind`` and, where it needs one, override ``carrier``."""

    kind: str

    @pytest.fixture
    def carrier(self) -> Carrier:
        raise NotImplementedError

    def test_it_is_installed_under_its_kind(self, carrier: Carrier) -> None:
        assert carrier.kind == self.kind
        assert carrier_class(self.kind) is type(carrier)
        assert isinstance(carrier, Carrier)

    def test_a_label_has_a_number_and_an_id(self, carrier: Carrier) -> None:
        bought = carrier.buy(label_request())

        assert bought.tracking_number
        assert bought.carrier_id
        assert bought.document is None or bought.document.startswith(b"%PDF-")

    def test_two_parcels_have_two_numbers(self, carrier: Carrier) -> None:
        first = carrier.buy(label_request(serial=1))
        second = carrier.buy(label_request(serial=2))

        assert first.tracking_number != second.tracking_number

    def test_buying_again_under_one_reference_is_the_same_label(
        self, carrier: Carrier
    ) -> None:
        request = label_request()

        assert carrier.buy(request) == carrier.buy(request)

    def test_what_was_never_bought_is_not_found(self, carrier: Carrier) -> None:
        assert carrier.find(label_request(), since=just_now()) is None

    def test_what_was_bought_is_found_by_our_reference(self, carrier: Carrier) -> None:
        request = label_request()
        asked = just_now()
        bought = carrier.buy(request)

        # Who cannot look up must make the same label again, at no cost.
        found = carrier.find(request, since=asked)
        assert found == (bought if carrier.capabilities.lookup else None)

    def test_people_write_what_they_like_into_an_address(
        self, carrier: Carrier
    ) -> None:
        sender = {"name": "Zoë “Ž” <b>&\n😀", "street": "'; --", "country": "GR"}

        assert carrier.buy(label_request(sender=sender)).tracking_number
