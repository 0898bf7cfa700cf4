"""A rule on past orders, before anybody meets it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.brands.models import Brand
from retour_core.domain.policies import Rule, parse_rule
from retour_core.policies.models import ReturnRule
from retour_core.policies.rules import read_rule
from retour_core.policies.trying import Trial, try_rule
from tests.core.policies.asking import condition, rule
from tests.factories import (
    NOW,
    grant,
    line_data,
    make_brand,
    make_order,
    make_shop,
)

pytestmark = pytest.mark.django_db
FINAL = {"en": "Final sale."}
SHOES = ("category", "is", "Shoes")


def draft(*conditions: tuple[Any, ...], key: int = 0, **outcomes: Any) -> Rule:
    raw = {
        "name": "Draft",
        "is_active": False,
        "conditions": [condition(*one) for one in conditions],
        "outcomes": outcomes,
    }
    return parse_rule(raw, key=key)


@pytest.fixture
def brand() -> Brand:
    """Three orders of a jacket, the newest of shoes as well."""
    shop = make_shop()
    for day in (7, 8, 9):
        lines = [line_data("1")]
        if day == 9:
            lines.append(line_data("2", title="Shoes", category="Shoes"))
        make_order(shop, lines=lines, placed_at=f"2026-11-0{day}T10:00:00+00:00")
    return shop.brand


def tried(brand: Brand, rule: Rule, **values: Any) -> Trial:
    return try_rule(brand, rule, now=NOW, **values)


def test_what_would_change_is_told_before_and_after(brand: Brand) -> None:
    found = tried(brand, draft(SHOES, not_returnable=FINAL))
    [example] = found.examples
    assert (found.orders, found.fitting, found.changed) == (3, 1, 1)
    assert (found.refused, found.allowed) == (1, 0)
    assert found.outcomes == {"returnable": 1, "refusal": 1}
    assert example.line.title == "Shoes"
    assert example.before[0] == "Returnable until 10 December 2026."
    assert example.after == (
        "This item can't be returned: Final sale. (Rule “Draft”.)",
    )


def test_a_rule_that_fits_nothing_changes_nothing(brand: Brand) -> None:
    found = tried(brand, draft(("sku", "is", "moon"), keep_item=True))
    assert found == Trial(orders=3)


def test_a_rule_that_says_what_holds_already_fits_without_a_change(
    brand: Brand,
) -> None:
    found = tried(brand, draft(SHOES, returnable=True))
    assert (found.fitting, found.changed, found.outcomes) == (1, 0, {})


def test_a_changed_rule_is_tried_in_its_own_place(brand: Brand) -> None:
    first = rule(brand, SHOES, needs_approval=True)
    rule(brand, SHOES, not_returnable=FINAL)
    changed = draft(SHOES, key=first.pk, returnable=True)
    found = tried(brand, changed)
    assert (found.refused, found.allowed) == (0, 1)
    assert ReturnRule.objects.get(pk=first.pk).outcomes == {"needs_approval": True}


def test_a_rule_that_is_off_is_tried_as_if_it_were_on(brand: Brand) -> None:
    row = rule(brand, SHOES, keep_item=True)
    ReturnRule.objects.update(is_active=False)
    row.refresh_from_db()
    assert tried(brand, read_rule(row)).outcomes == {"keep_item": 1}


def test_a_new_rule_comes_last(brand: Brand) -> None:
    rule(brand, SHOES, returnable=True)
    assert tried(brand, draft(SHOES, not_returnable=FINAL)).changed == 0


def test_only_the_newest_orders_are_looked_at(brand: Brand) -> None:
    found = tried(brand, draft(SHOES, keep_item=True), limit=1)
    assert (found.orders, found.changed) == (1, 1)


def test_each_order_is_decided_under_the_terms_of_its_day(brand: Brand) -> None:
    grant(brand, window_days=5)
    found = tried(brand, draft(SHOES, extend_window_days=30))
    assert (found.allowed, found.outcomes) == (1, {"returnable": 1, "window": 1})


def test_another_brands_orders_are_not_looked_at(brand: Brand) -> None:
    charlie = make_brand("charlie")
    assert tried(charlie, draft(SHOES, keep_item=True)) == Trial()


@pytest.mark.parametrize("limit", [1, 3])
def test_trying_asks_the_same_for_three_orders_as_for_one(
    brand: Brand, limit: int
) -> None:
    with CaptureQueriesContext(connection) as queries:
        tried(brand, draft(SHOES, keep_item=True), limit=limit)
    assert len(queries) == 8


def test_no_more_than_twenty_examples_are_told() -> None:
    shop = make_shop()
    for _ in range(3):
        make_order(shop, lines=[line_data(str(n)) for n in range(8)])
    found = tried(shop.brand, draft(("quantity", "is", "2"), keep_item=True))
    assert (found.outcomes, len(found.examples)) == ({"keep_item": 24}, 20)
