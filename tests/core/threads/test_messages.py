from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel, reject
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import refund
from retour_core.threads.errors import (
    MessageEmpty,
    MessageTooLong,
    PhotoUnsupported,
    ThreadClosed,
    ThreadNotOpen,
    TooManyPhotos,
)
from retour_core.threads.models import Message, Photo, WaitingFor
from retour_core.threads.operations import (
    answer,
    ask_customer,
    mark_answered_read,
    mark_read_by_customer,
    post_message,
)
from retour_core.threads.photos import add_photos
from retour_core.threads.queries import messages_of, photos_of, takes_messages, waiting
from tests.core.threads.conftest import Stored
from tests.core.threads.pictures import upload, uploads
from tests.factories import (
    make_brand,
    make_draft,
    make_order,
    make_return,
    make_shop,
)

pytestmark = pytest.mark.django_db
ALICE = Actor(ActorKind.STAFF, "alice")


@pytest.fixture
def ret() -> Return:
    """Waits for an approval, so nothing else moves meanwhile."""
    return make_return(make_order(make_shop(make_brand(auto_approve=False))))


def turn(ret: Return) -> str:
    ret = Return.objects.select_related("thread").get(pk=ret.pk)
    return ret.thread.waiting_for if hasattr(ret, "thread") else "none"


def kinds(ret: Return) -> list[str]:
    return list(ret.events.order_by("pk").values_list("kind", flat=True))[1:]


def sent_mails() -> list[Any]:
    for message in OutboxMessage.objects.filter(kind="thread_mail", done_at=None):
        deliver(message.pk)
    return mail.outbox


def test_a_question_waits_for_the_customer_and_leaves_the_state_alone(
    ret: Return,
) -> None:
    asked = ask_customer(ret, text=" What is broken?\r\nA photo helps. ", actor=ALICE)

    assert asked.text == "What is broken?\nA photo helps."
    assert (asked.author_kind, asked.author_name) == ("staff", "alice")
    assert asked.is_question
    assert turn(ret) == "customer"
    assert kinds(ret) == ["return.question_asked"]
    ret.refresh_from_db()
    assert ret.state == "requested"


def test_an_answer_with_photos_waits_for_the_merchant(ret: Return) -> None:
    question = ask_customer(ret, text="What is broken?", actor=ALICE)

    said = answer(ret, text="The zip.", uploads=uploads(2))

    assert turn(ret) == "staff"
    assert kinds(ret) == ["return.question_asked", "return.question_answered"]
    assert [m.text for m in messages_of(ret)] == ["What is broken?", "The zip."]
    assert [photo.message for photo in photos_of(ret)] == [said, said]
    question.refresh_from_db()
    assert question.read_by_customer_at is not None


def test_a_customer_may_write_unasked_or_send_a_photo_alone(ret: Return) -> None:
    answer(ret, text="By the way.")
    answer(ret, text="", uploads=[upload()])

    assert turn(ret) == "staff"
    assert kinds(ret) == ["return.message_received"] * 2


def test_a_reply_ends_the_waiting_and_a_new_question_begins_it_again(
    ret: Return,
) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)
    said = answer(ret, text="The zip.")

    post_message(ret, text="Thank you.", actor=ALICE)

    assert turn(ret) == ""
    said.refresh_from_db()
    assert said.read_by_staff_at is not None
    assert kinds(ret)[-1] == "return.message_sent"
    ask_customer(ret, text="Which zip?", actor=ALICE)
    assert turn(ret) == "customer"


def test_a_remark_does_not_take_back_a_question(ret: Return) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)

    post_message(ret, text="Take your time.", actor=ALICE)

    assert turn(ret) == "customer"


def test_an_answer_that_needs_no_reply_is_put_aside(ret: Return) -> None:
    said = answer(ret, text="Thanks!")

    mark_answered_read(ret)

    assert turn(ret) == ""
    said.refresh_from_db()
    assert said.read_by_staff_at is not None
    mark_answered_read(ret)
    assert turn(ret) == ""


