"""The list on the dashboard: who sees which steps, and what they are read off."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Account, Role
from retour_core.brands.models import Brand
from retour_core.orders.models import Shop, ShopStatus
from retour_core.returns.models import Return
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.backoffice.first_run.panel import GettingStartedPanel
from retour_portal.backoffice.first_run.steps import FirstRun, first_run_of
from tests.factories import make_brand, make_order, make_return, make_shop
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.theming.portals import make_portal

INSTALLATION = ["Say who you are", "Create your first brand"]
OF_A_BRAND = [
    "Add a return address",
    "Connect a shop or import orders",
    "Switch on the portal",
    "Place a test return",
]
DECIDE = "Decide about orders shipped elsewhere"


def states(run: FirstRun) -> dict[str, str]:
    [stage] = run.stages
    return {str(step.title): step.state.value for step in stage.steps}


def shown(client: Client) -> list[FirstRun]:
    panels = client.get(reverse("wagtailadmin_home")).context["panels"]
    return [p.first_run for p in panels if isinstance(p, GettingStartedPanel)]


def finish(brand: Brand) -> None:
    make_return(make_order(make_shop(brand)))


def test_an_empty_installation_begins_with_the_company(
    root: User, sign_in: SignIn
) -> None:
    [run] = shown(sign_in(root))
    assert states(run) == {
        "Say who you are": "next",
        "Create your first brand": "open",
        **dict.fromkeys(OF_A_BRAND, "later"),
    }
    assert (run.done, run.total) == (0, 6)


def test_the_panel_is_the_first_and_shows_how_far_one_is(
    root: User, sign_in: SignIn
) -> None:
    Account.objects.create(name="Nordwand", country="DE")
    page = sign_in(root).get(reverse("wagtailadmin_home"))
    assert page.context["panels"][0].name == "retour_first_run"
    html = page.content.decode()
    assert '<progress max="6" value="1" aria-label="Progress">1 of 6 steps done' in html
    assert html.count('aria-current="step"') == 1
    assert reverse("brands:add") in html
    assert "retour_backoffice/first_run" in html


def test_a_company_without_a_country_is_not_done(root: User) -> None:
    Account.objects.create(name="Nordwand", email="root@example.org")
    assert states(first_run_of(root))["Say who you are"] == "next"


def test_each_step_is_read_off_what_it_leaves(root: User) -> None:
    Account.objects.create(name="Nordwand", country="DE")
    brand = make_portal("nordwand").brand
    assert brand is not None
    brand.return_addresses.all().delete()
    home = brand.theme.site.root_page
    home.unpublish()
    todo = {
        **dict.fromkeys(INSTALLATION, "done"),
        "Add a return address": "next",
        **dict.fromkeys(OF_A_BRAND[1:], "open"),
        DECIDE: "optional",
    }
    assert states(first_run_of(root)) == todo
    make_shop(brand)
    todo["Connect a shop or import orders"] = "done"
    assert states(first_run_of(root)) == todo
    home.save_revision().publish()
    todo["Switch on the portal"] = "done"
    assert states(first_run_of(root)) == todo
    Brand.objects.update(allow_unshipped_returns=True)
    todo[DECIDE] = "done"
    assert states(first_run_of(root)) == todo


def test_a_disconnected_shop_is_none(root: User, lune: House) -> None:
    Shop.objects.update(status=ShopStatus.DISCONNECTED)
    steps = states(first_run_of(root))
    assert steps["Connect a shop or import orders"] == "open"


def test_a_draft_is_no_test_return_and_a_submitted_one_is(
    root: User, lune: House
) -> None:
    assert states(first_run_of(root))["Place a test return"] == "done"
    Return.objects.update(state="draft", submitted_at=None)
    assert states(first_run_of(root))["Place a test return"] == "open"


def test_the_panel_goes_when_all_is_done(root: User, sign_in: SignIn) -> None:
    Account.objects.create(name="Nordwand", country="DE")
    brand = make_portal("nordwand").brand
    assert brand is not None
    assert len(shown(sign_in(root))) == 1
    finish(brand)
    assert shown(sign_in(root)) == []
    make_brand("later")
    [run] = shown(sign_in(root))
    assert [stage.brand for stage in run.stages] == [""]
    assert states(run)["Create your first brand"] == "done"


def test_several_unfinished_brands_have_a_heading_each(
    root: User, alpenglow: House, lune: House
) -> None:
    run = first_run_of(root)
    assert [stage.brand for stage in run.stages] == ["", "Alpenglow", "Lune"]
    ways = [step.url for step in run.stages[2].steps]
    assert ways == [
        f"/admin/return-addresses/new/?brand={lune.brand.pk}",
        f"/admin/brands/{lune.brand.pk}/orders/",
        f"/admin/brands/{lune.brand.pk}/switch-on/",
        f"/admin/brands/{lune.brand.pk}/test-return/",
        f"/admin/return-portal/?brand={lune.brand.pk}",
    ]


def test_a_brands_administrator_sees_the_own_brand_only(
    anna: User, lune: House, sign_in: SignIn
) -> None:
    [run] = shown(sign_in(anna))
    assert [stage.brand for stage in run.stages] == ["Alpenglow"]
    assert set(states(run)) == {*OF_A_BRAND, DECIDE}


def test_an_agent_of_one_brand_who_runs_the_other_sees_the_other(
    alice: User, lune: House
) -> None:
    grant_staff_role(alice, lune.brand, Role.ADMIN)
    assert [stage.brand for stage in first_run_of(alice).stages] == ["Lune"]


@pytest.mark.parametrize("name", ["alice", "eve"])
def test_agents_and_editors_see_no_panel(
    name: str, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    assert shown(sign_in(request.getfixturevalue(name))) == []


@pytest.mark.parametrize("brands", [1, 3])
def test_the_list_takes_three_queries_whatever_there_is(
    root: User, brands: int, django_assert_num_queries: Any
) -> None:
    for number in range(brands):
        finish(make_brand(f"brand-{number}"))
    user = User.objects.get(pk=root.pk)
    with django_assert_num_queries(3):  # roles, brands, account
        first_run_of(user)


def test_whoever_administers_nothing_costs_one_query(
    alice: User, django_assert_num_queries: Any
) -> None:
    user = User.objects.get(pk=alice.pk)
    with django_assert_num_queries(1):
        assert first_run_of(user).is_over


def test_the_login_page_says_when_nobody_can_sign_in(client: Client, db: None) -> None:
    url = reverse("wagtailadmin_login")
    assert "create_account --help" in client.get(url).content.decode()
    User.objects.create_superuser("root")
    assert "create_account" not in client.get(url).content.decode()
