"""The page of a withdrawal: what was received, and what follows by when."""

from __future__ import annotations

import re
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from retour_core.orders.models import Order, Shop
from retour_core.outbox.operations import claim, deliver
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ActorKind
from retour_core.withdrawals.facts import seal_text
from retour_core.withdrawals.links import proof_of, withdrawal_url
from retour_core.withdrawals.models import Decision, Withdrawal
from retour_core.withdrawals.operations import decide, note_dates
from retour_portal.flow.withdrawal.known import order_query
from tests.factories import NOW, line_data, make_brand, make_order
from tests.portal_site.flow.walk import text_of
from tests.portal_site.flow.withdrawal.conftest import Consumer

WAIT = (
    "You get your money back the way you paid, within 14 days of your withdrawal. "
    "Until your items are back, or you have shown us that you sent them, we may wait"
)


def deliver_all() -> None:
    while ids := claim(10, now=timezone.now()):
        for message_id in ids:
            deliver(message_id)


def unshipped(shop: Shop) -> Order:
    lines = [line_data(fulfilled_quantity=0)]
    return make_order(shop, number="NW-3", shipments=[], lines=lines)


def test_the_page_tells_what_was_received_to_the_second_and_its_seal(
    consumer: Consumer, order: Order
) -> None:
    made = consumer.withdraw()
    text = text_of(consumer.page("done"))
    assert (
        "We have received your withdrawal The confirmation goes to anna@example.org. "
        "You can also download it here." in text
    )
    assert "Submitted 20 November 2026, 13:00:00 (Europe/Berlin, UTC+01:00)" in text
    assert f"Reference {made.reference} Name Anna Berg Contract NW-2001" in text
    assert f"Seal of the record: {seal_text(made)}" in text


def test_the_acknowledgement_is_a_pdf_to_keep(consumer: Consumer) -> None:
    made = consumer.withdraw()
    response = consumer.page("acknowledgement")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="{made.reference}.pdf"'
    )
    document = pypdfium2.PdfDocument(response.content)
    assert "Anna Berg" in document[0].get_textpage().get_text_range()


def test_the_return_of_what_was_sent_is_linked_as_soon_as_it_is_there(
    consumer: Consumer, order: Order
) -> None:
    made = consumer.withdraw(order_query(order))
    waiting = consumer.page("done")
    assert "Your return is being prepared" in text_of(waiting)
    assert f'data-wait="{consumer.at("status", consumer.key)}"' in (
        waiting.content.decode()
    )
    assert consumer.page("status").json() == {"waiting": True}
    deliver_all()
    made.refresh_from_db()
    assert made.ret is not None
    page = consumer.page("done")
    assert consumer.page("status").json() == {"waiting": False}
    assert "Please send your items back by 4 December 2026." in text_of(page)
    assert WAIT in text_of(page)
    tracking = consumer.url("tracking", made.ret.private_key)
    assert f'href="{tracking}"' in page.content.decode()
    assert consumer.client.get(tracking).status_code == 200


def test_who_guessed_an_order_of_a_mailbox_is_led_to_no_return_but_its_mail_is(
    consumer: Consumer, order: Order
) -> None:
    made = consumer.withdraw(contract="NW-2000 NW-2001 NW-2002")
    assert (made.order, consumer.proof) == (order, "")
    deliver_all()
    made.refresh_from_db()
    assert made.ret is not None

    for proof in ("", f"proof={made.private_key}", "proof=\N{SNOWMAN}"):
        consumer.proof = proof
        page = consumer.page("done")
        assert made.ret.private_key not in page.content.decode()
        assert "we write to you how." in text_of(page)
    told = next(one for one in mail.outbox if made.reference in one.subject)
    assert told.to == [order.email]
    link = re.search(r"http://nordwand.localhost:8100(/w/\S+)", str(told.body))
    assert link is not None
    page = consumer.client.get(link[1], follow=True)
    tracking = consumer.url("tracking", made.ret.private_key)
    assert f'href="{tracking}"' in page.content.decode()


def test_waiting_for_a_return_that_needs_a_person_ends(
    consumer: Consumer, order: Order
) -> None:
    consumer.withdraw(order_query(order))
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert consumer.page("status").json() == {"waiting": False}
        text = text_of(consumer.page("done"))
    assert "If they are not on their way yet, we write to you how." in text


def test_what_was_not_sent_is_stopped_and_paid_back(
    consumer: Consumer, shop: Shop
) -> None:
    consumer.withdraw(order_query(unshipped(shop)))
    text = text_of(consumer.page("done"))
    assert "so we are stopping the order. You need not send anything back." in text
    assert (
        "You get your money back the way you paid, by 4 December 2026 at the latest."
        in text
    )