def test_putting_aside_does_not_take_back_a_question(ret: Return) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)

    mark_answered_read(ret)

    assert turn(ret) == "customer"


def test_what_the_customer_has_seen_is_noted_once(ret: Return) -> None:
    asked = ask_customer(ret, text="What is broken?", actor=ALICE)

    mark_read_by_customer(ret)
    asked.refresh_from_db()
    first = asked.read_by_customer_at
    mark_read_by_customer(ret)
    asked.refresh_from_db()

    assert first is not None
    assert asked.read_by_customer_at == first


@pytest.mark.parametrize("closed", ["cancelled", "rejected", "settled"])
def test_a_closed_return_takes_no_message(
    closed: str, ret: Return, stored: Stored
) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)
    if closed == "cancelled":
        ret = cancel(ret, actor=CUSTOMER)
    elif closed == "rejected":
        ret = reject(ret, actor=ALICE, reason="worn")
    else:
        Return.objects.filter(pk=ret.pk).update(state="ready")
        receive(ret, actor=SYSTEM)
        refund(ret, actor=SYSTEM)
    stale = Return.objects.get(pk=ret.pk)
    stale.state = "requested"  # as a page that was opened before has it

    for late in (Return.objects.get(pk=ret.pk), stale):
        with pytest.raises(ThreadClosed):
            answer(late, text="The zip.", uploads=[upload()])
        with pytest.raises(ThreadClosed):
            ask_customer(late, text="Still there?", actor=ALICE)
        with pytest.raises(ThreadClosed):
            post_message(late, text="Bye.", actor=ALICE)
    assert Message.objects.count() == 1
    assert Photo.objects.count() == 0
    assert stored() == []
    assert not takes_messages(Return.objects.get(pk=ret.pk))


def test_a_draft_has_no_thread_yet() -> None:
    draft = make_draft()

    for write in (
        lambda: answer(draft, text="Hello?"),
        lambda: ask_customer(draft, text="Hello?", actor=ALICE),
    ):
        with pytest.raises(ThreadNotOpen):
            write()
    assert not takes_messages(draft)


@pytest.mark.parametrize("text", ["", "  \r\n ", "\x00\x07"])
def test_an_empty_message_is_refused(text: str, ret: Return) -> None:
    with pytest.raises(MessageEmpty):
        post_message(ret, text=text, actor=ALICE)
    with pytest.raises(MessageEmpty):
        answer(ret, text=text)


def test_asking_without_words_asks_in_standard_ones(ret: Return) -> None:
    asked = ask_customer(ret, actor=ALICE)

    assert asked.text == (
        "Please tell us more about why you return this, and add photos that show it "
        "if you can."
    )


def test_a_message_may_have_two_thousand_signs_of_any_script(ret: Return) -> None:
    said = answer(ret, text="👩‍👧 " + "ب" * 1996)
    assert said.text.startswith("👩‍👧")

    with pytest.raises(MessageTooLong):
        answer(ret, text="x" * 2001)


def test_an_answer_with_a_bad_file_is_not_sent(ret: Return, stored: Stored) -> None:
    files = [upload(), upload(b"%PDF-1.7", "bill.pdf")]

    with pytest.raises(PhotoUnsupported) as error:
        answer(ret, text="See the bill.", uploads=files)

    assert error.value.context == {"name": "bill.pdf"}
    assert Message.objects.count() == 0
    assert stored() == []


def test_photos_of_lines_and_of_answers_are_ten_together(stored: Stored) -> None:
    ret = make_return(make_order(make_shop(make_brand(auto_approve=False))))
    files = uploads(11)
    add_photos(ret, files[:8], actor=CUSTOMER, line=ret.lines.get())

    with pytest.raises(TooManyPhotos) as error:
        answer(ret, text="More.", uploads=files[8:])

    assert error.value.context == {"most": 10, "left": 2}
    assert Message.objects.count() == 0
    assert len(stored()) == 16


