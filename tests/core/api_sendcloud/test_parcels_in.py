from __future__ import annotations

from typing import Any

import pytest

from retour_core.orders.models import (
    Order,
    OrderLine,
    OrderRevision,
    OrderSource,
    ShopStatus,
)
from tests.core.api_sendcloud.conftest import (
    Software,
    item_data,
    message,
    parcel_data,
)
from tests.factories import NOW, make_order


def test_a_parcel_without_a_label_becomes_an_order(software: Software) -> None:
    parcel = software.create()

    order = Order.objects.get()
    assert parcel["id"] == order.pk
    assert (order.shop, order.external_id, order.number) == (
        software.shop,
        "ref-1",
        "NW-1",
    )
    assert order.shipping_address == {
        "name": "Anna Berg",
        "street": "Torstraße 1",
        "city": "Berlin",
        "postal_code": "10119",
        "country": "DE",
        "phone": "+49301234567",
    }
    assert (order.total_incl_minor, order.currency) == (20290, "EUR")
    assert (order.email, order.phone) == ("anna@example.org", "+49301234567")
    assert (order.placed_at, order.has_shipment) == (NOW, False)
    line = order.lines.get()
    assert (line.external_id, line.sku, line.title) == ("SKU-1", "SKU-1", "Jacket")
    assert (line.ordered, line.unit_list_minor, line.total_incl_minor) == (
        2,
        9900,
        19800,
    )
    assert (line.weight_grams, line.hs_code, line.origin_country) == (
        600,
        "620193",
        "PT",
    )
    assert line.variant == "Size: M, Colour: green"


def test_the_history_says_by_which_way_the_order_came(software: Software) -> None:
    software.create()

    revision = OrderRevision.objects.get()
    assert revision.source == OrderSource.SENDCLOUD
    assert revision.actor == str(software.token)


def test_a_parcel_without_items_holds_its_contents(software: Software) -> None:
    software.create(parcel_items=[])

    line = OrderLine.objects.get()
    assert (line.external_id, line.title, line.ordered) == ("1", "Parcel contents", 1)
    assert (line.total_incl_minor, line.weight_grams) == (20290, 1200)


def test_only_a_name_and_an_address_are_needed(software: Software) -> None:
    needed = ("name", "address", "city", "postal_code", "country")
    body = {key: value for key, value in parcel_data().items() if key in needed}

    first = software.post("v2/parcels", {"parcel": body}).json()["parcel"]
    second = software.post("v2/parcels", {"parcel": body}).json()["parcel"]

    assert first["id"] != second["id"]
    assert first["total_order_value"] == "0.00"
    assert first["order_number"] == first["external_reference"]


def test_missing_prices_are_nothing(software: Software) -> None:
    items = [{"description": "Jacket", "quantity": "2"}]
    software.create(parcel_items=items, total_order_value=None)

    order = Order.objects.get()
    assert (order.total_incl_minor, order.lines.get().total_incl_minor) == (0, 0)


def test_a_missing_total_is_the_sum_of_the_items(software: Software) -> None:
    items = [item_data(), item_data(sku="B", quantity=1, value=0.1)]
    software.create(parcel_items=items, total_order_value=None)

    assert Order.objects.get().total_incl_minor == 19810


def test_items_of_one_sku_stay_apart(software: Software) -> None:
    software.create(
        parcel_items=[
            item_data(),
            item_data(item_id="77"),
            item_data(description="Hood"),
        ]
    )

    lines = OrderLine.objects.order_by("position")
    assert [line.external_id for line in lines] == ["SKU-1", "77", "SKU-1#2"]


@pytest.mark.parametrize(
    ("values", "minor"),
    [
        ({"value": 19.900000000000002}, 1990),
        ({"value": 19}, 1900),
        ({"value": "19.9000"}, 1990),
    ],
)
def test_what_binary_fractions_leave_behind_is_no_price(
    software: Software, values: dict[str, Any], minor: int
) -> None:
    software.create(parcel_items=[item_data(quantity=1, **values)])

    assert OrderLine.objects.get().unit_list_minor == minor


