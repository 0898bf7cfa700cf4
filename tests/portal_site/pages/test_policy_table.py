"""What the flow grants or charges is on the public page before anybody starts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from retour_core.brands.models import Brand
from retour_core.domain.money import Money
from retour_core.domain.policies import RequestKind
from retour_core.domain.return_prices import PriceRow, PriceTable
from retour_core.policies.models import ReturnRule
from retour_core.policies.return_prices import end_prices, save_prices
from retour_core.policies.rules import (
    move_rule,
    reorder_rules,
    save_rule,
    switch_rule,
)
from retour_core.policies.versions import save_policy
from retour_portal.pages.policy_table import policy_rows
from tests.portal_site.pages.test_live_blocks import BLOCKS, page_with, shown

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

TODAY = date(2026, 12, 1)
SEASON = {
    "ordered_from": "2026-11-01",
    "ordered_to": "2026-12-24",
    "until": "2027-01-31",
}
FEE = {"per": "return", "fixed": [{"amount": "3.00", "currency": "EUR"}]}


def save(brand: Brand, kind: RequestKind = RequestKind.RETURN, **terms: Any) -> None:
    terms = {"anchors": ["delivered"]} | terms
    save_policy(brand, kind, terms, actor="test", now=timezone.now())


def rule(brand: Brand, conditions: list[Any], outcomes: dict[str, Any]) -> ReturnRule:
    raw = {
        "name": "Rule",
        "conditions": [
            {"fact": fact, "operator": operator, "values": values}
            for fact, operator, values in conditions
        ],
        "outcomes": outcomes,
    }
    return save_rule(ReturnRule(brand=brand), raw)


def rows(
    brand: Brand | None,
    kind: RequestKind = RequestKind.RETURN,
    *,
    today: date = TODAY,
) -> dict[str, list[str]]:
    return {row.title: row.entries for row in policy_rows(brand, kind, today=today)}


def euro(country: str, first: int, last: int | None, minor: int) -> PriceRow:
    return PriceRow(country, first, last, Money(minor, "EUR"))


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (
            date(2027, 1, 31),
            [
                (
                    "Orders from 1 November 2026 to 24 December 2026: at least until "
                    "31 January 2027"
                )
            ],
        ),
        (date(2027, 2, 1), []),
    ],
)
def test_a_season_is_told_until_its_last_day(
    portals: dict[str, Brand], today: date, said: list[str]
) -> None:
    brand = portals["alpenglow"]
    save(brand, window_days=14, seasons=[SEASON], grace_days=3)
    assert rows(brand, today=today)["Time to return"] == [
        "14 days from the day it arrives",
        *said,
    ]


def test_a_season_adds_nothing_to_a_window_without_end(
    portals: dict[str, Brand],
) -> None:
    brand = portals["alpenglow"]
    save(brand, window_days="unlimited", seasons=[SEASON])
    assert rows(brand)["Time to return"] == ["No time limit"]


def test_anchors_are_told_as_they_count_in_whichever_sequence_they_are_saved(
    portals: dict[str, Brand],
) -> None:
    brand = portals["alpenglow"]
    save(brand, window_days=14, anchors=["ordered", "delivered"])
    assert rows(brand)["Time to return"] == [
        "14 days from the day it arrives",
        "If that day is not known: 14 days from the day of the order",
    ]


def test_the_table_of_return_prices_is_told_by_country_and_weight(
    portals: dict[str, Brand],
) -> None:
    brand = portals["alpenglow"]
    save(brand, fee_payer="customer", fee=FEE)
    table = (
        euro("AT", 0, 2000, 495),
        euro("AT", 2001, None, 690),
        euro("DE", 0, 2000, 495),
        euro("DE", 2001, None, 690),
        euro("*", 0, None, 1200),
        euro("CH", 0, 500, 900),
    )
    save_prices(brand.pk, PriceTable(table), valid_from=TODAY)
    save_prices(brand.pk, PriceTable(table[-1:]), valid_from=TODAY + timedelta(days=1))
    found = rows(brand)
    assert found["Cost of sending back"] == [
        "You pay for sending it back.",
        "Otherwise: €3.00 per return",
        "Free if the fault is ours.",
    ]
    assert found["Price of our label"] == [
        "Austria, Germany, up to 2 kg: €4.95",
        "Austria, Germany, over 2 kg: €6.90",
        "Switzerland, up to 500 g: €9.00",
        "other countries: €12.00",
    ]


def test_one_price_for_everywhere_names_no_country(portals: dict[str, Brand]) -> None:
    brand = portals["alpenglow"]
    save(brand, fee_payer="customer")
    save_prices(brand.pk, PriceTable((euro("*", 0, None, 500),)), valid_from=TODAY)
    assert rows(brand)["Price of our label"] == ["€5.00 per return"]


@pytest.mark.parametrize(
    "terms",
    [
        {"fee_payer": "merchant"},
        {"fee_payer": "customer", "fee": FEE, "price_source": "fixed"},
        {"fee_payer": "customer", "fee": FEE | {"per": "item"}},
        {"fee_payer": "customer", "methods": ["own_carrier"]},
    ],
)
def test_a_table_that_does_not_count_is_not_told(
    portals: dict[str, Brand], terms: dict[str, Any]
) -> None:
    brand = portals["alpenglow"]
    save(brand, **terms)
    save_prices(brand.pk, PriceTable((euro("*", 0, None, 500),)), valid_from=TODAY)
    assert "Price of our label" not in rows(brand)


def test_a_carrier_that_is_asked_is_told_and_the_table_for_when_it_is_silent(
    portals: dict[str, Brand],
) -> None:
    brand = portals["alpenglow"]
    save(brand, fee_payer="customer", price_source="carrier")
    save_prices(brand.pk, PriceTable((euro("*", 0, None, 500),)), valid_from=TODAY)
    found = rows(brand)
    assert found["Cost of sending back"][0] == (
        "You pay what the carrier asks for the label. You see the price before you "
        "send your return."
    )
    assert found["Price of our label, if the carrier tells us none"] == [
        "€5.00 per return"
    ]


def test_rules_about_a_category_or_tag_are_told(
    portals: dict[str, Brand], django_assert_num_queries: Any
) -> None:
    brand = portals["alpenglow"]
    save(brand, window_days=30, country_windows={"AT": 60}, fee_payer="customer")
    reason = {"en": "Worn next to the skin.", "de": "Wird auf der Haut getragen."}
    rule(brand, [("category", "is", ["Underwear"])], {"not_returnable": reason})
    rule(brand, [("category", "in", ["Beds", "Sofas"])], {"window_days": 100})
    rule(brand, [("category", "is", ["Shoes"])], {"extend_window_days": 10})
    rule(
        brand,
        [("item_tag", "is", ["gift"]), ("request_kind", "is", ["return"])],
        {"extend_window_until": "2027-02-28"},
    )
    with django_assert_num_queries(4):
        found = rows(brand)
    assert found["What cannot be returned"] == ["Underwear: Worn next to the skin."]
    assert found["Time to return"] == [
        "30 days from the day it arrives",
        "Austria: 60 days",
        "Beds, Sofas: 100 days",
        "Shoes: 40 days",
        "Shoes, Austria: 70 days",
        "gift: at least until 28 February 2027",
    ]
    with translation.override("de"):
        assert rows(brand)["Nicht zurückzugeben"] == [
            "Underwear: Wird auf der Haut getragen."
        ]


@pytest.mark.parametrize(
    "conditions",
    [
        [("category", "contains", ["Under"])],
        [("category", "is", ["Underwear"]), ("country", "is", ["AT"])],
        [("category", "is", ["Underwear"]), ("request_kind", "is", ["claim"])],
        [("category", "is_not", ["Underwear"])],
        [("sku", "is", ["U-1"])],
    ],
)
def test_a_rule_that_is_not_everybody_s_or_of_no_whole_category_is_not_told(
    portals: dict[str, Brand], conditions: list[Any]
) -> None:
    brand = portals["alpenglow"]
    rule(brand, conditions, {"not_returnable": {"en": "No."}})
    assert "What cannot be returned" not in rows(brand)


def test_a_refusal_that_an_earlier_rule_may_lift_is_not_told(
    portals: dict[str, Brand],
) -> None:
    brand = portals["alpenglow"]
    rule(brand, [("country", "is", ["AT"])], {"returnable": True})
    rule(brand, [("category", "is", ["Underwear"])], {"not_returnable": {"en": "No."}})
    assert "What cannot be returned" not in rows(brand)


@pytest.mark.parametrize(
    ("conditions", "outcomes", "is_told"),
    [
        ([("sku", "is", ["B-1"])], {"window_days": 20}, False),
        ([("category", "is", ["Shoes"])], {"window_days": 20}, True),
        (
            [("sku", "is", ["S-1"]), ("category", "is", ["Shoes"])],
            {"window_days": 20},
            True,
        ),
        ([("country", "is", ["AT"])], {"extend_window_days": 20}, True),
    ],
)
def test_a_window_that_an_earlier_rule_may_shorten_is_not_told(
    portals: dict[str, Brand],
    conditions: list[Any],
    outcomes: dict[str, Any],
    is_told: bool,
) -> None:
    brand = portals["alpenglow"]
    rule(brand, conditions, outcomes)
    rule(brand, [("category", "is", ["Beds"])], {"window_days": 100})
    assert ("Beds: 100 days" in rows(brand)["Time to return"]) == is_told


def test_a_refusal_is_no_word_on_the_right_of_withdrawal(
    portals: dict[str, Brand],
) -> None:
    brand = portals["alpenglow"]
    rule(brand, [("category", "is", ["Underwear"])], {"not_returnable": {"en": "No."}})
    assert "What cannot be returned" not in rows(brand, RequestKind.WITHDRAWAL)


def test_the_rules_and_prices_of_another_brand_say_nothing_here(
    portals: dict[str, Brand],
) -> None:
    other, brand = portals["maison-lune"], portals["alpenglow"]
    save(brand, fee_payer="customer")
    rule(other, [("category", "is", ["Underwear"])], {"not_returnable": {"en": "No."}})
    save_prices(other.pk, PriceTable((euro("*", 0, None, 500),)), valid_from=TODAY)
    found = rows(brand)
    assert "What cannot be returned" not in found
    assert "Price of our label" not in found


def test_seasons_prices_and_rules_show_with_the_next_visit(
    client: Client, portals: dict[str, Brand]
) -> None:
    brand = portals["alpenglow"]
    with time_machine.travel("2026-12-01T12:00Z", tick=False):
        page_with(BLOCKS[0])
        assert "31 January 2027" not in shown(client)
        save(brand, fee_payer="customer", seasons=[SEASON])
        assert "31 January 2027" in shown(client)
        saved = save_prices(
            brand.pk, PriceTable((euro("*", 0, None, 777),)), valid_from=TODAY
        )
        assert "€7.77 per return" in shown(client)
        end_prices(brand.pk, saved.pk)
        assert "€7.77" not in shown(client)


def test_a_rule_that_is_saved_switched_moved_or_deleted_shows_with_the_next_visit(
    client: Client, portals: dict[str, Brand]
) -> None:
    brand = portals["alpenglow"]
    page_with(BLOCKS[0])
    assert "No underwear." not in shown(client)
    refusing = rule(
        brand,
        [("category", "is", ["Underwear"])],
        {"not_returnable": {"en": "No underwear."}},
    )
    assert "No underwear." in shown(client)
    switch_rule(refusing, is_active=False)
    assert "No underwear." not in shown(client)
    switch_rule(refusing, is_active=True)
    lifting = rule(brand, [("country", "is", ["AT"])], {"returnable": True})
    assert "No underwear." in shown(client)
    move_rule(lifting, -1)
    assert "No underwear." not in shown(client)
    reorder_rules(brand, [refusing.pk, lifting.pk])
    assert "No underwear." in shown(client)
    refusing.delete()
    assert "No underwear." not in shown(client)
