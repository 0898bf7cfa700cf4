from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.brands.models import Brand, SenderAddress
from retour_core.domain.shipping_rules import RuleInvalid
from retour_core.domain.wire import OrderIn
from retour_core.orders.models import Order, ShippingRule, Shop
from retour_core.orders.operations import receive_orders
from retour_core.orders.rules import (
    MAX_RULES,
    move_rule,
    reorder_rules,
    rules_in_order,
    save_rule,
    switch_rule,
)
from retour_core.orders.rules_apply import Sender, senders_for
from retour_core.orders.rules_preview import (
    apply_batch,
    apply_rules,
    is_applying,
    preview,
    work_on,
)
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.sequences import SequenceChanged, TooManyRows
from tests.factories import (
    NOW,
    make_brand,
    make_draft,
    make_order,
    make_return,
    make_shop,
    order_data,
)

pytestmark = pytest.mark.django_db
TO_DE = [{"fact": "country", "operator": "is", "values": ["DE"]}]
TO_FR = [{"fact": "country", "operator": "is", "values": ["FR"]}]


@pytest.fixture
def nordwand() -> Brand:
    return make_brand("nordwand")


@pytest.fixture
def lune() -> Brand:
    return make_brand("lune")


@pytest.fixture
def shop(nordwand: Brand) -> Shop:
    return make_shop(nordwand)


def make_address(brand: Brand, label: str = "Paris") -> SenderAddress:
    return SenderAddress.objects.create(
        brand=brand,
        label=label,
        company=brand.name,
        street="3 rue Oberkampf",
        postal_code="75011",
        city="Paris",
        country="FR",
    )


def make_rule(
    brand: Brand, conditions: Any = TO_DE, name: str = "To Germany", **values: Any
) -> ShippingRule:
    address = values.pop("sender_address", None) or make_address(brand)
    rule = ShippingRule(name=name, sender_address=address, **values)
    return save_rule(rule, conditions)


def test_the_first_active_rule_names_address_and_brand(shop: Shop, lune: Brand) -> None:
    make_rule(lune, TO_FR, "To France")
    off = make_rule(lune, TO_DE, "Off", is_active=False)
    rule = make_rule(lune, TO_DE, "On")
    make_rule(shop.brand, TO_DE, "Too late")
    order = make_order(shop)
    assert off.position < rule.position
    assert order.brand == lune
    assert order.sender_address == rule.sender_address
    assert (order.shipping_rule, order.shipping_rule_name) == (rule, "On")


def test_an_order_no_rule_fits_keeps_the_brand_of_its_shop(
    shop: Shop, lune: Brand
) -> None:
    make_rule(lune, TO_FR)
    order = make_order(shop)
    assert (order.brand, order.sender_address) == (shop.brand, None)
    assert (order.shipping_rule, order.shipping_rule_name) == (None, "")


@pytest.mark.parametrize("rules", [0, 20])
def test_rules_cost_one_query_however_many_orders(
    rules: int, shop: Shop, lune: Brand
) -> None:
    for number in range(rules):
        make_rule(lune, TO_FR, f"Rule {number}")
    orders = [OrderIn.model_validate(order_data()) for _ in range(30)]
    with CaptureQueriesContext(connection) as queries:
        senders = senders_for(orders, shop)
    assert len(queries) == 1
    assert senders == [Sender(shop.brand_id)] * 30


def test_no_orders_cost_no_query(shop: Shop) -> None:
    with CaptureQueriesContext(connection) as queries:
        senders_for([], shop)
    assert len(queries) == 0


def test_a_rule_that_cannot_be_read_holds_no_order_back(
    shop: Shop, lune: Brand, caplog: pytest.LogCaptureFixture
) -> None:
    broken = make_rule(lune)
    ShippingRule.objects.filter(pk=broken.pk).update(conditions=[{"fact": "moon"}])
    order = make_order(shop)
    assert order.brand == shop.brand
    assert f"Shipping rule {broken.pk} cannot be read" in caplog.text


def test_lines_weight_and_tags_are_facts(shop: Shop, lune: Brand) -> None:
    make_rule(
        lune,
        [
            {"fact": "tag", "operator": "is", "values": ["fragile"]},
            {"fact": "weight_grams", "operator": "is", "values": ["800"]},
            {"fact": "category", "operator": "contains", "values": ["lamp"]},
        ],
    )
    line = order_data()["lines"][0] | {
        "tags": ["fragile"],
        "weight_grams": 400,
        "category": "Home / Lamps",
    }
    assert make_order(shop, lines=[line]).brand == lune
    unweighed = {**line, "weight_grams": None}
    assert make_order(shop, lines=[unweighed]).brand == shop.brand


def test_a_new_rule_comes_last(lune: Brand) -> None:
    first, second = make_rule(lune), make_rule(lune)
    assert list(rules_in_order()) == [first, second]


