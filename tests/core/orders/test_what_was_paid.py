"""What an order tells of its payment, its delivery and its products, and keeps."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import create_model

from retour_core.domain.money import Money
from retour_core.domain.order_checks import check_order
from retour_core.domain.wire import LineIn, OrderIn, Wire
from retour_core.orders.intake import Accepted, read_order
from retour_core.orders.models import Order
from retour_core.orders.operations import receive_orders
from retour_core.orders.rows import line_rows
from tests.factories import NOW, line_data, make_order, make_shop, order_data

ON_LINE = {"brand", "exemption"}
ON_ORDER = {
    "tenders",
    "order_discount",
    "shipping_tax_rate",
    "standard_shipping_incl_tax",
}
cents = st.integers(0, 10**7)


def written(minor: int) -> str:
    return Money(minor, "EUR").to_string()


@pytest.mark.django_db
def test_all_that_was_told_is_kept() -> None:
    order = make_order(
        lines=[line_data(brand="Alpenglow", exemption="E")],
        shipping_incl_tax="9.90",
        standard_shipping_incl_tax="4.90",
        shipping_tax_rate="19",
        total_incl_tax="207.90",
        tenders=[
            {"kind": "gift_card", "id": "GC-1", "amount": "50"},
            {"kind": "card", "id": "ch_1", "amount": "157.90"},
        ],
    )
    line = order.lines.get()
    assert (line.product_brand, line.exemption) == ("Alpenglow", "e")
    assert (order.standard_shipping_minor, order.shipping_tax_rate) == (490, 19)
    assert order.tenders == [
        {"kind": "gift_card", "id": "GC-1", "minor": 5000},
        {"kind": "card", "id": "ch_1", "minor": 15790},
    ]


@pytest.mark.django_db
def test_an_order_that_tells_nothing_more_is_as_it_was() -> None:
    order = make_order()
    line = order.lines.get()
    assert (line.product_brand, line.exemption) == ("", "")
    assert (line.total_incl_minor, line.order_discount_minor) == (19800, 0)
    assert (order.tenders, order.order_discount_minor) == ([], 0)
    assert (order.standard_shipping_minor, order.shipping_tax_rate) == (None, None)


@pytest.mark.django_db
def test_a_push_replaces_what_was_told_of_the_payment() -> None:
    shop = make_shop()
    tenders = [{"kind": "card", "id": "c", "amount": "202.90"}]
    first = order_data(number="NW-1", tenders=tenders, lines=[line_data(brand="A")])
    [created] = receive_orders(shop, [first], now=NOW)
    second = {**first, "lines": [line_data()], "tenders": []}
    second["changed_at"] = "2026-11-10T11:00:00+00:00"
    [updated] = receive_orders(shop, [second], now=NOW)
    assert (created.status, updated.status) == ("created", "updated")
    order = Order.objects.get()
    assert (order.tenders, order.lines.get().product_brand) == ([], "")


@pytest.mark.django_db
def test_a_discount_on_the_order_is_taken_off_each_line_once() -> None:
    order = make_order(
        lines=[
            line_data("1", total_excl_tax="166.39"),
            line_data("2", total_incl_tax="100.00"),
            line_data("3", total_incl_tax="0"),
        ],
        order_discount="10.00",
        total_incl_tax="292.90",
    )
    lines = order.lines.order_by("position")
    assert list(
        lines.values_list(
            "order_discount_minor", "total_incl_minor", "total_excl_minor"
        )
    ) == [(664, 19136, 16081), (336, 9664, None), (0, 0, None)]
    assert order.order_discount_minor == 1000


@given(
    paid=st.lists(cents, min_size=1, max_size=8),
    share=st.fractions(0, 1),
    shipping=cents,
)
def test_shares_of_a_discount_never_lose_a_cent(
    paid: list[int], share: Any, shipping: int
) -> None:
    discount = int(sum(paid) * share)
    order = OrderIn.model_validate(
        order_data(
            number="NW-1",
            lines=[
                line_data(str(n), total_incl_tax=written(minor), total_excl_tax=None)
                for n, minor in enumerate(paid)
            ],
            shipping_incl_tax=written(shipping),
            order_discount=written(discount),
            total_incl_tax=written(sum(paid) - discount + shipping),
        )
    )
    assert check_order(order, now=NOW) == []
    rows = line_rows(1, order, {})
    assert sum(row["order_discount_minor"] for row in rows) == discount
    for row, before in zip(rows, paid, strict=True):
        assert 0 <= row["total_incl_minor"] <= before
        assert row["total_incl_minor"] + row["order_discount_minor"] == before


@given(incl=st.lists(st.tuples(cents, st.fractions(0, 1)), min_size=1, max_size=5))
def test_a_discount_leaves_no_line_more_tax_free_than_it_was_paid(
    incl: list[tuple[int, Any]],
) -> None:
    order = OrderIn.model_validate(
        order_data(
            lines=[
                line_data(
                    str(n),
                    total_incl_tax=written(minor),
                    total_excl_tax=written(int(minor * part)),
                )
                for n, (minor, part) in enumerate(incl)
            ],
            order_discount=written(sum(minor for minor, _ in incl) // 3),
        )
    )
    for row in line_rows(1, order, {}):
        assert 0 <= row["total_excl_minor"] <= row["total_incl_minor"]


def _before(model: type[Wire], without: set[str], **changed: Any) -> type[Wire]:
    """The wire as it was before these fields were added to it."""
    kept = {
        name: (changed.get(name, field.annotation), field)
        for name, field in model.model_fields.items()
        if name not in without
    }
    return create_model(f"{model.__name__}Before", __base__=Wire, **kept)  # type: ignore[call-overload,no-any-return]


_LINE_BEFORE = _before(LineIn, ON_LINE)
_ORDER_BEFORE = _before(OrderIn, ON_ORDER, lines=tuple[_LINE_BEFORE, ...])  # type: ignore[valid-type]

old_lines = st.fixed_dictionaries(
    {"total_incl_tax": cents.map(written), "quantity": st.integers(1, 5)},
    optional={
        "total_excl_tax": cents.map(written),
        "discount": cents.map(written),
        "tax_rate": st.sampled_from(["0", "5.5", "19"]),
        "category": st.sampled_from(["", "Jackets"]),
        "refunded_quantity": st.integers(0, 5),
    },
)
old_orders = st.fixed_dictionaries(
    {"total_incl_tax": cents.map(written)},
    optional={
        "captured": cents.map(written),
        "shipping_incl_tax": cents.map(written),
        "status": st.sampled_from(["open", "cancelled"]),
        "tags": st.lists(st.sampled_from(["a", "b"]), max_size=2),
    },
)


@given(values=old_orders, lines=st.lists(old_lines, min_size=1, max_size=4))
def test_what_was_pushed_before_means_the_same(
    values: dict[str, Any], lines: list[dict[str, Any]]
) -> None:
    raw = order_data(
        number="NW-1",
        lines=[
            {"id": str(n), "title": "Jacket", **line} for n, line in enumerate(lines)
        ],
        **{"shipping_incl_tax": "0", **values},
    )
    accepted = read_order(raw)
    assert isinstance(accepted, Accepted)
    before = _ORDER_BEFORE.model_validate(raw)
    # The snapshot is what the hash is of: an order known before stays “unchanged”.
    written_before = before.model_dump_json(exclude_defaults=True)
    assert accepted.snapshot == written_before.encode()
    told = {p.pointer for p in check_order(accepted.order, now=NOW)}
    assert told == {
        f"/lines/{n}/refunded_quantity"
        for n, line in enumerate(lines)
        if line.get("refunded_quantity", 0) > line["quantity"]
    }
    for row, line in zip(line_rows(1, accepted.order, {}), lines, strict=True):
        assert written(row["total_incl_minor"]) == line["total_incl_tax"]
        excl = row["total_excl_minor"]
        assert (excl is None) or written(excl) == line["total_excl_tax"]
        assert row["order_discount_minor"] == 0


def test_times_are_no_part_of_what_is_compared() -> None:
    first = read_order(order_data(number="NW-1", tenders=[]))
    later = read_order(
        order_data(number="NW-1", changed_at=datetime.fromisoformat(f"{NOW}"))
    )
    assert isinstance(first, Accepted)
    assert isinstance(later, Accepted)
    assert first.content_hash == later.content_hash
    assert "tenders" not in json.loads(first.snapshot)
    assert Decimal(first.order.order_discount) == 0
