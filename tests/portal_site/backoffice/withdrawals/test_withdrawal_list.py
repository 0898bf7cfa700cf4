from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.returns.actors import SYSTEM
from retour_core.withdrawals.deliveries import mail_given_up
from retour_core.withdrawals.models import Decision, Withdrawal
from retour_core.withdrawals.operations import decide, note_dates
from retour_core.withdrawals.returning import start_return
from retour_portal.backoffice.withdrawals.panel import OverdueWithdrawalsPanel
from retour_portal.backoffice.withdrawals.standing import (
    refund_badge,
    send_back_badge,
)
from retour_portal.backoffice.withdrawals.words import flag_badges
from tests.factories import NOW, make_order
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.withdrawals.cases import withdraw

INDEX = "withdrawals:index"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        yield


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def _listed(desk: Client, asked: str = "") -> list[Withdrawal]:
    return list(desk.get(reverse(INDEX) + asked).context["object_list"])


def _sent(withdrawal: Withdrawal) -> Withdrawal:
    return note_dates(withdrawal, proof_at=NOW + timedelta(days=1))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_three(
    rows: int,
    desk: Client,
    alpenglow: House,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        order = make_order(alpenglow.shop, number=f"W-{number}")
        start_return(withdraw(alpenglow, contract=order.number, email=order.email))
    desk.get(reverse("wagtailadmin_home"))
    with django_assert_num_queries(17):
        response = desk.get(reverse(INDEX))
    assert len(response.context["object_list"]) == rows


def test_a_row_says_what_is_owed_and_what_to_look_at(
    desk: Client, alpenglow: House
) -> None:
    late = _sent(withdraw(alpenglow, at=NOW - timedelta(days=1)))
    waiting = withdraw(alpenglow, contract="my jacket")
    rows = {row.pk: row for row in _listed(desk)}
    assert refund_badge(rows[late.pk]).label == "overdue by 7 days"
    assert send_back_badge(rows[late.pk]).label == "sent"
    assert flag_badges(rows[late.pk]) == []
    assert refund_badge(rows[waiting.pk]).label == "may wait"
    assert send_back_badge(rows[waiting.pk]).label == "not sent in time"
    assert flag_badges(rows[waiting.pk]) == [("unknown_order", "order unknown")]


@pytest.mark.parametrize(
    ("noted", "refund", "back"),
    [
        ({"proof_at": 0}, "due by 14 December 2026", "sent"),
        ({"received_at": 0}, "due by 14 December 2026", "received"),
        ({"refunded_at": 1, "received_at": 0}, "refunded", "received"),
        ({}, "may wait", "by 14 December 2026"),
    ],
)
def test_a_row_says_where_refund_and_goods_are(
    noted: dict[str, int], refund: str, back: str, desk: Client, alpenglow: House
) -> None:
    made = withdraw(alpenglow, at=NOW + timedelta(days=10))
    note_dates(
        made, **{name: NOW + timedelta(days=10 + day) for name, day in noted.items()}
    )
    [row] = _listed(desk)
    assert (refund_badge(row).label, send_back_badge(row).label) == (refund, back)


def test_a_closed_case_owes_nothing(desk: Client, alpenglow: House) -> None:
    made = _sent(withdraw(alpenglow))
    decide(made, Decision.REFUSED, reason="Tailored", actor=SYSTEM, now=NOW)
    [row] = _listed(desk)
    assert refund_badge(row).label == ""
    assert _listed(desk, "?refund=overdue") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?case=open", ["late", "unknown", "bounced"]),
        ("?case=closed", ["closed"]),
        ("?refund=overdue", ["late"]),
        ("?order=unknown", ["unknown"]),
        ("?order=known", ["late", "bounced", "closed"]),
        ("?flag=unknown_order", ["unknown"]),
        ("?flag=late", []),
        ("?flag=late&flag=unknown_order", ["unknown"]),
        ("?mail=undeliverable", ["bounced"]),
        ("?submitted_at_from=2026-11-21", []),
        ("?refund=overdue&case=closed", []),
    ],
)
def test_withdrawals_are_filtered(
    asked: str, found: list[str], desk: Client, alpenglow: House
) -> None:
    made = {name: withdraw(alpenglow) for name in ("late", "bounced", "closed")}
    made["unknown"] = withdraw(alpenglow, contract='["late", my jacket')
    _sent(made["late"])
    mail_given_up(
        {"withdrawal_id": made["bounced"].pk, "template": "acknowledged"}, "Full"
    )
    decide(made["closed"], Decision.ACCEPTED, reason="", actor=SYSTEM, now=NOW)
    names = {row.pk: name for name, row in made.items()}
    rows = {names[row.pk] for row in _listed(desk, asked)}
    assert rows == set(found)


@pytest.mark.parametrize(
    "asked", ["{reference}", "berta berg", "BERTA@example", "AG-1001", "ag1001"]
)
def test_the_list_is_searched_the_way_people_ask(
    asked: str, desk: Client, alpenglow: House
) -> None:
    mine = withdraw(alpenglow)
    withdraw(alpenglow, contract="X-9", name="Xaver", email="xaver@example.org")
    found = _listed(desk, f"?q={asked.format(reference=mine.reference)}")
    assert found == [mine]


def test_what_the_customer_calls_the_contract_is_found(
    desk: Client, alpenglow: House
) -> None:
    withdraw(alpenglow)
    mine = withdraw(alpenglow, contract="the red jacket of Tuesday")
    assert _listed(desk, "?q=red+jacket") == [mine]


def test_a_search_finds_nothing_of_another_brand(
    desk: Client, alpenglow: House, lune: House
) -> None:
    theirs = withdraw(lune)
    for asked in (theirs.reference, "Camille", "ML-2002"):
        assert _listed(desk, f"?q={asked}") == []


def test_the_newest_comes_first(desk: Client, alpenglow: House) -> None:
    older = withdraw(alpenglow, at=NOW - timedelta(days=1))
    newer = withdraw(alpenglow)
    assert _listed(desk) == [newer, older]


def test_an_export_says_what_the_list_says(desk: Client, alpenglow: House) -> None:
    made = _sent(withdraw(alpenglow, name="=cmd"))
    response = desk.get(reverse(INDEX) + "?export=csv")
    [row] = csv.DictReader(b"".join(response).decode().splitlines())
    assert row == {
        "Reference": made.reference,
        "Submitted": "2026-11-20 12:00:00+00:00",
        "Name": "'=cmd",
        "E-mail": "berta@example.org",
        "Contract": "AG-1001",
        "Order": "AG-1001",
        "Brand": "Alpenglow",
        "To look at": "",
        "Refund": "overdue by 6 days",
        "Sent back": "sent",
        "Acknowledgement": "being sent",
        "Case": "open",
    }


def _panels(client: Client) -> list[OverdueWithdrawalsPanel]:
    page = client.get(reverse("wagtailadmin_home"))
    panels = page.context["panels"]
    return [one for one in panels if isinstance(one, OverdueWithdrawalsPanel)]


def test_the_dashboard_tells_the_overdue_ones_with_days(
    alice: User, charlie: User, eve: User, alpenglow: House, sign_in: SignIn
) -> None:
    assert _panels(sign_in(alice)) == []
    late = _sent(withdraw(alpenglow))
    withdraw(alpenglow)
    client = sign_in(alice)
    [panel] = _panels(client)
    assert panel.get_context_data({}) == {
        "late": [(late, "overdue by 6 days")],
        "count": 1,
    }
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'href="{reverse(INDEX)}?refund=overdue"' in page
    assert _panels(sign_in(charlie)) == []
    assert _panels(sign_in(eve)) == []