def test_saving_a_rule_leaves_it_where_somebody_moved_it(lune: Brand) -> None:
    first, second = make_rule(lune, name="a"), make_rule(lune, name="b")
    stale = ShippingRule.objects.get(pk=first.pk)
    reorder_rules([second.pk, first.pk])
    stale.name = "c"
    save_rule(stale, TO_FR)
    assert [rule.name for rule in rules_in_order()] == ["b", "c"]


def test_a_rule_that_is_gone_is_not_saved_again(lune: Brand) -> None:
    rule = make_rule(lune)
    stale = ShippingRule.objects.get(pk=rule.pk)
    rule.delete()
    with pytest.raises(SequenceChanged):
        save_rule(stale, TO_FR)
    switch_rule(stale, is_active=False)
    assert not ShippingRule.objects.exists()


def test_rules_are_put_in_a_new_sequence(lune: Brand) -> None:
    a, b, c = (make_rule(lune, name=name) for name in "abc")
    reorder_rules([c.pk, a.pk, b.pk])
    assert [rule.name for rule in rules_in_order()] == ["c", "a", "b"]


def test_only_the_named_rules_change_places(lune: Brand, nordwand: Brand) -> None:
    rules = [make_rule(lune, name=name) for name in "abcd"]
    reorder_rules([rules[3].pk, rules[1].pk])
    assert [rule.name for rule in rules_in_order()] == ["a", "d", "c", "b"]


@pytest.mark.parametrize("asked", [[1, 1], [1, 999]])
def test_a_sequence_of_what_is_not_there_is_refused(
    asked: list[int], lune: Brand
) -> None:
    rule = make_rule(lune)
    keys = [rule.pk if key == 1 else key for key in asked]
    with pytest.raises(SequenceChanged):
        reorder_rules(keys)


