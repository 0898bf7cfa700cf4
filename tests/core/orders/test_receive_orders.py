from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retour_core.brands.models import Brand, SenderAddress
from retour_core.domain.wire import OrderIn, ShipmentIn
from retour_core.orders.models import (
    Order,
    OrderLine,
    OrderRevision,
    OrderSource,
    ShippingRule,
    Shop,
    ShopStatus,
)
from retour_core.orders.operations import (
    ShopDisconnected,
    ShopPaused,
    receive_orders,
)
from retour_core.orders.shipments import register_shipment
from tests.factories import (
    NOW,
    line_data,
    make_brand,
    make_order,
    make_return,
    make_shop,
    order_data,
)

pytestmark = pytest.mark.django_db


def at(day: int) -> str:
    return f"2026-11-{day:02}T10:00:00+00:00"


def push(shop: Shop, *orders: Any, now: datetime = NOW) -> list[str]:
    return [result.status for result in receive_orders(shop, orders, now=now)]


def state_of(shop: Shop) -> list[Any]:
    """Everything a push decides, without keys and times of writing."""
    found = []
    for order in Order.objects.for_shop(shop).order_by("external_id"):
        drop = {"id", "shop_id", "brand_id", "received_at", "updated_at"}
        values = {k: v for k, v in vars(order).items() if k[0] != "_" and k not in drop}
        lines = [
            {
                k: v
                for k, v in vars(line).items()
                if k[0] != "_" and k not in {"id", "order_id"}
            }
            for line in order.lines.order_by("external_id")
        ]
        shipments = [
            (s.external_id, s.delivered_at, sorted(s.lines.values_list("quantity")))
            for s in order.shipments.order_by("external_id")
        ]
        found.append((values, lines, shipments))
    return found


def test_a_new_order_is_created_with_its_lines_and_shipments() -> None:
    shop = make_shop()
    data = order_data(
        number="NW-1",
        lines=[
            line_data("a", quantity=3, fulfilled_quantity=2, refunded_quantity=1),
            line_data("b", total_excl_tax="166.39", discount="2.00", weight_grams=700),
        ],
        shipments=[{"id": "s", "lines": [{"line_id": "a", "quantity": 2}]}],
    )

    assert push(shop, data) == ["created"]

    order = Order.objects.get()
    assert (order.shop, order.brand, order.external_id) == (shop, shop.brand, "NW-1")
    assert (order.total_incl_minor, order.captured_minor) == (20290, 20290)
    assert (order.country, order.postal_code) == ("DE", "10119")
    assert order.customer_name == "Anna Berg"
    assert order.has_shipment
    first, second = order.lines.order_by("position")
    assert (first.ordered, first.fulfilled, first.refunded_elsewhere) == (3, 2, 1)
    assert first.returnable_limit == 1
    assert (second.total_excl_minor, second.discount_minor) == (16639, 200)
    assert [
        (part.order_line, part.quantity) for part in order.shipments.get().lines.all()
    ] == [(first, 2)]
    shop.refresh_from_db()
    assert shop.last_push_at == NOW


def test_where_nothing_was_fulfilled_what_was_ordered_may_come_back() -> None:
    order = make_order(shipments=[], lines=[line_data(fulfilled_quantity=0)])

    assert not order.has_shipment
    assert order.lines.get().returnable_limit == 2


def test_a_later_snapshot_replaces_the_earlier_one() -> None:
    shop = make_shop()
    push(shop, order_data(number="NW-1", lines=[line_data("a"), line_data("b")]))
    key = Order.objects.get().pk

    changed = order_data(
        number="NW-1",
        changed_at=at(12),
        email="new@example.org",
        lines=[line_data("b", quantity=5, fulfilled_quantity=4), line_data("c")],
        shipments=[],
    )

    assert push(shop, changed) == ["updated"]
    order = Order.objects.get()
    assert (order.pk, order.email) == (key, "new@example.org")
    assert [
        (line.external_id, line.ordered, line.returnable_limit)
        for line in order.lines.order_by("position")
    ] == [("b", 5, 4), ("c", 2, 2)]
    assert not order.shipments.exists()


def test_the_same_snapshot_again_is_unchanged_and_writes_nothing() -> None:
    shop = make_shop()
    data = order_data()
    push(shop, data)
    before = Order.objects.get().updated_at

    assert push(shop, data, now=NOW + timedelta(hours=1)) == ["unchanged"]
    assert Order.objects.get().updated_at == before


