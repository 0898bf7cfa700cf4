"""Every fact, every operator: what holds, what does not, what is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retour_core.domain.policies import (
    FACT_NAMES,
    FACTS,
    OPERATORS,
    describe,
    discount_share,
    parse_conditions,
)
from retour_core.domain.policies.facts import known_of_item, known_of_return
from retour_core.domain.predicates import Level, known_test
from tests.core.domain.policies.building import TODAY, cond, eur, facts, item

ITEM = item(
    product_brand="Nordwand",
    category="Outdoor / Jackets",
    tags=("final-sale", "XL"),
    unit_price_minor=7990,
    list_price_minor=9990,
    discount_percent="20.02",
    weight_grams=1200,
    quantity=2,
    reason="too_small",
    our_fault=False,
    exemption="c",
)
RETURN = facts(
    ITEM,
    shop="shop_a",
    sales_channel="Marketplace DE",
    order_number="WEB-1001",
    order_tags=("VIP", "gift"),
    order_day=date(2026, 11, 6),
    order_total_minor=20290,
    return_count=3,
)
BARE = facts(item(anchor_day=None, shipped=None), country="", currency="")


def holds(condition: dict[str, Any], about: Any = RETURN) -> bool:
    [parsed] = parse_conditions([condition])
    known = known_of_return(about) | known_of_item(about, about.items[0])
    return known_test(parsed, FACTS[parsed.fact].kind)(known)


HOLDING = {
    "the kind of request": cond("request_kind", "is", "return"),
    "the kind is none of others": cond("request_kind", "not_in", "claim", "withdrawal"),
    "a country in any case": cond("country", "in", "at", "de"),
    "a country that is not": cond("country", "is_not", "FR"),
    "the shop by its key": cond("shop", "is", "shop_a"),
    "the brand by its short name": cond("brand", "is", "ACME"),
    "a sales channel that contains": cond("sales_channel", "contains", "market"),
    "a channel without a word": cond("sales_channel", "not_contains", "retail"),
    "an order number's beginning": cond("order_number", "starts_with", "web-"),
    "one of the order's tags": cond("order_tag", "is", "vip"),
    "none of these order tags": cond("order_tag", "not_in", "b2b", "test"),
    "a tag by a part of it": cond("order_tag", "contains", "if"),
    "no tag with that part": cond("order_tag", "not_contains", "sale"),
    "ordered on that day": cond("order_day", "is", "2026-11-06"),
    "ordered between two days": cond(
        "order_day", "between", "2026-11-01", "2026-11-06"
    ),
    "ordered before a day": cond("order_day", "less", "2026-11-07"),
    "an order total above": eur("order_total", "greater", "202.89"),
    "an order total at least": eur("order_total", "at_least", "202.90"),
    "an order total at most": eur("order_total", "at_most", "202.90"),
    "the currency": cond("currency", "is", "eur"),
    "more than two returns": cond("return_count", "greater", "2"),
    "a SKU's beginning": cond("sku", "starts_with", "hat"),
    "one of several SKUs": cond("sku", "in", "CAP-1", "hat-7"),
    "the product's brand": cond("product_brand", "is", "nordwand"),
    "a category by a part": cond("category", "contains", "jackets"),
    "an item's tag": cond("item_tag", "is", "Final-Sale"),
    "not that item's tag": cond("item_tag", "is_not", "final"),
    "a unit price below": eur("unit_price", "less", "80"),
    "a list price exactly": eur("list_price", "is", "99.90"),
    "a discount of at least": cond("discount_percent", "at_least", "20.02"),
    "a discount less than": cond("discount_percent", "less", "20.03"),
    "a weight between": cond("weight_grams", "between", "1000", "1200"),
    "ten days since delivery": cond("days_since_anchor", "is", "10"),
    "more than nine days": cond("days_since_anchor", "greater", "9"),
    "the reason": cond("reason", "in", "too_small", "too_large"),
    "not our fault": cond("our_fault", "is", "false"),
    "two units": cond("quantity", "at_least", "2"),
    "shipped": cond("shipped", "is", "true"),
    "made to measure": cond("exemption", "is", "c"),
}
FAILING = {
    "another kind": cond("request_kind", "is", "claim"),
    "another country": cond("country", "is", "AT"),
    "the country excluded": cond("country", "not_in", "DE", "FR"),
    "another number's beginning": cond("order_number", "starts_with", "eb-"),
    "a part is not the tag": cond("order_tag", "is", "gif"),
    "one tag is excluded": cond("order_tag", "is_not", "GIFT"),
    "ordered after that day": cond("order_day", "greater", "2026-11-06"),
    "the total just below": eur("order_total", "greater", "202.90"),
    "fewer returns": cond("return_count", "less", "3"),
    "an item tag is no order tag": cond("item_tag", "is", "VIP"),
    "an order tag is no item tag": cond("order_tag", "is", "final-sale"),
    "a discount just above": cond("discount_percent", "greater", "20.02"),
    "eleven days": cond("days_since_anchor", "at_least", "11"),
    "our fault": cond("our_fault", "is", "true"),
    "not exempt": cond("exemption", "not_in", "c", "e"),
    "heavier": cond("weight_grams", "greater", "1200"),
}
UNKNOWN = {
    "no country is not France": cond("country", "is_not", "FR"),
    "no shop is none of these": cond("shop", "not_in", "shop_a"),
    "no total is not at most": eur("order_total", "at_most", "9999"),
    "no price is not below": eur("unit_price", "less", "9999"),
    "no discount is not zero": cond("discount_percent", "is", "0"),
    "no weight is not light": cond("weight_grams", "less", "100"),
    "no anchor, no days": cond("days_since_anchor", "at_least", "0"),
    "no reason is not another": cond("reason", "is_not", "damaged"),
    "no fault known is not ours": cond("our_fault", "is", "false"),
    "not known whether shipped": cond("shipped", "is", "false"),
    "no order day is before none": cond("order_day", "less", "2999-01-01"),
    "no count is not few": cond("return_count", "less", "9"),
}
CASES = [
    *(pytest.param(c, RETURN, True, id=f"holds: {i}") for i, c in HOLDING.items()),
    *(pytest.param(c, RETURN, False, id=f"fails: {i}") for i, c in FAILING.items()),
    *(pytest.param(c, BARE, False, id=f"unknown: {i}") for i, c in UNKNOWN.items()),
]


@pytest.mark.parametrize(("condition", "about", "expected"), CASES)
def test_a_condition_is_compared(
    condition: dict[str, Any], about: Any, expected: bool
) -> None:
    assert holds(condition, about) is expected


def test_every_fact_is_tried_documented_and_named() -> None:
    assert {c["fact"] for c in HOLDING.values()} == set(FACTS)
    assert set(FACT_NAMES) == set(FACTS)
    assert all(fact.about.endswith(".") for fact in FACTS.values())
    assert all(fact.kind in OPERATORS for fact in FACTS.values())


def test_every_fact_is_known_of_the_return_or_of_each_item() -> None:
    levels = {name: fact.level for name, fact in FACTS.items()}
    assert {n for n, level in levels.items() if level is Level.RETURN} == set(
        known_of_return(RETURN)
    )
    assert {n for n, level in levels.items() if level is Level.ITEM} == set(
        known_of_item(RETURN, ITEM)
    )


def test_days_run_below_zero_while_the_parcel_is_still_expected() -> None:
    about = facts(item(anchor_day=date(2026, 11, 25)), today=TODAY)
    assert holds(cond("days_since_anchor", "less", "0"), about) is True


@pytest.mark.parametrize(
    ("listed", "paid", "share"),
    [
        pytest.param(9990, 7990, "20.02", id="rounded down to two places"),
        pytest.param(10000, 10000, "0", id="nothing off"),
        pytest.param(10000, 12000, "0", id="dearer than listed is no discount"),
        pytest.param(10000, 0, "100", id="given away"),
        pytest.param(0, 0, None, id="no price, no share"),
    ],
)
def test_the_share_of_the_discount(listed: int, paid: int, share: str | None) -> None:
    found = discount_share(listed, paid)
    assert (found is None) is (share is None)
    assert share is None or str(found) in (share, f"{share}.0")


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        pytest.param(
            cond("country", "in", "DE", "AT"),
            "Consumer's country is one of DE, AT",
            id="a list",
        ),
        pytest.param(
            eur("unit_price", "at_most", "20"),
            "Unit price paid is at most 20.00 EUR",
            id="an amount with its currency",
        ),
        pytest.param(
            cond("discount_percent", "between", "20", "50.50"),
            "Discount in percent is between 20 and 50.5",
            id="a range",
        ),
    ],
)
def test_a_condition_is_read_as_a_sentence(
    condition: dict[str, Any], sentence: str
) -> None:
    [parsed] = parse_conditions([condition])
    assert describe(parsed) == sentence