def test_the_same_form_sent_twice_is_one_message(ret: Return, stored: Stored) -> None:
    def send() -> Message:
        return answer(ret, text="The zip.", uploads=[upload()])

    assert send() == send()
    assert len(stored()) == 2
    asked = [ask_customer(ret, text="Which?", actor=ALICE) for _ in range(2)]
    assert asked[0] == asked[1]
    assert len(kinds(ret)) == 2


def test_the_same_words_later_or_with_other_photos_are_another_message(
    ret: Return,
) -> None:
    files = uploads(2)
    answer(ret, text="Here.", uploads=files[:1])
    answer(ret, text="Here.", uploads=files[1:])
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        answer(ret, text="Here.")

    assert Message.objects.count() == 3


def test_a_question_is_mailed_in_the_brands_look_and_the_customers_language(
    ret: Return,
) -> None:
    Return.objects.filter(pk=ret.pk).update(locale="fr")
    ret.refresh_from_db()
    ask_customer(ret, text="Quoi & où ?\nMerci", actor=ALICE)

    [sent] = sent_mails()

    assert sent.to == ["anna@example.org"]
    assert sent.from_email.startswith("Nordwand <")
    assert sent.reply_to == ["help@nordwand.example"]
    link = f"http://nordwand.localhost:8100/r/{ret.private_key}/messages"
    html = sent.alternatives[0][0]
    for body in (sent.body, html):
        assert link in body
        assert "alice" not in body
    assert "Quoi & où ?\nMerci" in sent.body
    assert "Quoi &amp; où ?<br>Merci" in html
    assert '<html lang="fr">' in html


def test_what_needs_no_answer_is_mailed_as_a_message(ret: Return) -> None:
    post_message(ret, text="It is on its way.", actor=Actor(ActorKind.SHOP, "plugin"))

    [sent] = sent_mails()

    assert sent.subject == f"Nordwand: a message about your return {ret.rma_number}"
    assert "It is on its way." in sent.body
    assert "Please answer" not in sent.body


def test_a_mail_is_one_row_of_the_outbox_and_harmless_twice(ret: Return) -> None:
    ask_customer(ret, text="What is broken?", actor=ALICE)
    message = OutboxMessage.objects.get(kind="thread_mail")

    for _ in range(2):
        deliver(message.pk)

    [sent] = mail.outbox
    assert sent.subject == f"Nordwand: a question about your return {ret.rma_number}"
    assert sent.extra_headers["Message-ID"].startswith(f"<retour-{message.pk}.")


def test_a_customer_without_an_address_is_asked_on_the_page_alone(ret: Return) -> None:
    Return.objects.filter(pk=ret.pk).update(email="")

    ask_customer(ret, text="What is broken?", actor=ALICE)

    assert sent_mails() == []
    assert turn(ret) == "customer"


def test_an_answer_writes_no_mail_to_the_customer(ret: Return) -> None:
    answer(ret, text="The zip.")

    assert sent_mails() == []


def test_only_open_returns_wait_for_somebody(ret: Return) -> None:
    asked = make_return(ret.order)
    ask_customer(asked, text="What is broken?", actor=ALICE)
    answer(ret, text="The zip.")
    rows = Return.objects.order_by("pk")

    assert list(waiting(rows, WaitingFor.STAFF)) == [ret]
    assert list(waiting(rows, WaitingFor.CUSTOMER)) == [asked]
    assert list(waiting(rows, *WaitingFor)) == [ret, asked]
    cancel(ret, actor=ALICE)
    assert list(waiting(rows, WaitingFor.STAFF)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_thread_costs_two_queries(
    count: int, ret: Return, django_assert_num_queries: Any
) -> None:
    for file in uploads(count):
        answer(ret, text=file.name, uploads=[file])

    with django_assert_num_queries(2):
        thread = messages_of(ret)
        assert [len(message.photos.all()) for message in thread] == [1] * count