@pytest.mark.parametrize(
    ("values", "street"),
    [
        ({"address": "Torstraße 1", "house_number": "1"}, "Torstraße 1"),
        ({"address": "Torstraße 11", "house_number": "1"}, "Torstraße 11 1"),
        ({"address": "Torstraße 1", "house_number": None}, "Torstraße 1"),
        ({"address": "Torstraße", "house_number": 12}, "Torstraße 12"),
    ],
)
def test_the_house_number_ends_the_street(
    software: Software, values: dict[str, Any], street: str
) -> None:
    assert software.create(**values)["address"] == street


def test_the_same_reference_is_the_same_parcel_and_changes_nothing(
    software: Software,
) -> None:
    first = software.create()

    again = software.create(name="Somebody Else", order_number="NW-2")

    assert again == first
    assert OrderRevision.objects.count() == 1


def test_a_parcel_known_by_its_number_only_is_brought_up_to_date(
    software: Software,
) -> None:
    first = software.create(external_reference=None)

    again = software.create(external_reference=None, city="Potsdam")

    assert again["id"] == first["id"]
    assert again["city"] == "Potsdam"
    assert again["date_created"] == first["date_created"]


def test_a_number_sent_again_unchanged_leaves_no_trace(software: Software) -> None:
    software.create(external_reference=None)
    software.create(external_reference=None)

    assert OrderRevision.objects.count() == 1


def test_shipments_of_an_order_stand_apart(software: Software) -> None:
    parts = {"external_reference": "", "external_order_id": "77"}
    first = software.create(**parts, external_shipment_id="1")
    second = software.create(**parts, external_shipment_id="2")

    assert first["id"] != second["id"]
    assert [first["external_reference"], second["external_reference"]] == [
        "77:1",
        "77:2",
    ]


def test_what_the_plugin_told_of_the_order_stays(software: Software) -> None:
    make_order(software.shop, number="NW-9")

    parcel = software.create(external_reference=None, order_number="NW-9", city="Bonn")

    order = Order.objects.get()
    assert (parcel["id"], parcel["city"]) == (order.pk, "Bonn")
    assert parcel["tracking_number"] == "00340434161094042557"
    assert parcel["status"] == {"id": 11, "message": "Delivered"}


def test_two_shops_may_use_one_reference(
    software: Software, stranger: Software
) -> None:
    assert software.create()["id"] != stranger.create()["id"]


def test_a_batch_keeps_its_good_parcels(software: Software) -> None:
    good, bad = parcel_data(), parcel_data(name="", external_reference="ref-2")
    more = parcel_data(external_reference="ref-3", order_number="NW-3")

    answer = software.post("v2/parcels", {"parcels": [good, bad, more]})

    body = answer.json()
    assert answer.status_code == 200
    assert [p["external_reference"] for p in body["parcels"]] == ["ref-1", "ref-3"]
    assert body["failed_parcels"] == [
        {
            "parcel": {
                "id": 0,
                "name": "",
                "order_number": "NW-1",
                "external_reference": "ref-2",
            },
            "errors": {"name": ["Give this field a value."]},
        }
    ]
    assert Order.objects.count() == 2


def test_one_reference_twice_in_a_batch_is_one_parcel(software: Software) -> None:
    body = software.post("v2/parcels", {"parcels": [parcel_data(), parcel_data()]})

    first, second = body.json()["parcels"]
    assert first == second


def test_two_parcels_of_one_number_in_a_batch_need_references(
    software: Software,
) -> None:
    parcels = [parcel_data(external_reference=""), parcel_data(external_reference="")]

    body = software.post("v2/parcels", {"parcels": parcels}).json()

    assert len(body["parcels"]) == 1
    assert [f["errors"] for f in body["failed_parcels"]] == [
        {
            "external_reference": [
                (
                    "Another parcel of this request has the same order number; give"
                    " each an “external_reference” of its own."
                )
            ]
        }
    ]


def test_a_refused_reference_repeated_is_refused_again(software: Software) -> None:
    parcels = [parcel_data(total_order_value_currency="XQX"), parcel_data()]

    body = software.post("v2/parcels", {"parcels": parcels}).json()

    assert (body["parcels"], len(body["failed_parcels"])) == ([], 2)


