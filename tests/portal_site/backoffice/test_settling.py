"""Several resolutions in one return, from the agent's chair."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.domain.money import Money
from retour_core.domain.policies import RequestKind, Resolution
from retour_core.domain.reasons import ReturnReason
from retour_core.orders.models import OrderLine
from retour_core.policies.versions import save_policy
from retour_core.returns.actors import CUSTOMER, SYSTEM
from retour_core.returns.drafts import Selection
from retour_core.returns.exchanges import Wish
from retour_core.returns.models import Return
from retour_core.returns.operations import approve, create_return
from retour_core.returns.parts import latest_parts
from retour_core.returns.receiving import Received, receive
from tests.factories import NOW, line_data, make_order
from tests.portal_site.backoffice.conftest import House, SignIn


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


@pytest.fixture
def mixed(alpenglow: House) -> Return:
    """Three of four units came: one to refund, one as credit, one of two to exchange
    for one that is 5.00 dearer."""
    policy = {"methods": ["own_carrier"], "store_credit_bonus": "10"}
    save_policy(alpenglow.brand, RequestKind.RETURN, policy, actor="", now=NOW)
    order = make_order(
        alpenglow.shop,
        lines=[
            line_data(
                title="=Jacket",
                quantity=4,
                fulfilled_quantity=4,
                total_incl_tax="396.00",
            )
        ],
        total_incl_tax="396.00",
        shipping_incl_tax="0",
        tenders=[
            {"kind": "card", "id": "ch_1", "amount": "346.00"},
            {"kind": "gift_card", "id": "GC-1", "amount": "50.00"},
        ],
    )
    wish = Wish(variant="size L", unit_price=Money(10400, "EUR"))
    selections = [
        Selection("1", 1, ReturnReason.OTHER),
        Selection("1", 1, ReturnReason.OTHER, resolution=Resolution.STORE_CREDIT),
        Selection(
            "1", 2, ReturnReason.OTHER, resolution=Resolution.EXCHANGE, exchange=wish
        ),
    ]
    ret = create_return(order, selections, now=NOW, actor=CUSTOMER, locale="en")
    if ret.state == "requested":
        approve(ret, actor=SYSTEM)
    one = {line.pk: Received(good=1) for line in ret.lines.all()}
    return receive(ret, actor=SYSTEM, counted=one)


def offered(desk: Client, ret: Return) -> list[str]:
    response = desk.get(reverse("returns:inspect", args=[ret.pk]))
    return [one.action.name for one in response.context["actions"]]


def post(desk: Client, ret: Return, name: str, **data: Any) -> list[str]:
    response = desk.post(reverse(f"returns:{name}", args=[ret.pk]), data)
    assert response.status_code == 302, response.context["actions"]
    ret.refresh_from_db()
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_an_agent_settles_all_parts_one_after_the_other(
    desk: Client, mixed: Return
) -> None:
    assert offered(desk, mixed) == ["settle", "receive", "close-rest"]
    assert post(desk, mixed, "close-rest") == [
        "What did not come is closed and can be returned anew."
    ]
    assert offered(desk, mixed) == ["settle"]
    [told] = post(desk, mixed, "settle", amount="99.00", reference="bank 7")
    assert told == (
        "The settlement is decided: a refund of €99.00, store credit of €108.90, "
        "items to send: 1."
    )
    assert offered(desk, mixed) == [
        "send-item",
        "issue-credit",
        "fail-item",
        "fail-credit",
    ]
    item = latest_parts(mixed).replacements[0]
    assert item.difference_minor == 500
    post(desk, mixed, "fail-item", item=item.pk, message="sold out")
    assert offered(desk, mixed) == ["settle-again", "issue-credit", "fail-credit"]
    post(desk, mixed, "settle-again")
    item = latest_parts(mixed).replacements[0]
    post(desk, mixed, "send-item", item=item.pk, reference="NW-77")
    assert mixed.state == "inspected"
    post(desk, mixed, "issue-credit", code="SPRING", reference="V-1")
    assert mixed.state == "settled"
    assert offered(desk, mixed) == []
    assert OrderLine.objects.get(order=mixed.order).returnable == 1


def test_less_money_beside_other_parts_needs_a_reason(
    desk: Client, mixed: Return
) -> None:
    url = reverse("returns:settle", args=[mixed.pk])
    page = desk.post(url, {"amount": "98.99"})
    assert page.status_code == 422
    assert page.context["actions"][0].form.errors == {
        "reason": ["Say why it is less than €99.00."]
    }
    post(desk, mixed, "settle", amount="98.99", reason="Worn")
    assert mixed.refunds.get().reason == "Worn"


def test_a_form_sent_twice_is_booked_once(desk: Client, mixed: Return) -> None:
    line = mixed.lines.get(resolution="exchange")
    data = {
        f"line-{one.pk}-{part}": 0
        for one in mixed.lines.all()
        for part in ("good", "not_good")
    }
    data |= {f"line-{line.pk}-not_good": 1, "after": 3}
    assert post(desk, mixed, "receive", **data) == ["The items are booked in."]
    *_, refusal = post(desk, mixed, "receive", **data)
    assert "meanwhile" in refusal
    line.refresh_from_db()
    assert line.received == 2
    *_, told = post(desk, mixed, "send-back", **{f"line-{line.pk}": 1})
    assert told == "The items go back to the customer, who may return them anew."


def test_the_breakdown_adds_up_in_every_direction(desk: Client, mixed: Return) -> None:
    page = desk.get(reverse("returns:breakdown", args=[mixed.pk]))
    shown = page.context["breakdown"]
    assert [(row.caption, row.detail, row.incl) for row in shown.items] == [
        ("1 × =Jacket", "Refund", "€99.00"),
        ("1 × =Jacket", "Store credit", "€108.90"),
        ("1 × =Jacket", "Exchange", "€0.00"),
    ]
    assert (shown.total, shown.credit, shown.bonus) == ("€207.90", "€108.90", "€9.90")
    assert shown.difference == "€5.00"
    assert shown.payouts == [
        ("Gift card", "GC-1", "€50.00"),
        ("Card", "ch_1", "€49.00"),
        ("New store credit", "", "€108.90"),
    ]


def test_the_file_holds_a_row_for_every_cent_and_no_formula(
    desk: Client, mixed: Return
) -> None:
    response = desk.get(reverse("returns:breakdown_csv", args=[mixed.pk]))
    text = response.content.decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    sums: dict[str, int] = {}
    for row in rows:
        minor = round(float(row["incl_tax"]) * 100)
        sums[row["section"]] = sums.get(row["section"], 0) + minor
    assert sums == dict.fromkeys(("row", "item", "rate", "payout", "total"), 20790)
    assert {row["item"] for row in rows if row["section"] == "item"} == {"'=Jacket"}
    assert "-99.00" in {row["incl_tax"] for row in rows}
    assert response["Content-Disposition"].endswith('-breakdown.csv"')


@pytest.mark.parametrize("name", ["breakdown", "breakdown_csv"])
def test_the_stranger_sees_no_sums_and_before_receipt_there_are_none(
    name: str,
    charlie: User,
    desk: Client,
    sign_in: SignIn,
    mixed: Return,
    alpenglow: House,
) -> None:
    url = reverse(f"returns:{name}", args=[mixed.pk])
    before = reverse(f"returns:{name}", args=[alpenglow.ret.pk])
    assert desk.get(before).status_code == 404
    assert sign_in(charlie).get(url).status_code == 404
