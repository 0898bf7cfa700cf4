"""A clerk holds a parcel, or reads a number somebody told them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.labels.models import Label, LabelState
from retour_core.returns.models import Return
from retour_core.tracking.operations import track
from tests.factories import NOW, make_order
from tests.portal_site.backoffice.conftest import House, SignIn, submit

LABEL, OWN = "00340434161094042557", "CX473124829DE"


def _with_numbers(ret: Return) -> Return:
    Label.objects.create(
        parent=ret,
        state=LabelState.READY,
        tracking_number=LABEL,
        drop_code="KF7-2209",
    )
    Label.objects.create(
        parent=ret, parcel=2, state=LabelState.READY, tracking_number="SECOND-77001"
    )
    track(ret, OWN, since=NOW)
    return ret


def _found(client: Client, asked: str) -> list[str]:
    page = client.get(reverse("returns:index"), {"q": asked})
    return [row.rma_number for row in page.context["object_list"]]


@pytest.mark.parametrize(
    "asked",
    [
        LABEL,
        "0034 0434 1610 9404 2557",
        "SECOND-77001",
        "second-77001",
        OWN,
        "cx 473 124 829 de",
        "KF7-2209",
        "kf7-2209",
    ],
)
def test_a_return_is_found_by_what_is_on_any_of_its_parcels(
    asked: str, alice: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    submit(make_order(alpenglow.shop, number="AG-9"))
    _with_numbers(alpenglow.ret)
    assert _found(sign_in(alice), asked) == [alpenglow.ret.rma_number]


def test_its_own_number_needs_no_dashes_and_no_end(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    submit(make_order(alpenglow.shop, number="AG-9"))
    desk, number = sign_in(alice), alpenglow.ret.rma_number
    bare = number.replace("-", "")
    for asked in (bare, bare.lower(), f" {bare[:6]} {bare[6:]}", bare[:7], number[:9]):
        assert _found(desk, asked) == [number], asked


@pytest.mark.parametrize("asked", [LABEL, "SECOND-77001", OWN, "KF7-2209"])
def test_a_parcel_of_another_brand_is_not_found(
    asked: str, alice: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    _with_numbers(lune.ret)
    desk = sign_in(alice)
    assert _found(desk, asked) == []
    assert _found(desk, lune.ret.rma_number.replace("-", "")) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_the_same_for_one_row_and_three(
    rows: int,
    alice: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows - 1):
        submit(make_order(alpenglow.shop, number=f"AG-{number}"))
    for ret in Return.objects.all():
        track(ret, OWN, since=NOW)
    desk = sign_in(alice)
    desk.get(reverse("wagtailadmin_home"))
    with django_assert_num_queries(16):
        found = _found(desk, OWN)
    assert len(found) == rows
