"""Choosing a brand once is choosing it for every page that shows one at a time."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_portal.backoffice.access import grant_staff_role, revoke_staff_role
from tests.portal_site.backoffice.conftest import House, SignIn


def shown(desk: Client, page: str, asked: str = "") -> str:
    response = desk.get(reverse(page) + asked)
    assert response.status_code == 200
    return str(response.context["switch"].chosen.slug)


def test_the_brand_chosen_on_one_page_is_that_of_the_next(
    anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    desk = sign_in(anna)
    assert shown(desk, "billing:index") == "alpenglow"
    assert shown(desk, "billing:index", f"?brand={lune.brand.pk}") == "lune"
    assert [shown(desk, page) for page in ("looks:index", "billing:index")] == [
        "lune",
        "lune",
    ]
    assert shown(desk, "looks:index", f"?brand={alpenglow.brand.pk}") == "alpenglow"
    assert shown(desk, "billing:index") == "alpenglow"


def test_a_brand_that_was_taken_away_is_passed_over(
    anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    desk = sign_in(anna)
    shown(desk, "billing:index", f"?brand={lune.brand.pk}")
    revoke_staff_role(anna, lune.brand)
    assert shown(desk, "billing:index") == "alpenglow"


def test_a_strangers_brand_is_neither_shown_nor_kept(
    anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    desk = sign_in(anna)
    foreign = desk.get(reverse("billing:index") + f"?brand={lune.brand.pk}")
    assert foreign.status_code == 404
    assert shown(desk, "billing:index") == "alpenglow"