def test_an_older_snapshot_is_stale_even_after_an_unchanged_one() -> None:
    shop = make_shop()
    push(shop, order_data(number="NW-1", changed_at=at(10)))

    assert push(shop, order_data(number="NW-1", changed_at=at(12))) == ["unchanged"]
    late = order_data(number="NW-1", changed_at=at(11), email="old@example.org")
    assert push(shop, late) == ["stale"]
    assert Order.objects.get().email == "anna@example.org"


def test_of_two_snapshots_of_one_instant_the_one_that_comes_later_counts() -> None:
    shop = make_shop()
    push(shop, order_data(number="NW-1"))

    assert push(shop, order_data(number="NW-1", email="b@example.org")) == ["updated"]
    assert Order.objects.get().email == "b@example.org"


def test_a_bad_order_keeps_no_good_one_back() -> None:
    shop = make_shop()
    good, other = order_data(), order_data()
    bad = order_data(currency="XXX")

    results = receive_orders(shop, [good, bad, None, other], now=NOW)

    assert [r.status for r in results] == ["created", "rejected", "rejected", "created"]
    assert [r.id for r in results] == [good["id"], bad["id"], None, other["id"]]
    assert set(Order.objects.values_list("external_id", flat=True)) == {
        good["id"],
        other["id"],
    }


def test_a_push_of_bad_orders_only_says_so_and_stores_nothing() -> None:
    shop = make_shop()

    assert push(shop, {}, []) == ["rejected", "rejected"]
    assert not Order.objects.exists()


def test_one_order_twice_in_a_push_is_taken_in_sequence() -> None:
    shop = make_shop()
    first = order_data(number="NW-1", changed_at=at(10))
    second = order_data(number="NW-1", changed_at=at(12), email="b@example.org")

    assert push(shop, first, second, first, second) == [
        "created",
        "updated",
        "stale",
        "unchanged",
    ]
    assert Order.objects.get().email == "b@example.org"


def _rule_for_germany(brand: Brand) -> ShippingRule:
    address = SenderAddress.objects.create(
        brand=brand, label="Hub", company="Hub", street="A 1", city="Graz", country="AT"
    )
    condition = {"fact": "country", "operator": "is", "values": ["DE"]}
    return ShippingRule.objects.create(
        name="Germany", conditions=[condition], sender_address=address
    )


def test_a_rule_names_sender_address_and_brand_of_an_order_coming_in() -> None:
    shop, other = make_shop(), make_brand("other")
    rule = _rule_for_germany(other)

    push(shop, order_data(), order_data(shipping_address={"country": "FR"}))

    one, two = Order.objects.order_by("pk")
    assert (
        one.brand,
        one.sender_address,
        one.shipping_rule,
        one.shipping_rule_name,
    ) == (
        other,
        rule.sender_address,
        rule,
        "Germany",
    )
    assert (two.brand, two.sender_address, two.shipping_rule_name) == (
        shop.brand,
        None,
        "",
    )


@pytest.mark.parametrize("has_return", [True, False])
def test_a_rule_moves_a_stored_order_to_its_brand_unless_it_has_returns(
    has_return: bool,
) -> None:
    order = make_order(number="NW-1")
    other = make_brand("other")
    _rule_for_germany(other)
    if has_return:
        make_return(order)

    push(order.shop, order_data(number="NW-1", changed_at=at(12), email="b@x.de"))

    before = order.brand
    order.refresh_from_db()
    assert order.brand == (before if has_return else other)


def test_an_order_its_rule_no_longer_fits_goes_back_to_the_shops_brand() -> None:
    shop = make_shop()
    other = make_brand("other")
    _rule_for_germany(other)
    push(shop, order_data(number="NW-1"))
    assert Order.objects.get().brand == other
    france = {"country": "FR"}

    push(shop, order_data(number="NW-1", changed_at=at(12), shipping_address=france))

    assert Order.objects.get().brand == shop.brand


def test_a_shop_that_changes_its_brand_leaves_its_orders_where_they_are() -> None:
    order = make_order(number="NW-1")
    Shop.objects.update(brand=make_brand("other"))
    shop = Shop.objects.get()

    push(shop, order_data(number="NW-1", changed_at=at(12), email="b@x.de"))

    before = order.brand
    order.refresh_from_db()
    assert order.brand == before


def test_every_accepted_push_is_kept_with_who_sent_it() -> None:
    shop = make_shop()
    first = order_data(number="NW-1", changed_at=at(10))
    second = order_data(number="NW-1", changed_at=at(12), email="b@example.org")

    receive_orders(shop, [first], now=NOW, source=OrderSource.IMPORT, actor="Anna")
    later = NOW + timedelta(hours=1)
    receive_orders(shop, [first, second, first, second, {}], now=later, actor="token")

    one, two = OrderRevision.objects.order_by("pk")
    assert (one.source, one.actor, one.received_at) == ("import", "Anna", NOW)
    assert (two.source, two.actor, two.received_at) == ("api", "token", later)
    assert [r.changed_at.isoformat() for r in (one, two)] == [at(10), at(12)]
    assert one.order == two.order == Order.objects.get()