@pytest.mark.parametrize(
    "values",
    [{"request_label": True}, {"requestLabel": True}, {"request_label_async": True}],
)
def test_a_label_is_refused_with_the_way_out(
    software: Software, values: dict[str, Any]
) -> None:
    answer = software.post("v2/parcels", {"parcel": parcel_data(**values)})

    assert message(answer) == (
        400,
        (
            "request_label: 'Retour makes return labels only: send “request_label”:"
            " false and have the parcel shipped where you ship.'"
        ),
    )
    assert Order.objects.count() == 0


def test_a_return_is_refused_with_the_way_out(software: Software) -> None:
    answer = software.post("v2/parcels", {"parcel": parcel_data(is_return=True)})

    assert message(answer) == (
        400,
        (
            "is_return: 'A return is not made as a parcel here: use POST"
            " /api/v1/returns or the brand's return portal.'"
        ),
    )


MOST = {
    "name": 75,
    "company_name": 50,
    "address": 75,
    "house_number": 20,
    "city": 30,
    "postal_code": 12,
    "telephone": 20,
    "country_state": 10,
    "email": 254,
}


@pytest.mark.parametrize(("field", "most"), MOST.items())
def test_fields_have_their_lengths(software: Software, field: str, most: int) -> None:
    path = "v2/parcels"
    longest = parcel_data(**{field: "x" * most})
    longer = parcel_data(**{field: "x" * (most + 1)}, external_reference="2")

    assert software.post(path, {"parcel": longest}).status_code == 200
    assert message(software.post(path, {"parcel": longer})) == (
        400,
        f"{field}: 'Use at most {most} characters.'",
    )


COUNTRY = "Write an ISO 3166-1 country code of two letters, like NL."
CURRENCY = "Write an ISO 4217 currency code of three letters, like EUR."
NUMBER = "Write a number of zero or more, like 12.50, with a point."
BAD_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"name": None}, "name: 'Give this field a value.'"),
    ({"name": ["x"]}, "name: 'Write this as text.'"),
    ({"name": True}, "name: 'Write this as text.'"),
    (
        {"name": "a\x00b"},
        "name: 'Leave out line breaks and control characters.'",
    ),
    ({"name": "\ud800"}, "name: 'This text holds broken characters.'"),
    ({"country": "Germany"}, f"country: '{COUNTRY}'"),
    (
        {"country": "QQ"},
        "country: '“QQ” is not an ISO 3166-1 alpha-2 country code.'",
    ),
    ({"country": None}, "country: 'Give this field a value.'"),
    (
        {"total_order_value_currency": "EURO"},
        f"total_order_value_currency: '{CURRENCY}'",
    ),
    (
        {"total_order_value_currency": "XQX"},
        "total_order_value_currency: '“XQX” is not an ISO 4217 currency code.'",
    ),
    ({"total_order_value": "-1"}, f"total_order_value: '{NUMBER}'"),
    ({"total_order_value": "1,50"}, f"total_order_value: '{NUMBER}'"),
    ({"total_order_value": True}, f"total_order_value: '{NUMBER}'"),
    ({"total_order_value": 10**15}, f"total_order_value: '{NUMBER}'"),
    (
        {"total_order_value": "9.999"},
        "total_order_value: 'EUR has 2 decimals; “9.9990” has more.'",
    ),
    (
        {
            "total_order_value": "9.9",
            "total_order_value_currency": "JPY",
            "parcel_items": [],
        },
        (
            "total_order_value: 'JPY has 0 decimals; “9.9000” has more.', "
            "parcel_items.0.value: 'JPY has 0 decimals; “9.9000” has more.'"
        ),
    ),
    ({"weight": "heavy"}, f"weight: '{NUMBER}'"),
    ({"quantity": 21}, "quantity: 'Use 20 or less.'"),
    ({"sender_address": "home"}, "sender_address: 'Write a whole number.'"),
    ({"shipment": 8}, "shipment: 'Write this as an object.'"),
    ({"request_label": "perhaps"}, "request_label: 'Write true or false.'"),
    ({"parcel_items": {"a": 1}}, "parcel_items: 'Write this as a list.'"),
    ({"parcel_items": [3]}, "parcel_items.0: 'Write this as an object.'"),
    (
        {"parcel_items": [item_data()] * 501},
        "parcel_items: 'Give at most 500, not 501.'",
    ),
    (
        {"parcel_items": [item_data(), item_data(quantity=0)]},
        "parcel_items.1.quantity: 'Use 1 or more.'",
    ),
    (
        {"parcel_items": [item_data(quantity=1.5)]},
        "parcel_items.0.quantity: 'Write a whole number.'",
    ),
    (
        {"parcel_items": [item_data(description="x" * 256)]},
        "parcel_items.0.description: 'Use at most 255 characters.'",
    ),
    (
        {"parcel_items": [item_data(hs_code="1" * 13)]},
        "parcel_items.0.hs_code: 'Use at most 12 characters.'",
    ),
    (
        {"parcel_items": [item_data(description="a\x07")]},
        "parcel_items.0.description: 'Leave out line breaks and control characters.'",
    ),
    (
        {"parcel_items": [item_data(origin_country="QQ")]},
        (
            "parcel_items.0.origin_country: '“QQ” is not an ISO 3166-1 alpha-2 country"
            " code.'"
        ),
    ),
    (
        {"parcel_items": [item_data(properties=["M"])]},
        "parcel_items.0.properties: 'Write this as an object.'",
    ),
    (
        {"external_reference": "x" * 101},
        "external_reference: 'Use at most 100 characters.'",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), BAD_FIELDS)
