"""Step two, who may see it, and that one press is one withdrawal."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from retour_core.domain.withdrawal import STATUTORY_WORDS
from retour_core.orders.models import Order, Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.withdrawals.models import Withdrawal, WithdrawalDraft
from retour_core.withdrawals.records import verify
from retour_portal.flow.withdrawal import limits
from retour_portal.flow.withdrawal.known import order_query
from tests.factories import NOW, make_brand, make_order
from tests.portal_site.flow.walk import text_of
from tests.portal_site.flow.withdrawal.conftest import ANNA, Consumer

DRAFT_PAGES = ["edit", "confirm", "draft_form"]


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_second_step_has_one_button_with_the_laws_words_only(
    consumer: Consumer, language: str
) -> None:
    consumer.language = language
    consumer.state()
    html = consumer.page("confirm").content.decode()
    [button] = re.findall(r"(?s)<button[^>]*>(.*?)</button>", html)
    words = STATUTORY_WORDS[language].confirm
    assert button == words[0].upper() + words[1:]
    [main] = re.findall(r"(?s)<main.*?</main>", html)
    change = consumer.at("edit", consumer.key)
    assert re.findall(r'<a href="([^"]+)"', main) == [change, change]


def test_the_second_step_shows_the_statement_as_it_will_be_recorded(
    consumer: Consumer,
) -> None:
    consumer.state(scope="part", items="2 × hat\nlamp", message="Too big.\nSorry")
    assert (
        "Name Anna Berg Contract NW-2001 You withdraw from 2 × hat lamp "
        "Confirmation goes to anna@example.org Message Too big. Sorry "
        "Confirm withdrawal" in text_of(consumer.page("confirm"))
    )


def test_confirming_records_the_servers_second_and_announces_the_mail(
    consumer: Consumer, order: Order
) -> None:
    consumer.state()
    with time_machine.travel(NOW + timedelta(seconds=61.7), tick=False):
        consumer.confirm()
    made = Withdrawal.objects.get()
    assert made.submitted_at == NOW + timedelta(seconds=61)
    assert made.order == order
    assert OutboxMessage.objects.filter(kind="withdrawal_mail").count() == 2
    assert verify(order.brand) == []


def test_the_words_recorded_are_those_of_the_page_that_was_confirmed(
    consumer: Consumer,
) -> None:
    consumer.state()
    consumer.language = "fr"
    consumer.confirm()
    content = Withdrawal.objects.get().content
    assert content["locale"] == "fr"
    assert content["words"]["confirm"] == "confirmer la rétractation"


def test_a_second_press_leads_to_the_same_withdrawal(consumer: Consumer) -> None:
    consumer.state()
    first, second = consumer.confirm(), consumer.confirm()
    assert first["Location"] == second["Location"]
    assert Withdrawal.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="withdrawal_mail").count() == 2


@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_a_confirmed_draft_leads_to_its_withdrawal_and_cannot_be_changed(
    consumer: Consumer, page: str
) -> None:
    consumer.state()
    made = consumer.confirm()["Location"]
    for wait in (timedelta(), timedelta(hours=25)):
        with time_machine.travel(NOW + wait, tick=False):
            assert consumer.page(page)["Location"] == made
    changed = ANNA | {"name": "Somebody Else"}
    response = consumer.client.post(consumer.at(page, consumer.key), changed)
    assert response["Location"] == made
    assert consumer.draft().statement["name"] == "Anna Berg"


@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_a_draft_lives_for_a_day(consumer: Consumer, page: str) -> None:
    consumer.state()
    with time_machine.travel(NOW + timedelta(hours=23, minutes=59), tick=False):
        assert consumer.page(page).status_code == 200
    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        stale = consumer.page(page)
        assert consumer.confirm().status_code == 410
    assert stale.status_code == 410
    assert "Begin again: it takes a minute." in text_of(stale)
    assert 'href="/en/withdraw/"' in stale.content.decode()
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_a_draft_opens_on_its_brands_host_only(consumer: Consumer, page: str) -> None:
    consumer.state()
    stranger = Consumer(make_brand("lune"))
    stranger.key = consumer.key
    assert stranger.page(page).status_code == 404
    assert stranger.confirm().status_code == 404
    consumer.key = "x" * 32
    assert consumer.page(page).status_code == 404
    assert not Withdrawal.objects.exists()


def test_a_confirmation_sent_from_another_site_is_refused(consumer: Consumer) -> None:
    consumer.state()
    response = consumer.client.post(
        consumer.at("confirm", consumer.key), headers={"sec-fetch-site": "cross-site"}
    )
    assert response.status_code == 403
    assert not Withdrawal.objects.exists()


def test_a_draft_without_a_statement_is_sent_back_to_be_filled_in(
    consumer: Consumer,
) -> None:
    consumer.state()
    WithdrawalDraft.objects.update(statement=consumer.draft().statement | {"email": ""})
    assert consumer.confirm()["Location"] == consumer.at("edit", consumer.key)
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("kind", ["cancelled", "unshipped", "late", "unknown"])
def test_no_order_is_refused(consumer: Consumer, shop: Shop, kind: str) -> None:
    query = ""
    if kind != "unknown":
        order = make_order(
            shop,
            number="NW-2001",
            **({"shipments": []} if kind == "unshipped" else {}),
        )
        Order.objects.filter(pk=order.pk).update(
            status="cancelled" if kind == "cancelled" else "open"
        )
        query = order_query(order)
    later = timedelta(days=400) if kind == "late" else timedelta()
    with time_machine.travel(NOW + later, tick=False):
        if kind == "late":
            query = order_query(order)
        consumer.withdraw(query)
        page = consumer.page("done")
    assert page.status_code == 200
    assert "We have received your withdrawal" in text_of(page)


def test_who_sends_too_many_is_shown_the_ways_that_need_no_function(
    consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STATEMENTS_PER_ADDRESS", 3)
    consumer.withdraw()
    consumer.state()
    refused = consumer.confirm()
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "An e-mail or a letter counts just as much." in text_of(refused)
    assert "Lagerstraße 5" in text_of(refused)
    html = refused.content.decode()
    assert f'href="{consumer.at("draft_form", consumer.key)}"' in html
    [mail] = re.findall(r'href="(mailto:help@nordwand.example\?subject[^"]+)"', html)
    assert "Anna%20Berg" in mail
    again = consumer.state(name="Ben Ito")
    assert again.status_code == 429
    assert "Ben%20Ito" in again.content.decode()
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        consumer.confirm()
    assert Withdrawal.objects.count() == 2


def test_one_mailbox_is_not_flooded_and_the_next_is_free(
    consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAILS_PER_RECIPIENT", 1)
    consumer.withdraw(email="victim@example.org")
    consumer.client.get(consumer.at("start"))
    assert consumer.state(email="Victim@example.org").status_code == 429
    consumer.withdraw(email="ben@example.org")
    assert Withdrawal.objects.count() == 2