def test_an_order_nobody_knows_is_received_just_as_calmly(consumer: Consumer) -> None:
    consumer.withdraw(contract="the lamp of last Monday")
    text = text_of(consumer.page("done"))
    assert (
        "We look up your order by hand and write to you. Your withdrawal counts from "
        "the moment above." in text
    )
    assert (
        "If you have the items already: Please send your items back by 4 December "
        "2026." in text
    )
    assert consumer.page("status").json() == {"waiting": False}


def test_money_that_is_due_overdue_and_paid_is_said_so(
    consumer: Consumer, shop: Shop
) -> None:
    made = consumer.withdraw(order_query(unshipped(shop)))
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        assert "Your money was due by 4 December 2026. Please contact us." in text_of(
            consumer.page("done")
        )
        note_dates(made, refunded_at=timezone.now())
        assert "Your money has been paid back" in text_of(consumer.page("done"))


def test_proof_of_sending_ends_the_waiting(consumer: Consumer, order: Order) -> None:
    made = consumer.withdraw()
    note_dates(made, proof_at=NOW + timedelta(days=1))
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        text = text_of(consumer.page("done"))
    assert "Your items are on their way back or have arrived." in text
    assert "by 4 December 2026 at the latest." in text


def test_a_refusal_is_told_with_its_reason(consumer: Consumer) -> None:
    made = consumer.withdraw()
    clerk = Actor(ActorKind.STAFF, "greta")
    decide(made, Decision.REFUSED, reason="Made to measure", actor=clerk, now=NOW)
    text = text_of(consumer.page("done"))
    assert "do not accept it, for this reason: Made to measure" in text
    assert WAIT not in text


def test_a_confirmation_that_did_not_arrive_is_offered_here(
    consumer: Consumer,
) -> None:
    consumer.withdraw()
    Withdrawal.objects.update(undeliverable="550 no such mailbox")
    assert (
        "The confirmation could not be delivered to anna@example.org. Please download "
        "it here." in text_of(consumer.page("done"))
    )


def test_the_link_of_the_mail_opens_in_the_language_of_the_withdrawal(
    consumer: Consumer,
) -> None:
    consumer.language = "fr"
    made = consumer.withdraw()
    way = f"/w/{consumer.key}?proof={proof_of(made)}"
    assert withdrawal_url(made) == f"http://nordwand.localhost:8100{way}"
    done = consumer.at("done", consumer.key)
    assert consumer.client.get(way)["Location"] == f"{done}?proof={proof_of(made)}"
    assert consumer.client.get(f"/w/{consumer.key}")["Location"] == done


@pytest.mark.parametrize("page", ["done", "acknowledgement", "status"])
def test_a_withdrawal_opens_on_its_brands_host_only(
    consumer: Consumer, page: str
) -> None:
    consumer.withdraw()
    stranger = Consumer(make_brand("lune"))
    stranger.key = consumer.key
    assert stranger.page(page).status_code == 404
    assert stranger.client.get(f"/w/{consumer.key}", follow=True).status_code == 404
    for key in ("short", "x" * 32, "%00" * 24):
        found = consumer.client.get(f"/w/{key}", follow=True)
        assert found.status_code == 404
    assert consumer.page(page).status_code == 200


@pytest.mark.parametrize("page", ["done", "acknowledgement"])
def test_nobody_keeps_or_finds_the_page_of_a_withdrawal(
    consumer: Consumer, page: str
) -> None:
    consumer.withdraw()
    response = consumer.page(page)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def queries_of(consumer: Consumer, path: str) -> int:
    consumer.client.get(path)  # Wagtail learns its sites' addresses once per process
    with CaptureQueriesContext(connection) as queries:
        assert consumer.client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_pages_ask_as_much_for_three_lines_as_for_one(
    consumer: Consumer, shop: Shop, lines: int
) -> None:
    order = make_order(shop, lines=[line_data(str(n)) for n in range(lines)])
    query = order_query(order)
    part = {"scope": "part", f"line-{order.lines.all()[0].pk}": "1"}
    part |= {f"quantity-{line.pk}": "1" for line in order.lines.all()}
    consumer.state(query, **part)
    asked = {
        "start": queries_of(consumer, consumer.at("start")),
        "known": queries_of(consumer, consumer.at("start") + query),
        "edit": queries_of(consumer, consumer.at("edit", consumer.key)),
        "confirm": queries_of(consumer, consumer.at("confirm", consumer.key)),
    }
    consumer.withdraw(query, **part)
    deliver_all()
    asked["done"] = queries_of(consumer, consumer.at("done", consumer.key))
    # Site and theme are asked on every page, at once. "known": + order, lines.
    # "confirm": + draft, what it has become; "edit": + lines. "done": + withdrawal, its
    # return's events and refunds.
    assert asked == {"start": 1, "known": 3, "edit": 4, "confirm": 3, "done": 4}


def test_the_page_has_no_form(consumer: Consumer) -> None:
    consumer.withdraw()
    assert re.findall("<form", consumer.page("done").content.decode()) == []