def test_a_bad_field_is_named(
    software: Software, values: dict[str, Any], sentence: str
) -> None:
    answer = software.post("v2/parcels", {"parcel": parcel_data(**values)})

    assert message(answer) == (400, sentence)
    assert Order.objects.count() == 0


def test_all_bad_fields_are_named_at_once(software: Software) -> None:
    answer = software.post("v2/parcels", {"parcel": {"name": "Anna"}})

    assert message(answer) == (
        400,
        ", ".join(
            f"{field}: 'Give this field a value.'"
            for field in ("address", "city", "postal_code", "country")
        ),
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        "parcel",
        {"parcel": []},
        {"parcels": {}},
        {"parcel": None},
        {"Parcel": parcel_data()},
    ],
)
def test_a_body_of_another_shape_is_refused(software: Software, body: Any) -> None:
    raw = b"null" if body is None else None

    answer = software.post("v2/parcels", body, raw=raw)

    assert message(answer) == (
        400,
        "Send an object with “parcel”, or with “parcels”, a list.",
    )


@pytest.mark.parametrize("count", [0, 501])
def test_a_batch_has_its_measure(software: Software, count: int) -> None:
    answer = software.post("v2/parcels", {"parcels": [{}] * count})

    assert message(answer) == (400, f"parcels: 'Send 1 to 500, not {count}.'")


def test_fields_we_have_no_use_for_are_skipped(software: Software) -> None:
    parcel = software.create(
        insured_value=100,
        data={},
        customs_information={"customs_invoice_nr": "1"},
        something_new=[1],
        sender_address=77,
        apply_shipping_rules=True,
        quantity=2,
        to_service_point=3,
    )

    assert parcel["insured_value"] == 0


@pytest.mark.parametrize("status", [ShopStatus.PAUSED, ShopStatus.DISCONNECTED])
def test_a_shop_that_takes_nothing_in_says_so(
    software: Software, status: ShopStatus
) -> None:
    software.shop.status = status
    software.shop.save()

    answer = software.post("v2/parcels", {"parcel": parcel_data()})

    assert answer.status_code == 409
    assert Order.objects.count() == 0


def test_the_contents_speak_the_brands_language(software: Software) -> None:
    software.shop.brand.default_locale = "zz"
    software.shop.brand.save()

    software.create(parcel_items=None)

    assert OrderLine.objects.get().title == "Parcel contents"
