from __future__ import annotations

import re
import time

import pytest
from django.http import HttpResponse
from django.test import Client

from retour_core.brands.models import Brand
from retour_core.orders.models import Order, Shop
from retour_core.returns.models import Return
from retour_portal.flow import lookup
from tests.factories import line_data, make_brand, make_order, make_shop
from tests.portal_site.flow.walk import Customer, errors_of, text_of, title_of

NOT_FOUND = "We could not find an order with this number and postal code."


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("NW-2001", id="as printed"),
        pytest.param(" #nw 2001", id="as typed"),
    ],
)
@pytest.mark.parametrize("postal_code", ["10119", "D-10119", " 10 119 "])
def test_an_order_is_found_the_way_people_type_it(
    customer: Customer, order: Order, number: str, postal_code: str
) -> None:
    response = customer.look_up(number, postal_code)
    ret = Return.objects.get()
    customer.key = ret.private_key
    assert response["Location"] == customer.step("items")
    assert (ret.order_id, ret.state) == (order.pk, "draft")


def test_no_such_order_and_a_wrong_postal_code_are_the_same_answer(
    customer: Customer, order: Order
) -> None:
    unknown = customer.look_up("NW-9999", "10119")
    wrong = customer.look_up("NW-2001", "99999")
    assert errors_of(unknown) == errors_of(wrong) == [NOT_FOUND]
    assert unknown.status_code == wrong.status_code == 200
    assert _page_for(unknown, "NW-9999", "10119") == _page_for(
        wrong, "NW-2001", "99999"
    )
    assert not Return.objects.exists()


def test_not_found_says_what_to_try_and_whom_to_ask(
    customer: Customer, order: Order
) -> None:
    page = customer.look_up("NW-9999")
    assert title_of(page).startswith("Error: Find your order")
    assert "Copy the order number from your order confirmation." in text_of(page)
    assert "help@nordwand.example" in text_of(page)


def test_not_found_takes_its_time_whatever_the_reason(
    customer: Customer, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(lookup, "ANSWER_SECONDS", 0.25)
    monkeypatch.setattr(time, "monotonic", lambda: 7.0)
    monkeypatch.setattr(time, "sleep", slept.append)
    customer.look_up("NW-9999", "10119")
    customer.look_up("NW-2001", "99999")
    assert slept == [0.25, 0.25]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {},
            [
                "Enter your order number or the tracking number of your parcel.",
                "Enter the postal code of your delivery or billing address.",
            ],
        ),
        (
            {"number": "  ", "postal_code": "10119"},
            ["Enter your order number or the tracking number of your parcel."],
        ),
        (
            {"number": "NW-2001", "postal_code": ""},
            ["Enter the postal code of your delivery or billing address."],
        ),
        (
            {"number": "9" * 101, "postal_code": "10119"},
            ["That is too long for an order or tracking number."],
        ),
        (
            {"number": "NW\x002001", "postal_code": "10119"},
            ["Null characters are not allowed."],
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    customer: Customer, order: Order, typed: dict[str, str], errors: list[str]
) -> None:
    page = customer.client.post(customer.url("lookup"), typed)
    assert errors_of(page) == errors
    assert page.content.decode().count('aria-invalid="true"') == len(errors)


def test_nothing_personal_is_on_a_page_before_proof(
    customer: Customer, order: Order
) -> None:
    page = customer.look_up("NW-2001", "99999").content.decode()
    for secret in ("Anna", "Berg", "Torstra", "Berlin", "anna@example.org", "Jacket"):
        assert secret not in page


def test_another_brand_does_not_know_the_order(order: Order) -> None:
    stranger = Customer(make_brand("lune", name="Lune"))
    assert errors_of(stranger.look_up("NW-2001", "10119")) == [NOT_FOUND]


def test_a_form_sent_from_another_site_is_refused(
    customer: Customer, order: Order
) -> None:
    response = customer.client.post(
        customer.url("lookup"),
        {"number": "NW-2001", "postal_code": "10119"},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert response.status_code == 403
    assert not Return.objects.exists()


def test_the_way_to_a_return_needs_and_sets_no_cookie(
    customer: Customer, order: Order
) -> None:
    customer.client = Client(
        enforce_csrf_checks=True, HTTP_HOST=customer.client.defaults["HTTP_HOST"]
    )
    customer.submit(order)
    customer.see("tracking")
    customer.send("cancel")
    assert customer.ret().state == "cancelled"
    assert dict(customer.client.cookies) == {}


def test_the_number_of_a_link_is_filled_in(customer: Customer, brand: Brand) -> None:
    page = customer.client.get(customer.url("lookup") + "?number=NW-7")
    assert 'name="number" type="text" value="NW-7"' in page.content.decode()


REFUSED = "This order cannot be returned online"
NOT_RETURNABLE = [
    pytest.param(
        {"cancelled": True},
        "This order was cancelled, so there is nothing to return.",
        id="cancelled",
    ),
    pytest.param(
        {"shipments": [], "lines": [line_data(fulfilled_quantity=0)]},
        "According to our records this order has not been shipped yet. "
        "If you have received it, please contact us.",
        id="not shipped",
    ),
]
LATE = {
    "placed_at": "2026-01-02T10:00:00+00:00",
    "shipments": [{"id": "1", "delivered_at": "2026-01-05T10:00:00+00:00"}],
}


@pytest.mark.parametrize(("values", "sentence"), NOT_RETURNABLE)
def test_an_order_that_cannot_be_returned_says_why_and_whom_to_ask(
    customer: Customer, shop: Shop, values: dict[str, object], sentence: str
) -> None:
    values = dict(values)
    cancelled = values.pop("cancelled", False)
    order = make_order(shop, **values)
    if cancelled:
        Order.objects.update(status="cancelled")
    page = customer.look_up(order.number)
    assert page.status_code == 200
    assert f"{REFUSED} {sentence}" in text_of(page)
    assert "help@nordwand.example" in text_of(page)
    assert not Return.objects.exists()


def test_a_late_order_says_so_and_leaves_the_way_to_a_claim_open(
    customer: Customer, shop: Shop
) -> None:
    page = customer.find(make_order(shop, **LATE)).see("items")
    told = "The time to return this order ended on 4 February 2026."
    assert f"{REFUSED} {told}" in text_of(page)
    assert 'href="' + customer.step("items") + '?kind=claim"' in page.content.decode()
    claim = customer.client.get(customer.step("items") + "?kind=claim")
    assert title_of(claim).startswith("Which item has a problem?")


def test_an_unshipped_order_may_be_returned_where_the_brand_allows_it() -> None:
    brand = make_brand("open", allow_unshipped_returns=True)
    order = make_order(
        make_shop(brand), shipments=[], lines=[line_data(fulfilled_quantity=0)]
    )
    Customer(brand).find(order)
    assert Return.objects.count() == 1


def test_an_order_with_nothing_left_says_so(customer: Customer, shop: Shop) -> None:
    order = make_order(
        shop, lines=[line_data(quantity=1, fulfilled_quantity=1, total_incl_tax="99")]
    )
    Customer(order.brand).submit(order)
    page = customer.look_up(order.number)
    assert "Everything is being returned already" in text_of(page)
    # The mail it speaks of may be lost.
    assert f'href="{customer.url("find_help")}">Mail me a new link' in page.text
    assert Return.objects.count() == 1


def _page_for(response: HttpResponse, number: str, postal_code: str) -> str:
    """The page without what was typed and without a form's random token."""
    page = response.content.decode().replace(number, "").replace(postal_code, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