@pytest.mark.parametrize(
    ("name", "by", "sequence"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc")],
)
def test_a_rule_moves_one_place(name: str, by: int, sequence: str, lune: Brand) -> None:
    rules = {n: make_rule(lune, name=n) for n in "abc"}
    move_rule(rules[name].pk, by, among=[rule.pk for rule in rules.values()])
    assert "".join(rule.name for rule in rules_in_order()) == sequence


def test_a_rule_moves_among_those_its_user_sees(lune: Brand) -> None:
    a, b, c = (make_rule(lune, name=name) for name in "abc")
    move_rule(c.pk, -1, among=[a.pk, c.pk])
    assert [rule.name for rule in rules_in_order()] == ["c", "b", "a"]
    with pytest.raises(SequenceChanged):
        move_rule(b.pk, -1, among=[a.pk, c.pk])


def test_a_rule_switched_off_decides_nothing(shop: Shop, lune: Brand) -> None:
    rule = make_rule(lune)
    switch_rule(rule, is_active=False)
    assert make_order(shop).brand == shop.brand


def test_there_are_not_too_many_rules(lune: Brand) -> None:
    rule = make_rule(lune)
    address = rule.sender_address
    ShippingRule.objects.bulk_create(
        ShippingRule(name="x", position=9, conditions=TO_DE, sender_address=address)
        for _ in range(MAX_RULES - 1)
    )
    with pytest.raises(TooManyRows):
        save_rule(ShippingRule(name="y", sender_address=address), TO_DE)
    save_rule(rule, TO_FR)


def test_a_rule_names_only_shops_there_are(shop: Shop, lune: Brand) -> None:
    condition = {"fact": "shop", "operator": "is", "values": ["shop_of_nobody"]}
    with pytest.raises(RuleInvalid) as refused:
        make_rule(lune, [*TO_DE, condition])
    assert [(p.code, p.index) for p in refused.value.problems] == [("shop_unknown", 1)]
    assert not ShippingRule.objects.exists()


@pytest.mark.parametrize(
    ("operator", "codes"),
    [("is", []), ("in", []), ("is_not", ["shops_missing"]), (None, ["shops_missing"])],
)
def test_who_runs_some_brands_names_their_shops(
    operator: str | None, codes: list[str], shop: Shop
) -> None:
    named = {"fact": "shop", "operator": operator, "values": [shop.key]}
    conditions = [*TO_DE, named] if operator else TO_DE
    rule = ShippingRule(name="Own", sender_address=make_address(shop.brand))
    found: list[str] = []
    try:
        save_rule(rule, conditions, shop_keys=[shop.key])
    except RuleInvalid as refused:
        found = [problem.code for problem in refused.problems]
    assert found == codes


def test_a_preview_counts_and_shows_and_changes_nothing(
    shop: Shop, lune: Brand
) -> None:
    orders = [make_order(shop) for _ in range(3)]
    french = make_order(
        shop, shipping_address={"name": "C", "country": "FR", "postal_code": "75001"}
    )
    returned = make_return(orders[2]).order
    rule = make_rule(lune)
    found = preview(examples=1)
    assert (found.total, found.looked_at, found.changing, found.kept) == (4, 4, 2, 1)
    [(sender, count)] = found.changes.items()
    assert (sender.brand_id, sender.rule_name, count) == (lune.pk, rule.name, 2)
    assert [change.order for change in found.examples] == [orders[1]]
    assert set(Order.objects.values_list("brand", flat=True)) == {shop.brand_id}
    assert {french.pk, returned.pk} <= set(Order.objects.values_list("pk", flat=True))


def test_a_preview_looks_at_the_newest_orders_only(shop: Shop, lune: Brand) -> None:
    for _ in range(4):
        make_order(shop)
    make_rule(lune)
    found = preview(2)
    assert (found.total, found.looked_at, found.changing) == (4, 2, 2)


def apply_all() -> None:
    apply_rules()
    deliver(OutboxMessage.objects.get(kind="apply_rules").pk)


def test_applying_moves_existing_orders(shop: Shop, lune: Brand) -> None:
    order = make_order(shop)
    rule = make_rule(lune)
    apply_all()
    order.refresh_from_db()
    assert (order.brand, order.sender_address) == (lune, rule.sender_address)
    assert (order.shipping_rule, order.shipping_rule_name) == (rule, rule.name)
    assert preview().changing == 0


def test_applying_again_after_a_rule_is_gone_moves_them_back(
    shop: Shop, lune: Brand
) -> None:
    rule = make_rule(lune)
    order = make_order(shop)
    switch_rule(rule, is_active=False)
    apply_all()
    order.refresh_from_db()
    assert (order.brand, order.shipping_rule_name) == (shop.brand, "")


@pytest.mark.parametrize("begin", [make_return, make_draft])
def test_an_order_with_a_return_keeps_its_brand(
    begin: Any, shop: Shop, lune: Brand
) -> None:
    order = make_order(shop)
    begin(order)
    make_rule(lune)
    apply_all()
    order.refresh_from_db()
    assert (order.brand, order.sender_address) == (shop.brand, None)


def test_an_order_with_a_return_gets_an_address_of_its_own_brand(shop: Shop) -> None:
    order = make_order(shop)
    make_return(order)
    rule = make_rule(shop.brand)
    apply_all()
    order.refresh_from_db()
    assert (order.brand, order.sender_address) == (shop.brand, rule.sender_address)


def test_applying_for_some_brands_touches_no_other(
    shop: Shop, lune: Brand, nordwand: Brand
) -> None:
    own = make_order(make_shop(lune))
    foreign = make_order(shop)
    make_rule(lune, TO_DE, "To Lune")
    assert preview(brand_ids=[lune.pk]).total == 1
    apply_batch(0, until=foreign.pk + own.pk, brand_ids=[lune.pk])
    foreign.refresh_from_db()
    own.refresh_from_db()
    assert (foreign.brand, foreign.shipping_rule_name) == (nordwand, "")
    assert own.shipping_rule_name == "To Lune"


def test_an_order_does_not_leave_for_a_brand_beyond_reach(
    shop: Shop, lune: Brand, nordwand: Brand
) -> None:
    order = make_order(shop)
    make_rule(lune)
    found = preview(brand_ids=[nordwand.pk])
    assert (found.total, found.changing) == (1, 0)
    assert apply_batch(0, until=order.pk, brand_ids=[nordwand.pk]) == (order.pk, 0)


def test_applying_goes_on_in_slices(
    shop: Shop, lune: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from retour_core.orders import rules_preview

    orders = [make_order(shop) for _ in range(3)]
    make_rule(lune)
    monkeypatch.setattr(rules_preview, "BATCH", 1)
    ticks = iter(range(100))
    monkeypatch.setattr(rules_preview.time, "monotonic", lambda: next(ticks) * 6.0)
    go_on = work_on(
        {"after": 0, "until": orders[-1].pk, "brand_ids": None}, message_id=1
    )
    assert go_on is not None
    go_on()
    [message] = OutboxMessage.objects.filter(kind="apply_rules")
    assert message.payload["after"] == orders[0].pk
    assert is_applying() is True


def test_there_is_nothing_to_apply_without_orders(lune: Brand) -> None:
    make_rule(lune)
    assert (apply_rules(), is_applying()) == (False, False)


def test_an_order_of_an_unruled_other_brand_stays_there(
    shop: Shop, lune: Brand
) -> None:
    order = make_order(shop)
    Order.objects.update(brand=lune)
    apply_all()
    order.refresh_from_db()
    assert order.brand == lune


def test_a_pushed_change_follows_the_rules_of_today(shop: Shop, lune: Brand) -> None:
    data = order_data(number="NW-7")
    receive_orders(shop, [data], now=NOW)
    make_rule(lune)
    newer = {**data, "changed_at": "2026-11-11T10:00:00+00:00", "tags": ["x"]}
    assert receive_orders(shop, [newer], now=NOW)[0].status == "updated"
    assert Order.objects.get().brand == lune
