from __future__ import annotations

import hashlib
from typing import Any

import pytest

from retour_core.outbox.models import OutboxMessage
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel
from retour_core.threads.models import Message
from retour_core.threads.operations import answer, ask_customer
from retour_core.threads.photos import add_photos
from tests.core.api.conftest import Caller
from tests.core.threads.conftest import private_folder
from tests.core.threads.pictures import upload, uploads
from tests.factories import make_draft, make_order, make_return

__all__ = ["private_folder"]


@pytest.fixture
def ret(call: Caller) -> Return:
    return make_return(make_order(call.shop))


def test_a_shop_asks_and_reads_the_answer(call: Caller, ret: Return) -> None:
    path = f"/returns/{ret.rma_number}/messages"
    body = {"text": "What is\nbroken?", "is_question": True}

    asked = call.post(path, body)
    answer(ret, text="The zip.", uploads=[upload()])

    assert asked.status_code == 201
    assert (asked.json()["author"], asked.json()["is_question"]) == ("shop", True)
    told = call.get(path).json()
    assert told["waiting_for"] == "staff"
    assert [(m["author"], m["text"], len(m["photos"])) for m in told["items"]] == [
        ("shop", "What is\nbroken?", 0),
        ("customer", "The zip.", 1),
    ]
    assert OutboxMessage.objects.filter(kind="thread_mail").count() == 1


def test_the_same_key_asks_once(call: Caller, ret: Return) -> None:
    path = f"/returns/{ret.rma_number}/messages"

    first, second = (call.post(path, {"text": "News."}, key="k1") for _ in range(2))

    assert first.json() == second.json()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_message_of_no_use_is_refused_by_its_field(
    call: Caller, ret: Return, text: str
) -> None:
    refused = call.post(f"/returns/{ret.rma_number}/messages", {"text": text})

    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json()["errors"]] == ["/text"]


def test_a_closed_return_takes_no_message(call: Caller, ret: Return) -> None:
    cancel(ret, actor=CUSTOMER)

    refused = call.post(f"/returns/{ret.rma_number}/messages", {"text": "Bye."})

    assert (refused.status_code, refused.json()["code"]) == (409, "thread_closed")


def test_photos_are_listed_with_links_that_need_the_token(call: Caller) -> None:
    draft = make_draft(make_order(call.shop))
    line = draft.lines.get()
    [photo] = add_photos(draft, [upload()], actor=CUSTOMER, line=line).photos
    path = f"/returns/{draft.rma_number}/photos"
    assert call.get(path).status_code == 404, "a draft is nobody's business yet"
    Return.objects.update(state="requested")

    [listed] = call.get(path).json()["items"]

    assert listed["id"] == str(photo.public_id)
    assert (listed["line_id"], listed["message_id"]) == ("1", None)
    assert (listed["width"], listed["height"]) == (600, 400)
    for name in ("url", "thumbnail_url"):
        at = listed[name].removeprefix("http://testserver/api/v1")
        served = call.get(at)
        content = b"".join(served.streaming_content)
        assert content.startswith(b"\xff\xd8\xff")
        assert served["Content-Type"] == "image/jpeg"
        assert served["Cache-Control"] == "private, max-age=3600"
        assert Caller(None, "").get(at).status_code == 401
        if name == "url":
            assert hashlib.sha256(content).hexdigest() == listed["sha256"]


def test_a_photo_of_another_return_is_not_there(call: Caller, ret: Return) -> None:
    other = make_return(make_order(call.shop))
    [photo] = add_photos(other, [upload()], actor=CUSTOMER).photos

    path = f"/returns/{ret.rma_number}/photos/{photo.public_id}"

    assert call.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("noun", "queries"), [("messages", 4), ("photos", 3)])
def test_lists_cost_the_same_for_one_and_three(
    count: int,
    noun: str,
    queries: int,
    call: Caller,
    ret: Return,
    django_assert_num_queries: Any,
) -> None:
    ask_customer(ret, actor=CUSTOMER)
    for file in uploads(count):
        answer(ret, text=file.name or "", uploads=[file])
    path = f"/returns/{ret.rma_number}/{noun}"
    call.get(path)

    with django_assert_num_queries(queries):
        assert call.get(path).status_code == 200
