from __future__ import annotations

import csv
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retour_core.returns.drafts import start_draft
from retour_portal.backoffice.short_paginator import ShortPaginator
from tests.factories import make_order, order_data
from tests.portal_site.backoffice.conftest import House, SignIn, submit


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def _listed(desk: Client, name: str, asked: str = "") -> list[str]:
    response = desk.get(reverse(name) + asked)
    return [str(row) for row in response.context["object_list"]]


def _csv(desk: Client, name: str) -> list[dict[str, str]]:
    response = desk.get(reverse(name) + "?export=csv")
    return list(csv.DictReader(b"".join(response).decode().splitlines()))


def _another(house: House, number: str, **values: Any) -> Any:
    return make_order(house.shop, number=number, **values)


@pytest.mark.parametrize(
    ("name", "queries"), [("returns:index", 16), ("orders:index", 18)]
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_three(
    name: str,
    queries: int,
    rows: int,
    desk: Client,
    alpenglow: House,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows - 1):
        submit(_another(alpenglow, f"AG-{number}"))
    desk.get(reverse("wagtailadmin_home"))
    with django_assert_num_queries(queries):
        response = desk.get(reverse(name))
    assert len(response.context["object_list"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_return_costs_the_same_with_one_line_and_three(
    rows: int,
    desk: Client,
    alpenglow: House,
    django_assert_num_queries: Any,
) -> None:
    from retour_core.domain.reasons import ReturnReason
    from retour_core.returns.actors import CUSTOMER
    from retour_core.returns.drafts import Selection
    from retour_core.returns.operations import create_return
    from tests.factories import NOW, line_data

    lines = [line_data(str(number)) for number in range(rows)]
    order = _another(alpenglow, "AG-7", lines=lines)
    chosen = [Selection(line["id"], 1, ReturnReason.OTHER) for line in lines]
    ret = create_return(order, chosen, now=NOW, actor=CUSTOMER, locale="en")
    desk.get(reverse("wagtailadmin_home"))
    with django_assert_num_queries(26):
        desk.get(reverse("returns:inspect", args=[ret.pk]))


@pytest.mark.parametrize(
    "asked", ["AG-1001", "ag1001", "berta berg", "BERTA@example.org", "10119"]
)
@pytest.mark.parametrize("name", ["returns:index", "orders:index"])
def test_a_list_is_searched_the_way_people_ask(
    name: str, asked: str, desk: Client, alpenglow: House
) -> None:
    elsewhere = order_data()["shipping_address"] | {"name": "X", "postal_code": "1"}
    other = _another(
        alpenglow, "AG-9", email="x@example.org", shipping_address=elsewhere
    )
    submit(other)
    found = _listed(desk, name, f"?q={asked}")
    row = alpenglow.ret if name == "returns:index" else alpenglow.order
    assert found == [str(row)]


def test_a_return_is_found_by_its_own_number(desk: Client, alpenglow: House) -> None:
    submit(_another(alpenglow, "AG-9"))
    rma = alpenglow.ret.rma_number
    assert _listed(desk, "returns:index", f"?q={rma}") == [rma]


def test_an_order_is_found_by_what_was_bought(desk: Client, alpenglow: House) -> None:
    from tests.factories import line_data

    _another(alpenglow, "AG-9", lines=[line_data(sku="HAT-RED")])
    assert _listed(desk, "orders:index", "?q=hat-red") == ["AG-9"]


@pytest.mark.parametrize("asked", ["AG-1001", "anna", "SKU-1", "10119"])
def test_a_search_finds_nothing_of_another_brand(
    asked: str, desk: Client, alpenglow: House, lune: House
) -> None:
    everywhere = {str(alpenglow.order), str(lune.order)}
    found = set(_listed(desk, "orders:index", f"?q={asked}"))
    assert found < everywhere
    assert found <= {str(alpenglow.order)}


@pytest.mark.parametrize(("asked", "rows"), [("", 3), ("?q=AG", 3), ("?q=AG-2", 1)])
def test_a_list_counts_no_further_than_anybody_turns_pages(
    asked: str, rows: int, desk: Client, alpenglow: House, monkeypatch: Any
) -> None:
    for number in range(2, 5):
        _another(alpenglow, f"AG-{number}")
    monkeypatch.setattr(ShortPaginator, "most", 3)
    response = desk.get(reverse("orders:index") + asked)
    paginator = response.context["paginator"]
    assert len(response.context["object_list"]) == rows
    assert (paginator.count, paginator.is_cut) == (rows, rows == 3)
    page = response.content.decode()
    assert ("There are more than 3 matches" in page) == (asked == "?q=AG")
    if rows == 3:
        assert paginator.items_count_label == "more than 3 orders"


@pytest.mark.parametrize(
    ("asked", "rows"), [("", 3), ("?state=requested", 3), ("?q=AG-2", 1)]
)
def test_the_list_of_returns_counts_no_further_either(
    asked: str, rows: int, desk: Client, alpenglow: House, monkeypatch: Any
) -> None:
    for number in range(2, 5):
        submit(_another(alpenglow, f"AG-{number}"))
    monkeypatch.setattr(ShortPaginator, "most", 3)
    response = desk.get(reverse("returns:index") + asked)
    paginator = response.context["paginator"]
    assert len(response.context["object_list"]) == rows
    assert (paginator.count, paginator.is_cut) == (rows, rows == 3)
    if rows == 3:
        assert paginator.items_count_label == "more than 3 returns"


def test_a_page_of_returns_is_looked_for_by_keys_alone(
    desk: Client, alpenglow: House
) -> None:
    submit(_another(alpenglow, "AG-9"))
    with CaptureQueriesContext(connection) as asked:
        desk.get(reverse("returns:index") + "?state=requested")
    [page] = [q["sql"] for q in asked if 'ORDER BY "retour_returns_return"' in q["sql"]]
    assert page.split(" FROM ")[0] == (
        'SELECT DISTINCT "retour_returns_return"."id" AS "pk",'
        ' "retour_returns_return"."submitted_at"'
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?state=requested", 1),
        ("?state=settled", 0),
        ("?method=drop_off_point", 1),
        ("?method=in_store", 0),
        ("?submitted_at_from=2026-11-20&submitted_at_to=2026-11-20", 1),
        ("?submitted_at_from=2026-11-21", 0),
    ],
)
def test_returns_are_filtered(
    asked: str, found: int, desk: Client, alpenglow: House
) -> None:
    assert len(_listed(desk, "returns:index", asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?has_shipment=True", 1),
        ("?has_shipment=False", 0),
        ("?status=cancelled", 0),
        ("?status=open", 1),
    ],
)
def test_orders_are_filtered(
    asked: str, found: int, desk: Client, alpenglow: House
) -> None:
    assert len(_listed(desk, "orders:index", asked)) == found


def test_another_brands_name_in_a_filter_finds_nothing(
    desk: Client, alpenglow: House, lune: House
) -> None:
    response = desk.get(reverse("returns:index") + f"?brand={lune.brand.pk}")
    assert "brand" in response.context["filters"].form.errors
    assert lune.ret.rma_number not in response.content.decode()


def test_the_newest_return_comes_first_and_drafts_are_left_out(
    desk: Client, alpenglow: House
) -> None:
    from datetime import timedelta

    older = submit(_another(alpenglow, "AG-9"))
    older.submitted_at -= timedelta(days=1)
    older.save()
    draft = start_draft(alpenglow.order, locale="en")
    assert _listed(desk, "returns:index") == [
        alpenglow.ret.rma_number,
        older.rma_number,
    ]
    page = reverse("returns:inspect", args=[draft.pk])
    assert desk.get(page).status_code == 404


def test_an_export_says_what_the_list_says(desk: Client, alpenglow: House) -> None:
    [row] = _csv(desk, "returns:index")
    assert row["RMA number"] == alpenglow.ret.rma_number
    assert (row["Order"], row["State"], row["Items"]) == ("AG-1001", "requested", "1")
    assert (row["Refund"], row["Currency"]) == ("99.00", "EUR")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_formula_in_a_name_stays_text_in_a_spreadsheet(
    start: str, desk: Client, alpenglow: House
) -> None:
    alpenglow.order.customer_name = f"{start}cmd|' /C calc'!A0"
    alpenglow.order.save()
    [row] = _csv(desk, "orders:index")
    assert row["Customer"] == f"'{start}cmd|' /C calc'!A0"


def test_the_list_of_orders_says_that_nothing_needs_doing(
    desk: Client, alpenglow: House
) -> None:
    page = desk.get(reverse("orders:index")).content.decode()
    assert "Nothing here needs processing for a return to work" in page


def test_an_order_shows_what_can_still_come_back(
    desk: Client, alpenglow: House
) -> None:
    page = desk.get(reverse("orders:inspect", args=[alpenglow.order.pk]))
    [(line, total)] = page.context["lines"]
    assert (line.ordered, line.fulfilled, line.net_returned, line.returnable) == (
        2,
        2,
        1,
        1,
    )
    assert (total, page.context["total"]) == ("€198.00", "€202.90")
    assert page.context["returns"] == [alpenglow.ret]


def test_starting_a_return_opens_the_portal_on_this_order(
    desk: Client, alpenglow: House, settings: Any
) -> None:
    from django.utils import timezone

    from retour_core.orders.queries import order_of_link

    url = reverse("orders:start_return", args=[alpenglow.order.pk])
    location = desk.post(url)["Location"]
    address, _, token = location.rpartition("/")
    assert address == f"{settings.PUBLIC_URL}/go"
    assert order_of_link(token, now=timezone.now()) == alpenglow.order
    assert desk.get(url).status_code == 405


def test_the_menu_counts_what_waits_for_an_approval(
    desk: Client, alpenglow: House, lune: House
) -> None:
    page = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "Returns (1)" in page
