"""Which of the ways back that are granted a customer is really offered."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from retour_core.brands.models import Brand
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.queries import sole_carrier
from retour_core.domain.methods import ReturnMethod as M
from retour_core.returns.methods import missing_methods, offered_methods
from tests.factories import make_brand

pytestmark = pytest.mark.django_db
GRANTED = [M.DROP_OFF_POINT, M.LABELLESS, M.PICK_UP, M.OWN_CARRIER]
PRINTED = [M.DROP_OFF_POINT, M.OWN_CARRIER]


@pytest.fixture
def brand() -> Brand:
    return make_brand()


def account(brand: Brand, kind: str, **values: Any) -> CarrierAccount:
    made = CarrierAccount.objects.create(kind=kind, name=kind, **values)
    made.brands.set([brand])
    return made


@pytest.mark.parametrize(
    ("methods", "has_store", "offered"),
    [
        (["drop_off_point", "in_store"], False, ["drop_off_point"]),
        (["drop_off_point", "in_store"], True, ["drop_off_point", "in_store"]),
        (["in_store"], False, ["in_store"]),
        (["pick_up"], True, ["pick_up"]),
    ],
)
def test_in_store_is_offered_where_there_is_a_store(
    brand: Brand, methods: list[str], has_store: bool, offered: list[str]
) -> None:
    brand.return_addresses.update(is_store=has_store)
    granted = [M(code) for code in methods]
    assert offered_methods(brand.pk, granted) == [M(code) for code in offered]


def test_another_brands_store_is_no_store_of_this_brand(brand: Brand) -> None:
    make_brand("other").return_addresses.update(is_store=True)
    assert offered_methods(brand.pk, [M.PICK_UP, M.IN_STORE]) == [M.PICK_UP]


def test_an_own_label_is_printed_or_collected_and_never_a_code(brand: Brand) -> None:
    assert offered_methods(brand.pk, GRANTED) == [
        M.DROP_OFF_POINT,
        M.PICK_UP,
        M.OWN_CARRIER,
    ]


@pytest.mark.parametrize(
    ("kind", "country", "values", "offered"),
    [
        ("sendcloud", "DE", {}, GRANTED),
        ("dhl_de", "FR", {}, [M.DROP_OFF_POINT, M.LABELLESS, M.OWN_CARRIER]),
        # DHL takes nothing there.
        ("dhl_de", "US", {}, PRINTED),
        ("easypost", "US", {}, PRINTED),
        ("dhl_de", "FR", {"countries": ["DE"]}, PRINTED),
        ("dhl_de", "", {"countries": ["DE"]}, [*GRANTED[:2], M.OWN_CARRIER]),
        ("dhl_de", "DE", {"methods": ["drop_off_point"]}, PRINTED),
        # Of a carrier that does not collect, even where an account says so.
        ("dhl_de", "DE", {"methods": ["pick_up"]}, PRINTED),
        ("dhl_de", "DE", {"is_active": False}, PRINTED),
        ("removed", "DE", {}, GRANTED),
    ],
)
def test_what_a_carrier_does_is_offered_where_it_does_it(
    brand: Brand,
    settings: Any,
    kind: str,
    country: str,
    values: dict[str, Any],
    offered: list[M],
) -> None:
    settings.RETOUR_CARRIER = "easypost"
    account(brand, kind, **values)
    assert offered_methods(brand.pk, GRANTED, country=country) == offered


def test_another_brands_carrier_makes_nothing_for_this_brand(brand: Brand) -> None:
    account(make_brand("other"), "sendcloud")
    assert missing_methods(brand.pk, GRANTED) == {M.LABELLESS}


def test_ways_there_always_are_cost_no_query(
    brand: Brand, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert offered_methods(brand.pk, PRINTED) == PRINTED
    with django_assert_num_queries(2):
        assert offered_methods(brand.pk, [*M])


@pytest.mark.parametrize(
    ("values", "sole"),
    [
        ({}, "dhl_de"),
        ({"most_grams": 31_500}, "dhl_de"),
        # The others' labels are the installation's own.
        ({"methods": ["labelless_drop_off"]}, ""),
        ({"countries": ["DE"]}, ""),
        ({"is_active": False}, "own"),
    ],
)
def test_one_carrier_makes_all_labels_if_nothing_is_left_for_another(
    brand: Brand, values: dict[str, Any], sole: str
) -> None:
    account(brand, "dhl_de", **values)
    assert sole_carrier(brand.pk) == sole
