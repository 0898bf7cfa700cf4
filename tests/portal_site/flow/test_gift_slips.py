"""The code on a gift slip stands for the postal code, and for nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from retour_core.orders.gift_slips import give_gift_slip, revoke_gift_slip
from retour_core.orders.models import GiftSlip, Order, Shop
from retour_core.orders.slips import SLIP_LIFETIME, gift_slip_url
from retour_core.returns.models import Return
from retour_portal.flow import throttle
from tests.factories import NOW, line_data, make_brand, make_order, make_shop
from tests.portal_site.flow.gift_walk import TYPED, begin_by_code
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.test_gift import priceless
from tests.portal_site.flow.walk import Customer, errors_of, text_of

NO_SUCH = ["We know no gift slip with this code, or it is no longer valid."]
OF_BUYER = ("Anna", "Torstraße", "10119", "Berlin", "anna@")


@pytest.fixture
def two(shop: Shop) -> Order:
    lines = [line_data("1", title="Jacket"), line_data("2", title="Scarf")]
    return make_order(shop, number="NW-3001", lines=lines)


def slip_for(order: Order, *line_ids: str) -> GiftSlip:
    return give_gift_slip(order, by="anna", now=NOW, line_ids=line_ids)


def path_of(slip: GiftSlip) -> str:
    return gift_slip_url(slip).removeprefix(slip.order.brand.portal_url)


def ready_to_send(customer: Customer, slip: GiftSlip, line_id: str = "1") -> None:
    line = slip.order.lines.get(external_id=line_id)
    begin_by_code(customer, slip.code)
    customer.choose((line, 1))
    customer.give_reason(line)
    customer.send("method", {"method": "drop_off_point"})


def test_the_code_on_the_slip_is_filled_in_by_its_qr(
    customer: Customer, order: Order
) -> None:
    slip = slip_for(order)
    answer = customer.client.get(path_of(slip))
    assert answer["Location"] == f"{customer.url('gift')}?code={slip.code}"
    page = customer.client.get(answer["Location"]).content.decode()
    assert f'name="code" type="text" value="{slip.code}"' in page
    assert 'name="number"' not in page
    assert '<option value="DE" selected>' in page


def test_the_printed_address_leads_to_the_page_for_gifts(customer: Customer) -> None:
    assert customer.client.get("/gift")["Location"] == customer.url("gift")


@pytest.mark.parametrize("spelt", [str.lower, lambda code: code.replace("-", " ")])
def test_a_code_alone_begins_a_return_in_the_recipients_name_and_address(
    customer: Customer, order: Order, spelt: Any
) -> None:
    slip = slip_for(order)
    answer = begin_by_code(customer, spelt(slip.code))
    assert answer["Location"] == customer.step("items")
    ret = customer.ret()
    assert (ret.is_gift, ret.gift_slip, ret.email) == (True, slip, "otto@example.org")
    address = ("street", "postal_code", "city", "country")
    assert ret.sender == {"name": "Otto Kern"} | {key: TYPED[key] for key in address}


def test_no_page_shows_a_price_or_who_bought_it(
    customer: Customer, order: Order
) -> None:
    ready_to_send(customer, slip_for(order))
    drafts = ("items", "reasons", "method", "review")
    pages = [customer.see(step) for step in drafts]
    customer.send("review")
    label_ready(customer.ret())
    pages += [customer.see("confirmation"), customer.see("tracking")]
    for page in pages:
        text = priceless(page)
        assert [word for word in OF_BUYER if word in text] == []
        # The withdrawal function takes an order from who knows its postal code.
        assert "?order=" not in page.content.decode()


def test_only_the_items_of_the_slip_can_be_chosen(
    customer: Customer, two: Order
) -> None:
    begin_by_code(customer, slip_for(two, "2").code)
    text = text_of(customer.see("items"))
    assert ("Scarf" in text, "Jacket" in text) == (True, False)
    jacket = two.lines.get(external_id="1")
    assert customer.choose((jacket, 1)).status_code == 200
    assert not customer.ret().lines.exists()


def test_nothing_is_left_once_the_items_of_the_slip_are_back(
    customer: Customer, two: Order
) -> None:
    slip, scarf = slip_for(two, "2"), two.lines.get(external_id="2")
    for _each_unit in range(scarf.ordered):
        ready_to_send(customer, slip, "2")
        customer.send("review")
        assert customer.ret().state != "draft"
    text = text_of(begin_by_code(customer, slip.code))
    assert "Everything is being returned already" in text


def test_an_invented_a_revoked_an_expired_and_a_strangers_code_are_one_answer(
    customer: Customer, order: Order, two: Order
) -> None:
    revoked, good = slip_for(order), slip_for(two)
    revoke_gift_slip(revoked, now=NOW)
    elsewhere = slip_for(make_order(make_shop(make_brand("lune"))))
    old = slip_for(two, "1")
    old.created_at = NOW - SLIP_LIFETIME
    old.save()
    answers = set()
    for code in ("0000-0000-0000", "nonsense", revoked.code, old.code, elsewhere.code):
        page = begin_by_code(customer, code)
        assert errors_of(page) == NO_SUCH
        answers.add(page.content.decode().replace(code, ""))
    assert len(answers) == 1
    assert not Return.objects.exists()
    assert begin_by_code(customer, good.code).status_code == 302


def test_guessing_codes_is_slowed_down(customer: Customer, order: Order) -> None:
    good = slip_for(order)
    for number in range(throttle.TRIES_PER_ADDRESS):
        begin_by_code(customer, f"{number:012}")
    assert begin_by_code(customer, good.code).status_code == 429
    assert not Return.objects.exists()


def test_what_is_wrong_with_a_code_cannot_be_told_by_the_clock(
    customer: Customer, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("retour_portal.flow.lookup.ANSWER_SECONDS", 60)
    monkeypatch.setattr("retour_portal.flow.lookup.time.sleep", slept.append)
    revoked = slip_for(order)
    revoke_gift_slip(revoked, now=NOW)
    begin_by_code(customer, "0000-0000-0000")
    begin_by_code(customer, revoked.code)
    assert [50 < seconds <= 60 for seconds in slept] == [True, True]


def test_the_qr_of_a_revoked_an_old_and_a_strangers_slip_opens_nothing(
    customer: Customer, order: Order
) -> None:
    slip, stranger = slip_for(order), Customer(make_brand("lune"))
    path, later = path_of(slip), NOW + SLIP_LIFETIME + timedelta(seconds=2)
    assert stranger.client.get(path).status_code == 400
    with time_machine.travel(later, tick=False):
        assert customer.client.get(path).status_code == 410
    revoke_gift_slip(slip, now=NOW)
    page = customer.client.get(path)
    assert page.status_code == 400
    assert slip.code not in page.content.decode()


def test_a_draft_of_a_slip_that_was_revoked_meanwhile_is_not_sent(
    customer: Customer, order: Order
) -> None:
    slip = slip_for(order)
    ready_to_send(customer, slip)
    revoke_gift_slip(slip, now=NOW)
    gone = "This gift slip is no longer valid. Please contact us."
    assert gone in text_of(customer.send("review"))
    assert customer.ret().state == "draft"
    assert gone in text_of(customer.see("items"))


def test_number_and_postal_code_go_on_working_beside_slips(
    customer: Customer, order: Order
) -> None:
    slip_for(order)
    page = customer.client.get(f"{customer.url('gift')}?number=NW-2001")
    assert 'name="number" type="text" value="NW-2001"' in page.content.decode()
    typed = {"number": order.number, "name": "Otto", "email": "otto@example.org"}
    answer = customer.client.post(
        customer.url("gift"), {**typed, "postal_code": "10119"}
    )
    assert answer.status_code == 302
    assert Return.objects.get().gift_slip is None


def test_a_brand_without_slips_asks_for_no_code(customer: Customer) -> None:
    page = customer.client.get(customer.url("gift")).content.decode()
    assert ('name="code"' in page, 'name="number"' in page) == (False, True)


def test_what_is_missing_in_an_address_is_said(
    customer: Customer, order: Order
) -> None:
    slip = slip_for(order)
    wrong = {"street": "", "city": "", "country": "XX"}
    assert errors_of(begin_by_code(customer, "", **wrong)) == [
        "Enter the code on your gift slip.",
        "Enter your street and house number.",
        "Enter your town or city.",
        "Choose a country from the list.",
    ]
    for typed in ("", "none"):
        answer = begin_by_code(customer, slip.code, postal_code=typed)
        assert errors_of(answer) == [
            "Enter your postal code as it is written in your country."
        ]
    begin_by_code(customer, slip.code, postal_code="", country="HK")
    assert customer.ret().sender["country"] == "HK"


def test_an_old_link_is_opened_by_the_recipients_own_postal_code(
    customer: Customer, order: Order
) -> None:
    ready_to_send(customer, slip_for(order))
    customer.send("review")
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        assert "tell us your postal code." in text_of(customer.see("open"))
        assert customer.send("open", {"postal_code": "10119"}).status_code == 200
        own = {"postal_code": TYPED["postal_code"]}
        assert customer.send("open", own).status_code == 302