def test_a_revision_reads_back_as_what_was_sent() -> None:
    data = order_data(tags=["a"], lines=[line_data(sku="  trimmed ")])
    push(make_shop(), data)

    snapshot = OrderRevision.objects.get().snapshot

    assert OrderIn.model_validate(snapshot) == OrderIn.model_validate(data)
    assert snapshot["lines"][0]["sku"] == "trimmed"


@pytest.mark.parametrize(
    ("status", "error"),
    [(ShopStatus.PAUSED, ShopPaused), (ShopStatus.DISCONNECTED, ShopDisconnected)],
)
def test_a_shop_paused_or_disconnected_takes_nothing_in(
    status: ShopStatus, error: type[Exception]
) -> None:
    shop = make_shop()
    # What the caller holds may be older than the pause.
    Shop.objects.update(status=status)

    with pytest.raises(error):
        push(shop, order_data())

    assert not Order.objects.exists()
    shop.refresh_from_db()
    assert shop.last_push_at is None


def test_two_shops_may_use_one_id() -> None:
    brand = make_brand()
    one, two = make_shop(brand), make_shop(brand, name="Second")

    assert push(one, order_data(number="NW-1")) == ["created"]
    assert push(two, order_data(number="NW-1", email="two@example.org")) == ["created"]
    assert Order.objects.for_shop(one).get().email == "anna@example.org"


def test_a_number_that_grows_when_unfolded_still_fits() -> None:
    # U+FDFA is 18 letters in NFKC, and the database holds a hundred.
    assert push(make_shop(), order_data(number="\ufdfa" * 100)) == ["created"]
    assert len(Order.objects.get().number_key) == 100


def test_a_line_without_a_return_goes_when_the_shop_removes_it() -> None:
    shop = make_shop()
    push(shop, order_data(number="NW-1", lines=[line_data("a"), line_data("b")]))

    push(shop, order_data(number="NW-1", changed_at=at(12), lines=[line_data("a")]))

    assert [line.external_id for line in OrderLine.objects.all()] == ["a"]


def test_a_line_with_a_return_stays_when_removed_but_no_more_can_come_back() -> None:
    order = make_order(number="NW-1", lines=[line_data("a"), line_data("b")])
    make_return(order, {"a": 1})
    kept = order_data(number="NW-1", changed_at=at(12), lines=[line_data("b")])

    assert push(order.shop, kept) == ["updated"]

    line = OrderLine.objects.get(external_id="a")
    assert (line.is_removed, line.requested, line.returnable) == (True, 1, 0)


def test_a_line_that_comes_back_into_the_order_is_whole_again() -> None:
    order = make_order(number="NW-1", lines=[line_data("a"), line_data("b")])
    make_return(order, {"a": 1})
    push(
        order.shop,
        order_data(number="NW-1", changed_at=at(12), lines=[line_data("b")]),
    )

    again = order_data(
        number="NW-1", changed_at=at(13), lines=[line_data("a"), line_data("b")]
    )

    assert push(order.shop, again) == ["updated"]
    line = OrderLine.objects.get(external_id="a")
    assert (line.is_removed, line.requested, line.returnable) == (False, 1, 1)


def test_counters_survive_another_push() -> None:
    order = make_order(number="NW-1", lines=[line_data(quantity=3)])
    make_return(order, {"1": 2})

    push(
        order.shop,
        order_data(number="NW-1", changed_at=at(12), lines=[line_data(quantity=3)]),
    )

    line = OrderLine.objects.get()
    assert (line.requested, line.cancelled) == (2, 0)


