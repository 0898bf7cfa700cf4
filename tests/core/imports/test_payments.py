"""What a file says of payment, delivery and products beyond the plain order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retour_core.imports.guessing import guess_fields
from retour_core.imports.payments import tenders_of
from retour_core.orders.models import Order
from tests.core.imports.conftest import (
    HEADER,
    BringIn,
    line,
    problems,
    table,
    totals,
)

_MORE_THAN_SHIPPING = (
    "4.90 is more than the 0 paid for shipping: leave it out where nothing more than"
    " the standard delivery was paid."
)


def row(number: str, *cells: str) -> str:
    return ",".join([line(number), *cells])


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Brand", "product_brand"),
        ("Marque", "product_brand"),
        ("Hersteller", "product_brand"),
        ("Marca", "product_brand"),
        ("Merk", "product_brand"),
        ("Withdrawal exemption", "exemption"),
        ("Exception rétractation", "exemption"),
        ("Widerrufsausschluss", "exemption"),
        ("Gift card", "gift_card"),
        ("Carte cadeau", "gift_card"),
        ("Geschenkkarte", "gift_card"),
        ("Avoir", "store_credit"),
        ("Kundenguthaben", "store_credit"),
        ("Cart discount", "order_discount"),
        ("Remise commande", "order_discount"),
        ("Bestellrabatt", "order_discount"),
        ("Standardversand", "standard_shipping"),
        ("Shipping tax rate", "shipping_tax_rate"),
        ("Shipping", "shipping_price"),
        ("Rabatt", "discount"),
        ("Order number", "number"),
    ],
)
def test_headers_are_known_in_several_languages(header: str, field: str) -> None:
    assert guess_fields([header]) == {header: field}


def test_columns_of_a_line_are_kept(bring_in: BringIn) -> None:
    header = f"{HEADER},Marke,Widerrufsausschluss"
    job = bring_in(table(row("1", "Alpenglow", "E"), row("2", "", ""), header=header))
    assert totals(job) == {"created": 2}
    kept = Order.objects.order_by("number").values_list(
        "lines__product_brand", "lines__exemption"
    )
    assert list(kept) == [("Alpenglow", "e"), ("", "")]


def test_columns_of_the_order_are_kept(bring_in: BringIn) -> None:
    header = f"{HEADER},Shipping,Standard shipping cost,Shipping tax rate,Cart discount"
    job = bring_in(table(row("1", "9.90", "4.90", "19", "10"), header=header))
    assert totals(job) == {"created": 1}
    order = Order.objects.get()
    assert (order.total_incl_minor, order.shipping_incl_minor) == (9890, 990)
    assert (order.standard_shipping_minor, order.shipping_tax_rate) == (490, 19)
    bought = order.lines.get()
    assert (bought.total_incl_minor, bought.order_discount_minor) == (8900, 1000)


def test_what_a_gift_card_did_not_pay_was_paid_otherwise(bring_in: BringIn) -> None:
    header = f"{HEADER},Gift card,Store credit"
    rows = [row("1", "30.00", "9"), row("2", "99.00", ""), row("3", "0", "")]
    job = bring_in(table(*rows, header=header))
    assert totals(job) == {"created": 3}
    kept = [
        [(t["kind"], t["minor"]) for t in order.tenders]
        for order in Order.objects.order_by("number")
    ]
    assert kept == [
        [("gift_card", 3000), ("store_credit", 900), ("other", 6000)],
        [("gift_card", 9900)],
        [],
    ]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Gift card", "99.01", "It is more than the order’s total of 99.00."),
        ("Gift card", "much", "“much” is no amount with “.” before the decimals."),
        (
            "Cart discount",
            "99.01",
            "99.01 is more than the 99.00 of the lines.",
        ),
        (
            "Standard shipping cost",
            "4.90",
            _MORE_THAN_SHIPPING,
        ),
        ("Exemption", "yes", "Write one letter from “a” to “m”, or leave it empty."),
    ],
)
def test_what_does_not_add_up_is_told_by_row_and_column(
    column: str, cell: str, reason: str, bring_in: BringIn
) -> None:
    content = table(row("1", ""), row("2", cell), header=f"{HEADER},{column}")
    job = bring_in(content, decimal_mark=".")
    assert totals(job) == {"created": 1, "rejected": 1}
    assert problems(job) == [(3, column, reason)]


def test_a_discount_that_the_total_does_not_show_is_refused(bring_in: BringIn) -> None:
    header = f"{HEADER},Total,Cart discount"
    job = bring_in(table(row("1", "99.00", "10"), header=header))
    assert totals(job) == {"rejected": 1}
    [(number, column, reason)] = problems(job)
    assert (number, column) == (2, "Cart discount")
    assert reason.startswith("Lines − order discount + shipping are 89.00, but the")


def test_tenders_of_a_file_add_up_to_the_total() -> None:
    tenders = tenders_of({"gift_card": "0.10", "store_credit": "0.20"}, "0.30")
    assert sum(Decimal(t["amount"]) for t in tenders) == Decimal("0.30")
    assert [t["kind"] for t in tenders] == ["gift_card", "store_credit"]
