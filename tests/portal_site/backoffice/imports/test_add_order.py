"""An order typed in at the counter."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from retour_core.orders.models import Order, OrderRevision
from tests.factories import make_order
from tests.portal_site.backoffice.conftest import House, SignIn


def typed(house: House, **values: Any) -> dict[str, Any]:
    return {
        "shop": house.shop.pk,
        "number": "T-1",
        "placed_at": "2026-11-06",
        "currency": "eur",
        "customer_name": "Anna Berg",
        "email": "anna@example.org",
        "postal_code": "10119",
        "country": "DE",
        "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0",
        "lines-0-title": "Jacket",
        "lines-0-sku": "J-1",
        "lines-0-quantity": "2",
        "lines-0-price": "19.90",
        "lines-1-title": "",
        "lines-1-quantity": "1",
        **values,
    }


def test_an_agent_adds_an_order_and_sees_it(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    response = client.post(reverse("add-order:add"), typed(alpenglow))
    order = Order.objects.get(number="T-1")
    assert response["Location"] == reverse("orders:inspect", args=[order.pk])
    assert (order.brand, order.currency, order.total_incl_minor) == (
        alpenglow.brand,
        "EUR",
        3980,
    )
    assert (order.customer_name, order.postal_code) == ("Anna Berg", "10119")
    assert (order.has_shipment, order.lines.get().ordered) == (False, 2)
    revision = OrderRevision.objects.get(order=order)
    assert (revision.source, revision.actor) == ("manual", "alice")
    page = client.get(response["Location"])
    assert [str(message)[:41] for message in page.context["messages"]] == [
        "Order T-1 is added. It shows no outbound "
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": ""}, "number"),
        ({"placed_at": "2999-01-01"}, "placed_at"),
        ({"placed_at": "yesterday"}, "placed_at"),
        ({"currency": "QQQ"}, "currency"),
        ({"email": "anna"}, "email"),
        ({"country": "XX"}, "country"),
        ({"number": "A\u0007"}, "number"),
    ],
)
def test_what_is_wrong_is_shown_at_its_field(
    values: dict[str, str], field: str, alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    response = sign_in(alice).post(reverse("add-order:add"), typed(alpenglow, **values))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"lines-0-quantity": "0"}, "quantity"),
        ({"lines-0-quantity": "1.5"}, "quantity"),
        ({"lines-0-price": "-1"}, "price"),
        ({"lines-0-price": "1.999"}, "price"),
        ({"lines-0-price": "free"}, "price"),
        ({"lines-0-title": ""}, "title"),
    ],
)
def test_what_is_wrong_with_an_item_is_shown_at_the_item(
    values: dict[str, str], field: str, alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    response = sign_in(alice).post(reverse("add-order:add"), typed(alpenglow, **values))
    assert response.status_code == 422
    assert list(response.context["lines"][0].errors) == [field]
    assert not response.context["form"].errors
    assert Order.objects.count() == 1


def test_a_number_the_shop_has_already_is_refused(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    values = typed(alpenglow, number="ag1001")
    response = sign_in(alice).post(reverse("add-order:add"), values)
    assert response.context["form"].errors == {
        "number": ["This shop has an order of this number already."]
    }


def test_more_items_are_offered_without_judging_what_is_typed(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    values = typed(alpenglow, number="", more="1")
    response = sign_in(alice).post(reverse("add-order:add"), values)
    assert response.status_code == 200
    assert len(response.context["lines"].forms) == 5
    assert not response.context["form"].errors
    assert b'value="Jacket"' in response.content
    assert Order.objects.count() == 1


def test_more_items_left_empty_do_not_count(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    page = client.post(reverse("add-order:add"), typed(alpenglow, more="1"))
    lines = page.context["lines"]
    given = {
        form[name].html_name: form[name].value() or ""
        for form in lines
        for name in form.fields
    }
    answer = client.post(
        reverse("add-order:add"),
        typed(alpenglow, **given, **{"lines-TOTAL_FORMS": str(len(lines.forms))}),
    )
    assert answer.status_code == 302
    assert Order.objects.get(number="T-1").lines.count() == 1


def test_an_order_of_nothing_is_refused_in_plain_words(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    values = typed(alpenglow, **{"lines-TOTAL_FORMS": "0"})
    response = sign_in(alice).post(reverse("add-order:add"), values)
    assert response.status_code == 422
    assert response.context["lines"].non_form_errors() == ["Fill in at least one item."]


@pytest.mark.parametrize(("typed_price", "minor"), [("19,90", 3980), ("1,5", 300)])
def test_a_decimal_comma_is_read(
    typed_price: str, minor: int, alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    values = typed(alpenglow, **{"lines-0-price": typed_price})
    sign_in(alice).post(reverse("add-order:add"), values)
    assert Order.objects.get(number="T-1").total_incl_minor == minor


def test_what_is_wrong_with_a_sum_alone_is_told_all_the_same(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    values = typed(
        alpenglow, **{"lines-0-price": "9999999999", "lines-0-quantity": "99999"}
    )
    response = sign_in(alice).post(reverse("add-order:add"), values)
    assert response.status_code == 422
    shown = [
        *response.context["form"].non_field_errors(),
        *response.context["lines"][0].errors.values(),
    ]
    assert len(shown) == 1


def test_the_form_begins_with_the_newest_orders_country_and_currency(
    alice: User, charlie: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    address = {"country": "CH", "postal_code": "8001"}
    make_order(alpenglow.shop, currency="CHF", shipping_address=address)
    for user, expected in ((alice, ("CH", "CHF")), (charlie, ("DE", "EUR"))):
        form = sign_in(user).get(reverse("add-order:add")).context["form"]
        assert (form["country"].value(), form["currency"].value()) == expected


def test_who_may_allow_it_is_led_to_the_switch(
    alice: User, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    link = f'href="{reverse("return-portal:index")}"'
    for number, (user, is_led) in enumerate(((alice, False), (anna, True))):
        client = sign_in(user)
        values = typed(alpenglow, number=f"T-{number}")
        response = client.post(reverse("add-order:add"), values)
        [message] = list(client.get(response["Location"]).context["messages"])
        assert (link in str(message)) is is_led


def test_charlie_adds_nothing_to_another_brands_shop(
    charlie: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    form = client.get(reverse("add-order:add")).context["form"]
    assert list(form.fields["shop"].queryset) == [lune.shop]
    response = client.post(reverse("add-order:add"), typed(alpenglow))
    assert list(response.context["form"].errors) == ["shop"]
    assert not Order.objects.filter(number="T-1").exists()


def test_an_editor_adds_no_order(eve: User, alpenglow: House, sign_in: SignIn) -> None:
    response = sign_in(eve).post(reverse("add-order:add"), typed(alpenglow))
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert Order.objects.count() == 1
