from __future__ import annotations

import pytest

from retour_core.carriers.easypost import mapping as easypost
from retour_core.carriers.rates import cheapest, is_wanted
from retour_core.carriers.shippo import mapping as shippo
from retour_core.domain.money import Money


@pytest.mark.parametrize(
    ("wanted", "told", "fits"),
    [
        ("", "USPS", True),
        ("usps", "USPS", True),
        (" USPS ", "usps", True),
        ("UPS", "USPS", False),
    ],
)
def test_a_name_is_the_same_however_it_is_capitalised(
    wanted: str, told: str, *, fits: bool
) -> None:
    assert is_wanted(wanted, told) is fits


@pytest.mark.parametrize(
    ("offers", "chosen"),
    [
        ([], None),
        ([(None, "a")], None),
        ([(Money(900, "USD"), "a"), (Money(850, "USD"), "b")], "b"),
        # No exchange rate is known: fewer euros are not less money.
        ([(Money(900, "USD"), "a"), (Money(850, "EUR"), "b")], "a"),
        ([(None, "a"), (Money(9, "EUR"), "c"), (Money(9, "EUR"), "b")], "b"),
        ([(Money(-1, "EUR"), "a"), (Money(9, "EUR"), "b")], "b"),
        ([(Money(-1, "USD"), "a"), (Money(9, "EUR"), "b")], "b"),
        ([(Money(-1, "EUR"), "a")], None),
    ],
)
def test_the_cheapest_is_that_of_one_currency(
    offers: list[tuple[Money | None, str]], chosen: str | None
) -> None:
    assert cheapest((cost, id_, id_) for cost, id_ in offers) == chosen


def test_shippo_and_easypost_choose_alike() -> None:
    rates = [("r1", "9.00", "USD"), ("r2", "8.50", "EUR"), ("r3", "8.75", "USD")]
    told = shippo.Shipment.model_validate(
        {
            "object_id": "s1",
            "rates": [
                {
                    "object_id": id_,
                    "provider": "USPS",
                    "amount": amount,
                    "currency": currency,
                    "servicelevel": {"name": "Ground", "token": "usps_ground"},
                }
                for id_, amount, currency in rates
            ],
        }
    )
    best = told.best_rate("usps", "USPS_Ground")
    assert best is not None
    assert best.object_id == "r3"
    shipment = easypost.Shipment.model_validate(
        {
            "id": "shp_1",
            "rates": [
                {
                    "id": id_,
                    "carrier": "USPS",
                    "service": "Ground",
                    "rate": amount,
                    "currency": currency,
                }
                for id_, amount, currency in rates
            ],
        }
    )
    cheapest_one = shipment.best_rate("usps", "ground")
    assert cheapest_one is not None
    assert cheapest_one.id == "r3"