def test_a_line_that_shrinks_below_what_is_coming_back_keeps_its_limit() -> None:
    order = make_order(
        number="NW-1", lines=[line_data(quantity=3, fulfilled_quantity=3)]
    )
    make_return(order, {"1": 2})
    smaller = order_data(
        number="NW-1",
        changed_at=at(12),
        lines=[line_data(quantity=1, fulfilled_quantity=1)],
    )

    assert push(order.shop, smaller) == ["updated"]

    line = OrderLine.objects.get()
    assert (line.ordered, line.returnable_limit, line.returnable) == (1, 2, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"requested": 3},
        {"requested": 1, "cancelled": 2},
        {"requested": 1, "received_good": 2},
        {"requested": 2, "cancelled": 1, "received_not_good": 2},
        {"requested": 1, "sent_back": 2},
    ],
)
def test_the_database_itself_refuses_counters_that_cannot_be(
    values: dict[str, int],
) -> None:
    line = make_order().lines.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.filter(pk=line.pk).update(**values)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_creating_orders_costs_the_same_queries_for_one_and_a_hundred(
    django_assert_num_queries: Any, count: int
) -> None:
    shop = make_shop()
    orders = [order_data() for _ in range(count)]

    with django_assert_num_queries(14):
        receive_orders(shop, orders, now=NOW)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_pushing_what_is_known_costs_the_same_queries_and_writes_nothing(
    django_assert_num_queries: Any, count: int
) -> None:
    shop = make_shop()
    orders = [order_data() for _ in range(count)]
    receive_orders(shop, orders, now=NOW)

    with django_assert_num_queries(4) as captured:
        receive_orders(shop, orders, now=NOW)

    statements = [query["sql"].split()[0] for query in captured.captured_queries]
    assert statements == ["SAVEPOINT", "SELECT", "SELECT", "RELEASE"]


@pytest.mark.parametrize("count", [1, 3, 100])
def test_replacing_orders_costs_the_same_queries_for_one_and_a_hundred(
    django_assert_num_queries: Any, count: int
) -> None:
    shop = make_shop()
    orders = [order_data() for _ in range(count)]
    receive_orders(shop, orders, now=NOW)
    changed = [{**order, "email": "b@example.org"} for order in orders]

    with django_assert_num_queries(16):
        receive_orders(shop, changed, now=NOW)


lines = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 5), st.integers(0, 5)),
    min_size=1,
    max_size=3,
    unique_by=lambda line: line[0],
)
revisions = st.lists(
    st.tuples(lines, st.booleans(), st.sampled_from(["a@x.de", "b@x.de"])),
    min_size=1,
    max_size=5,
)


# Where in a sequence which parcel is registered, and what it holds.
registrations = st.lists(
    st.tuples(
        st.integers(0, 10),
        st.sampled_from(["p1", "p2"]),
        st.sampled_from(["", "s1-number", "p-number"]),
        st.one_of(st.none(), st.integers(1, 3)),
    ),
    max_size=3,
    unique_by=lambda registration: registration[1],
)


@given(data=st.data(), revisions=revisions, registered=registrations)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_repetition_in_any_order_ends_as_the_last_revision_alone(
    data: st.DataObject, revisions: list[Any], registered: list[Any]
) -> None:
    snapshots = [
        order_data(
            number="NW-1",
            changed_at=at(10 + index),
            email=email,
            lines=[
                # One line is in every revision, so that parcels can hold it.
                line_data("always", quantity=4, fulfilled_quantity=0),
                *(
                    line_data(key, quantity=q, fulfilled_quantity=min(f, q))
                    for key, q, f in chosen
                ),
            ],
            shipments=[{"id": "s1", "tracking_number": "s1-number"}] if shipped else [],
        )
        for index, (chosen, shipped, email) in enumerate(revisions)
    ]
    sequence = data.draw(
        st.lists(st.sampled_from(range(len(snapshots))), max_size=8).map(
            lambda repeats: [*repeats, *range(len(snapshots))]
        )
    )
    sequence = data.draw(st.permutations(sequence))
    with transaction.atomic():
        brand = make_brand("many")
        many, alone = make_shop(brand), make_shop(brand, name="Alone")
        statuses = []
        for step, index in enumerate(sequence):
            statuses += push(many, snapshots[index])
            _register(many, [r for r in registered if r[0] == step])
        _register(many, [r for r in registered if r[0] >= len(sequence)])
        push(alone, snapshots[-1])
        _register(alone, registered)

        assert set(statuses) <= {"created", "updated", "unchanged", "stale"}
        assert state_of(many) == state_of(alone)
        kept = list(_pushed_revisions(many))
        assert len(kept) == sum(s in {"created", "updated"} for s in statuses)
        times = [revision.changed_at for revision in kept]
        assert times == sorted(times)
        assert kept[-1].snapshot == _pushed_revisions(alone).get().snapshot
        transaction.set_rollback(True)


def _pushed_revisions(shop: Shop) -> Any:
    found = OrderRevision.objects.filter(order__shop=shop).order_by("pk")
    return found.exclude(source=OrderSource.SHIPMENTS)


def _register(shop: Shop, registrations: list[Any]) -> None:
    for _, key, number, quantity in registrations:
        lines = (
            [] if quantity is None else [{"line_id": "always", "quantity": quantity}]
        )
        told = ShipmentIn.model_validate(
            {"id": key, "tracking_number": number, "lines": lines}
        )
        register_shipment(Order.objects.for_shop(shop).get(), told, now=NOW)
