from __future__ import annotations

import pytest

from retour_core.brands.models import Brand
from retour_core.orders.models import Order
from retour_core.returns.models import ReturnLine
from tests.factories import grant, make_brand
from tests.portal_site.flow.walk import (
    Customer,
    chosen_data,
    errors_of,
    first_line,
    text_of,
    title_of,
)

WHOLE = "“Jacket”: enter a whole number from 1 to 2."


@pytest.mark.parametrize(
    ("quantity", "error"),
    [
        ("0", WHOLE),
        ("-1", WHOLE),
        ("", WHOLE),
        ("two", WHOLE),
        ("1.5", WHOLE),
        ("1e1", WHOLE),
        ("³", WHOLE),
        ("9" * 40, WHOLE),
        ("3", "Only 2 of “Jacket” can still be returned."),
    ],
)
def test_a_quantity_that_cannot_be_is_refused_by_name(
    customer: Customer, order: Order, quantity: str, error: str
) -> None:
    customer.find(order)
    page = customer.choose((first_line(order), quantity))
    assert errors_of(page) == [error]
    assert title_of(page).startswith("Error: ")
    assert not ReturnLine.objects.exists()


def test_each_wrong_quantity_is_named_at_once(customer: Customer, order: Order) -> None:
    jacket, hat = order.lines.order_by("position")
    customer.find(order)
    page = customer.choose((jacket, "0"), (hat, "5"))
    assert errors_of(page) == [WHOLE, "Only 1 of “Hat” can still be returned."]


def test_choosing_nothing_is_answered_with_a_sentence(
    customer: Customer, order: Order
) -> None:
    customer.find(order)
    page = customer.send("items")
    assert errors_of(page) == ["Choose at least one item to return."]
    assert f'href="#id_line-{first_line(order).pk}"' in page.content.decode()


def test_an_item_taken_since_the_page_was_shown_is_named(
    customer: Customer, order: Order
) -> None:
    hat = order.lines.get(title="Hat")
    customer.find(order)
    hat.requested = 1
    hat.save()
    page = customer.choose((first_line(order), 1), (hat, 1))
    assert errors_of(page) == ["“Hat” cannot be returned any more."]
    assert not ReturnLine.objects.exists()


def test_the_line_of_another_order_is_nothing_chosen(
    customer: Customer, order: Order
) -> None:
    customer.find(order)
    page = customer.send("items", {"line-999999": "1", "quantity-999999": "1"})
    assert errors_of(page) == ["Choose at least one item to return."]


def test_an_item_without_a_unit_left_is_shown_without_a_choice(
    customer: Customer, order: Order
) -> None:
    hat = order.lines.get(title="Hat")
    hat.requested = 1
    hat.save()
    page = customer.find(order).see("items")
    assert f'name="line-{hat.pk}"' not in page.content.decode()
    assert "Hat Returned or registered for return already" in text_of(page)


@pytest.mark.parametrize(
    "step",
    [
        "items",
        "reasons",
        "method",
        "review",
        "confirmation",
        "tracking",
        "label",
        "label_sheet",
        "parcel_slip",
        "cancel",
        "status",
    ],
)
def test_a_private_link_opens_nothing_on_another_brands_host(
    customer: Customer, order: Order, step: str
) -> None:
    stranger = Customer(make_brand("lune", name="Lune"))
    customer.find(order)
    stranger.key = customer.key
    assert stranger.see(step).status_code == 404
    assert stranger.send(step).status_code in (404, 405)
    stranger.key = "x" * 32
    assert stranger.see(step).status_code == 404


def test_a_foreign_brand_cannot_submit_or_cancel(
    customer: Customer, order: Order
) -> None:
    stranger = Customer(make_brand("lune", name="Lune"))
    customer.up_to_review(order)
    stranger.key = customer.key
    assert stranger.send("review").status_code == 404
    assert customer.ret().state == "draft"
    customer.send("review")
    assert stranger.send("cancel").status_code == 404
    assert customer.ret().state == "label_pending"


def test_reasons_are_asked_for_each_item_by_name(
    customer: Customer, order: Order
) -> None:
    jacket, hat = order.lines.order_by("position")
    customer.find(order)
    customer.choose((jacket, 1), (hat, 1))
    page = customer.send(
        "reasons", {f"reason-{jacket.pk}": "nonsense", f"comment-{hat.pk}": "x" * 501}
    )
    assert errors_of(page) == [
        "Choose why “Jacket” comes back.",
        "Choose why “Hat” comes back.",
        "“Hat”: keep your comment to 500 characters.",
    ]


def test_a_comment_is_kept_and_escaped(customer: Customer, order: Order) -> None:
    jacket = first_line(order)
    customer.find(order)
    customer.choose((jacket, 1))
    customer.send(
        "reasons",
        {f"reason-{jacket.pk}": "damaged", f"comment-{jacket.pk}": "<b>seam</b>"},
    )
    customer.send("method", {"method": "drop_off_point"})
    page = customer.see("review").content.decode()
    assert "<q>&lt;b&gt;seam&lt;/b&gt;</q>" in page


def test_a_way_back_the_brand_does_not_offer_is_refused(
    customer: Customer, order: Order
) -> None:
    jacket = first_line(order)
    customer.find(order)
    customer.choose((jacket, 1))
    customer.give_reason(jacket)
    assert errors_of(customer.send("method")) == [
        "Choose how the parcel gets back to us."
    ]
    assert errors_of(customer.send("method", {"method": "pick_up"})) == [
        "This way back is no longer offered. Choose another one."
    ]


def test_a_way_back_withdrawn_meanwhile_is_asked_again(
    customer: Customer, order: Order, brand: Brand
) -> None:
    customer.up_to_review(order)
    grant(brand, methods=["in_store"])
    assert customer.send("review")["Location"] == customer.step("method")


def test_a_chosen_quantity_survives_an_error_on_the_page(
    customer: Customer, order: Order
) -> None:
    jacket = first_line(order)
    customer.find(order)
    page = customer.send("items", chosen_data((jacket, "7")))
    assert f'name="quantity-{jacket.pk}" value="7"' in page.content.decode()
