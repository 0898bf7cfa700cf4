"""What the page of a return tells and offers: dates, another way, an old link."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from icalendar import Calendar

from retour_core.labels.models import Label
from retour_core.orders.models import Order
from retour_core.returns.models import Return, ReturnEvent
from retour_portal.flow import throttle
from tests.factories import NOW, grant, make_brand
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.walk import Customer, errors_of, first_line, text_of

MONTH_LATER = NOW + timedelta(days=31)


@pytest.fixture
def ready(customer: Customer, order: Order) -> Return:
    ret = customer.submit(order)
    label = label_ready(ret)
    Label.objects.filter(pk=label.pk).update(tracking_number="1Z999AA10123456784")
    ReturnEvent.objects.filter(kind="return.ready").update(to_state="ready")
    return ret


def test_the_page_says_by_when_and_where_the_parcel_is(
    customer: Customer, ready: Return
) -> None:
    page = customer.see("tracking")
    assert "Hand it in by 10 December 2026" in text_of(page)
    assert "Tracking number 1Z999AA10123456784 Where it is, at UPS" in text_of(page)
    assert f'href="{customer.step("deadline")}"' in page.content.decode()


def test_the_deadline_goes_into_a_calendar(customer: Customer, ready: Return) -> None:
    answer = customer.see("deadline")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{ready.rma_number}.ics"'
    )
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == "Send your return to Nordwand"
    assert event["DTSTART"].dt == date(2026, 12, 10)
    assert event["DTEND"].dt == date(2026, 12, 11)
    assert event["URL"] == f"http://nordwand.localhost:8100/r/{ready.private_key}"
    assert event["UID"] == f"{ready.public_id}@retour"
    (alarm,) = calendar.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(days=-1)
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75


def test_without_a_deadline_there_is_no_entry(
    customer: Customer, ready: Return
) -> None:
    Return.objects.update(state="in_transit")
    assert "Hand it in by" not in text_of(customer.see("tracking"))
    assert customer.see("deadline")["Location"] == customer.step("tracking")


def test_a_waiting_request_gets_another_way(order: Order) -> None:
    grant(order.brand, approval="agent")
    customer = Customer(order.brand)
    customer.submit(order)
    page = customer.see("change").content.decode()
    assert 'value="drop_off_point"' in page
    answer = customer.send("change", {"method": "own_carrier"})
    assert answer["Location"] == customer.step("tracking")
    ret = customer.ret()
    assert (ret.method, ret.state) == ("own_carrier", "requested")
    assert "You chose another way back." in text_of(customer.see("tracking"))


def test_a_way_that_is_not_offered_is_refused(order: Order) -> None:
    grant(order.brand, approval="agent")
    customer = Customer(order.brand)
    customer.submit(order)
    page = customer.send("change", {"method": "balloon"})
    assert page.status_code == 409
    assert len(errors_of(page)) == 1
    assert customer.ret().method == "drop_off_point"


def test_with_a_label_the_return_is_cancelled_and_begun_again(
    customer: Customer, order: Order, ready: Return
) -> None:
    assert "Your label belongs to the way you chose." in text_of(customer.see("change"))
    answer = customer.send("change", {"again": "1"})
    assert customer.ret().state == "cancelled"
    draft = Return.objects.get(state="draft")
    customer.key = draft.private_key
    assert answer["Location"] == customer.step("method")
    line = draft.lines.get()
    assert (line.order_line, line.quantity, line.reason) == (
        first_line(order),
        1,
        "too_small",
    )
    customer.send("method", {"method": "own_carrier"})
    customer.send("review")
    assert customer.ret().state == "ready"
    assert first_line(order).requested - first_line(order).cancelled == 1


def test_no_return_is_given_up_for_another_way_where_there_is_none(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, methods=["drop_off_point"])
    label_ready(customer.submit(order))
    assert "Change the way back" not in text_of(customer.see("tracking"))
    assert customer.see("change")["Location"] == customer.step("tracking")
    assert customer.send("change", {"again": "1"}).status_code == 409
    assert customer.ret().state == "ready"


@pytest.mark.parametrize(
    ("state", "leads_on"), [("cancelled", True), ("expired", True), ("ready", False)]
)
def test_a_return_that_came_to_nothing_leads_to_a_new_one(
    customer: Customer, order: Order, ready: Return, state: str, leads_on: bool
) -> None:
    Return.objects.update(state=state)
    address = f"{customer.url('lookup')}?number={order.number}"
    assert (f'href="{address}"' in customer.see("tracking").text) == leads_on
    Return.objects.update(is_gift=True)
    address = f"{customer.url('gift')}?number={order.number}"
    assert (f'href="{address}"' in customer.see("tracking").text) == leads_on


def test_nothing_is_cancelled_if_it_could_not_be_returned_again(
    customer: Customer, order: Order, ready: Return
) -> None:
    with time_machine.travel(NOW + timedelta(days=25), tick=False):
        page = customer.send("change", {"again": "1"})
    assert page.status_code == 409
    assert customer.ret().state == "ready"
    assert Return.objects.count() == 1


def test_on_its_way_nothing_can_be_changed(customer: Customer, ready: Return) -> None:
    Return.objects.update(state="in_transit")
    assert customer.see("change")["Location"] == customer.step("tracking")
    assert customer.send("change", {"again": "1"}).status_code == 409
    assert customer.send("change", {"method": "own_carrier"}).status_code == 409
    assert customer.ret().method == "drop_off_point"


PAGES = (
    *("tracking", "confirmation", "label", "labels"),
    *("cancel", "change", "messages", "status"),
)


@pytest.mark.parametrize("step", PAGES)
def test_after_a_month_the_link_asks_for_the_postal_code(
    customer: Customer, ready: Return, step: str
) -> None:
    with time_machine.travel(MONTH_LATER, tick=False):
        assert customer.see(step)["Location"] == customer.step("open")
        page = customer.see("open")
    assert page.status_code == 200
    assert ready.rma_number not in text_of(page)
    assert "NW-2001" not in text_of(page)


def test_the_right_postal_code_opens_it_for_a_day_in_this_browser_only(
    customer: Customer, order: Order, ready: Return
) -> None:
    with time_machine.travel(MONTH_LATER, tick=False):
        answer = customer.send("open", {"postal_code": "d-10119"})
        assert answer["Location"] == customer.step("tracking")
        cookie = answer.cookies["retour_open"]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
        assert customer.see("tracking").status_code == 200
        other = Customer(order.brand)
        other.key = customer.key
        assert other.see("tracking").status_code == 302
    with time_machine.travel(MONTH_LATER + timedelta(hours=25), tick=False):
        assert customer.see("tracking").status_code == 302


def test_the_cookie_of_one_return_opens_no_other(
    customer: Customer, order: Order, ready: Return
) -> None:
    second = Customer(order.brand)
    second.submit(order)
    with time_machine.travel(MONTH_LATER, tick=False):
        customer.send("open", {"postal_code": "10119"})
        customer.key = second.key
        assert customer.see("tracking")["Location"] == customer.step("open")


def test_a_wrong_postal_code_opens_nothing_and_is_slowed_down(
    customer: Customer, ready: Return
) -> None:
    with time_machine.travel(MONTH_LATER, tick=False):
        for guess in range(throttle.TRIES_PER_ORDER):
            page = customer.send("open", {"postal_code": f"{guess:05}"})
            assert errors_of(page) == ["That is not the postal code of this return."]
        assert customer.send("open", {"postal_code": "10119"}).status_code == 429
        assert customer.see("tracking").status_code == 302


def test_another_brands_host_opens_nothing(ready: Return) -> None:
    stranger = Customer(make_brand("lune"))
    stranger.key = ready.private_key
    for step in ("open", "change", "deadline"):
        assert stranger.see(step).status_code == 404


def test_a_draft_waits_for_a_day_under_its_link(
    customer: Customer, order: Order
) -> None:
    customer.up_to_review(order)
    with time_machine.travel(NOW + timedelta(hours=23, minutes=59), tick=False):
        for step in ("items", "reasons", "method", "review", "items"):
            assert customer.see(step).status_code == 200
    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        assert customer.see("review").status_code == 410


def test_two_tabs_of_one_draft_send_one_return(
    customer: Customer, order: Order
) -> None:
    customer.up_to_review(order)
    assert customer.send("review")["Location"] == customer.step("confirmation")
    assert customer.send("review")["Location"] == customer.step("confirmation")
    assert customer.see("items")["Location"] == customer.step("confirmation")
    assert Return.objects.count() == 1
    assert first_line(order).requested == 1


def test_the_page_costs_few_queries(
    customer: Customer, ready: Return, django_assert_num_queries: object
) -> None:
    customer.see("tracking")
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        assert customer.see("tracking").status_code == 200


QUERIES = 11
