from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.orders.models import Order, Shop
from retour_core.returns.actors import CUSTOMER, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel
from retour_core.threads.models import Message, Photo
from retour_core.threads.operations import answer, ask_customer, post_message
from tests.core.threads.conftest import private_folder
from tests.core.threads.pictures import upload, uploads
from tests.factories import grant, make_brand, make_order
from tests.portal_site.flow.walk import Customer, errors_of, text_of

__all__ = ["private_folder"]
ALICE = Actor(ActorKind.STAFF, "alice")


@pytest.fixture
def ret(customer: Customer, order: Order) -> Return:
    grant(order.brand, approval="agent")
    return customer.submit(order)


def test_a_question_is_on_the_page_of_the_return_and_leads_to_the_thread(
    customer: Customer, ret: Return
) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)

    page = customer.see("tracking")

    assert "We have a question about your return Read and answer" in text_of(page)
    assert f'href="{customer.step("messages")}"' in page.content.decode()
    assert "We asked you a question." in text_of(page)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "Write to us about this return"), (1, "1 message"), (2, "2 messages")],
)
def test_messages_are_counted_on_the_page_of_the_return(
    customer: Customer, ret: Return, count: int, words: str
) -> None:
    for number in range(count):
        post_message(ret, text=f"News {number}", actor=ALICE)

    assert f">{words}</a>" in customer.see("tracking").content.decode()


def test_the_mails_link_leads_to_the_thread_in_the_customers_language(
    customer: Customer, ret: Return
) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)
    Return.objects.update(locale="fr")

    response = customer.client.get(f"/r/{ret.private_key}/messages")

    assert response["Location"] == f"/fr/return/r/{ret.private_key}/messages/"
    assert customer.client.get("/r/tiny/messages").status_code == 404


def test_the_brand_speaks_not_its_staff(customer: Customer, ret: Return) -> None:
    ask_customer(ret, text="What <b>is</b>\nbroken?", actor=ALICE)

    page = customer.see("messages")

    assert "Nordwand 20 Nov 2026" in text_of(page)
    assert "alice" not in page.content.decode()
    assert "What &lt;b&gt;is&lt;/b&gt;<br>broken?" in page.content.decode()


def test_an_answer_with_photos_is_sent_and_shown(
    customer: Customer, ret: Return
) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)

    sent = customer.send("messages", {"text": "The zip.", "photos": uploads(2)})

    said = Message.objects.get(author_kind="customer")
    assert sent["Location"] == f"{customer.step('messages')}#message-{said.public_id}"
    page = customer.see("messages")
    assert "The zip." in text_of(page)
    assert "We have your message and answer as soon as we can." in text_of(page)
    for photo in Photo.objects.all():
        url = customer.url("thumbnail", customer.key, str(photo.public_id))
        assert f'src="{url}"' in page.content.decode()
        served = b"".join(customer.client.get(url).streaming_content)
        assert served.startswith(b"\xff\xd8")


def test_an_empty_answer_is_refused_and_the_form_stays(
    customer: Customer, ret: Return
) -> None:
    page = customer.send("messages", {"text": " "})

    assert page.status_code == 409
    assert errors_of(page) == ["Write a message or add a photo."]


def test_a_bad_photo_refuses_the_answer_and_keeps_the_words(
    customer: Customer, ret: Return
) -> None:
    data = {"text": "See the bill.", "photos": upload(b"%PDF-1.7", "bill.pdf")}

    page = customer.send("messages", data)

    assert ">See the bill.</textarea>" in page.content.decode()
    [sentence] = errors_of(page)
    assert sentence.startswith("“bill.pdf” is no photo we can read.")
    assert Message.objects.count() == 0


def test_a_closed_return_shows_its_messages_without_a_form(
    customer: Customer, ret: Return
) -> None:
    answer(ret, text="The zip.")
    cancel(ret, actor=CUSTOMER)

    page = customer.see("messages")
    late = customer.send("messages", {"text": "One more thing."})

    for shown in (page, late):
        assert "The zip." in text_of(shown)
        assert "This return is closed, so you cannot write" in text_of(shown)
        assert "<textarea" not in shown.content.decode()
    assert late.status_code == 409
    assert Message.objects.count() == 1


def test_a_draft_has_no_messages_yet(customer: Customer, order: Order) -> None:
    customer.up_to_review(order)

    assert customer.see("messages")["Location"] == customer.step("review")
    customer.send("messages", {"text": "Hello?"})
    assert Message.objects.count() == 0


def test_only_a_person_at_a_browser_marks_a_message_as_seen(
    customer: Customer, ret: Return
) -> None:
    asked = ask_customer(ret, text="What is broken?", actor=ALICE)

    def seen(**headers: str) -> bool:
        customer.client.get(customer.step("messages"), headers=headers)
        asked.refresh_from_db()
        return asked.read_by_customer_at is not None

    assert not seen()
    assert not seen(sec_fetch_mode="no-cors")
    assert not seen(sec_fetch_mode="navigate", sec_purpose="prefetch;prerender")
    assert seen(sec_fetch_mode="navigate")


def test_a_page_of_another_site_posts_nothing(customer: Customer, ret: Return) -> None:
    response = customer.client.post(
        customer.step("messages"),
        {"text": "I agree."},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert response.status_code == 403
    assert Message.objects.count() == 0


def test_charlie_reads_and_writes_nothing_of_another_brand(
    customer: Customer, ret: Return
) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)
    charlie = Customer(make_brand("stranger"))
    charlie.key = customer.key

    assert charlie.see("messages").status_code == 404
    assert charlie.send("messages", {"text": "The zip."}).status_code == 404
    path = f"/r/{ret.private_key}/messages"
    assert charlie.client.get(path).status_code == 404
    assert Message.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_thread_costs_the_same_for_one_message_and_three(
    customer: Customer, shop: Shop, count: int
) -> None:
    ret: Any = customer.submit(make_order(shop))
    for file in uploads(count):
        answer(ret, text=file.name, uploads=[file])
    customer.see("messages")

    with CaptureQueriesContext(connection) as queries:
        assert customer.see("messages").status_code == 200

    assert len(queries) == 9
