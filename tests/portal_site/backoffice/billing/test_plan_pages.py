"""Plans and prices in the back office: for superusers alone, dated, never edited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.billing.models import BrandPlan, Plan, PlanPrices
from retour_core.billing.operations import choose_plan, open_plan, set_prices
from retour_core.billing.plans import plan_of
from tests.portal_site.backoffice.conftest import House, SignIn

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 11, 10), date(2026, 11, 11)
INDEX = "plans:index"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(root: User, sign_in: SignIn) -> Client:
    return sign_in(root)


def growth(currency: str = "EUR") -> Plan:
    plan = open_plan("growth", name="Growth", currency=currency)
    with time_machine.travel(NOW - timedelta(days=20), tick=False):
        set_prices(plan, [(1, 30), (101, 25)], valid_from=date(2026, 11, 1))
    return plan


def page_of(plan: Plan) -> str:
    return reverse("plans:inspect", args=[plan.pk])


def tiers_of(plan: Plan) -> dict[date, Any]:
    return dict(plan.prices.values_list("valid_from", "tiers"))


def test_prices_are_added_from_a_day_to_come_and_what_counts_stays(
    desk: Client,
) -> None:
    plan = growth()
    entered = {
        "valid_from": "2026-12-01",
        "price_1": "0,35",
        "start_2": "201",
        "price_2": "0.2",
    }
    answer = desk.post(page_of(plan), entered)

    assert (answer.status_code, answer["Location"]) == (302, page_of(plan))
    assert tiers_of(plan) == {
        date(2026, 11, 1): [[1, 30], [101, 25]],
        date(2026, 12, 1): [[1, 35], [201, 20]],
    }
    shown = desk.get(page_of(plan)).context["lists"]
    assert [(one["state"], one["tiers"]) for one in shown] == [
        ("to_come", [(1, "€0.35"), (201, "€0.20")]),
        ("now", [(1, "€0.30"), (101, "€0.25")]),
    ]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"valid_from": "2026-11-10"}, {"valid_from"}),
        ({"valid_from": "soon"}, {"valid_from"}),
        ({"price_1": ""}, {"price_1"}),
        ({"price_1": "-1"}, {"price_1"}),
        ({"price_1": "1.234,50"}, {"price_1"}),
        ({"price_1": "0.305"}, {"price_1"}),
        ({"price_1": "1.000"}, {"price_1"}),
        ({"price_1": "12345678"}, {"price_1"}),
        ({"start_2": "101"}, {"price_2"}),
        ({"price_3": "0.20"}, {"start_3"}),
        ({"start_2": "1", "price_2": "0.20"}, {"start_2"}),
        (
            {"start_2": "9", "price_2": "0.2", "start_3": "9", "price_3": "0.1"},
            {"start_3"},
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    said: dict[str, str], wrong: set[str], desk: Client
) -> None:
    plan = growth()
    entered = {"valid_from": "2026-12-01", "price_1": "0.35"}
    answer = desk.post(page_of(plan), {**entered, **said})

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, wrong)
    assert PlanPrices.objects.count() == 1


def test_a_currency_without_minor_units_takes_whole_amounts(desk: Client) -> None:
    plan = open_plan("tokyo", name="Tokyo", currency="JPY")
    entered = {"valid_from": "2026-12-01", "price_1": "0.5"}
    assert desk.post(page_of(plan), entered).status_code == 422
    desk.post(page_of(plan), {**entered, "price_1": "45"})
    assert tiers_of(plan) == {date(2026, 12, 1): [[1, 45]]}


def test_prices_that_have_not_begun_are_replaced_from_the_same_day(
    desk: Client,
) -> None:
    plan = growth()
    for price in ("0.40", "0.45"):
        desk.post(page_of(plan), {"valid_from": "2026-12-01", "price_1": price})
    assert tiers_of(plan)[date(2026, 12, 1)] == [[1, 45]]
    assert PlanPrices.objects.count() == 2


def test_a_brand_is_put_on_a_plan_from_a_day(desk: Client, alpenglow: House) -> None:
    plan = growth()
    entered = {
        "choose": "1",
        "choice-brand": alpenglow.brand.pk,
        "choice-plan": plan.pk,
        "choice-day": "2026-11-11",
    }
    assert desk.post(reverse(INDEX), entered).status_code == 302

    [one] = desk.get(reverse(INDEX)).context["on_plans"]
    assert one.change is not None
    assert (one.plan.code, one.change.next_plan, one.change.next_from) == (
        "own-use",
        plan,
        TOMORROW,
    )
    assert plan_of(alpenglow.brand, TODAY).code == "own-use"
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert plan_of(alpenglow.brand, TOMORROW) == plan
        [one] = desk.get(reverse(INDEX)).context["on_plans"]
        assert (one.plan, one.change) == (plan, None)


def test_a_brand_is_put_on_a_plan_at_once(desk: Client, alpenglow: House) -> None:
    plan = growth()
    choose_plan(alpenglow.brand.pk, plan, valid_from=TOMORROW)
    other = open_plan("flat", name="Flat", currency="CHF")
    entered = {
        "choose": "1",
        "choice-brand": alpenglow.brand.pk,
        "choice-plan": other.pk,
        "choice-day": "2026-11-10",
    }
    desk.post(reverse(INDEX), entered)

    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        assert plan_of(alpenglow.brand, TOMORROW) == other


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"choice-day": "2026-11-09"}, {"day"}),
        ({"choice-day": ""}, {"day"}),
        ({"choice-plan": "999"}, {"plan"}),
        ({"choice-brand": "999"}, {"brand"}),
    ],
)
def test_a_choice_that_cannot_be_is_said_at_its_field(
    said: dict[str, str], wrong: set[str], desk: Client, alpenglow: House
) -> None:
    entered = {
        "choose": "1",
        "choice-brand": alpenglow.brand.pk,
        "choice-plan": growth().pk,
        "choice-day": "2026-11-11",
    }
    answer = desk.post(reverse(INDEX), {**entered, **said})
    assert (answer.status_code, set(answer.context["choice"].errors)) == (422, wrong)
    assert not BrandPlan.objects.exclude(plan=None, next_plan=None).exists()


def test_a_plan_is_added_and_its_page_asks_for_prices(desk: Client) -> None:
    entered = {
        "open": "1",
        "new-name": "Agency",
        "new-code": "agency",
        "new-currency": "chf",
    }
    answer = desk.post(reverse(INDEX), entered)

    plan = Plan.objects.get(code="agency")
    assert (answer["Location"], plan.currency) == (page_of(plan), "CHF")
    again = desk.post(reverse(INDEX), entered)
    assert (again.status_code, set(again.context["new"].errors)) == (422, {"code"})
    wrong = desk.post(
        reverse(INDEX), {**entered, "new-code": "b", "new-currency": "XQX"}
    )
    assert (wrong.status_code, set(wrong.context["new"].errors)) == (422, {"currency"})


def test_plans_are_for_superusers_alone(
    anna: User, alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    plan = growth()
    entered = {"valid_from": "2026-12-01", "price_1": "0.01"}
    for user in (anna, alice):
        client = sign_in(user)
        for ask in (client.get, client.post):
            answer = ask(reverse(INDEX), {"open": "1"})
            assert (answer.status_code, answer["Location"]) == (302, "/admin/")
            assert ask(page_of(plan), entered).status_code == 404
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse(INDEX) not in home
    for url in (reverse(INDEX), page_of(plan)):
        stranger = Client().post(url, entered)
        assert stranger.status_code == 302
        assert stranger["Location"].startswith("/admin/login/")
    assert PlanPrices.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_plans_as_for_one(
    rows: int,
    desk: Client,
    alpenglow: House,
    lune: House,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        plan = open_plan(f"plan-{number}", name=f"Plan {number}", currency="EUR")
        set_prices(plan, [(1, number)], valid_from=TOMORROW)
        for house in (alpenglow, lune)[:rows]:
            choose_plan(house.brand.pk, plan, valid_from=TOMORROW)
    desk.get(reverse(INDEX))
    with django_assert_num_queries(17):
        desk.get(reverse(INDEX))
