from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.returns.actors import CUSTOMER, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.operations import reject
from retour_core.threads.models import Message, Photo
from retour_core.threads.operations import answer, ask_customer, mark_read_by_customer
from retour_core.threads.photos import add_photos
from tests.core.threads.conftest import private_folder
from tests.core.threads.pictures import uploads
from tests.factories import make_order
from tests.portal_site.backoffice.conftest import House, SignIn, submit
from tests.portal_site.backoffice.returns.cases import photo_of_line
from tests.portal_site.flow.walk import text_of

__all__ = ["private_folder"]
STAFF = Actor(ActorKind.STAFF, "alice")


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def page(desk: Client, house: House) -> Any:
    return desk.get(reverse("returns:inspect", args=[house.ret.pk]))


def say(desk: Client, house: House, **data: str) -> Any:
    return desk.post(reverse("returns:message", args=[house.ret.pk]), data, follow=True)


def test_an_agent_asks_and_the_return_waits(desk: Client, alpenglow: House) -> None:
    shown = say(desk, alpenglow, text="What is broken?", ask="1")

    text = text_of(shown)
    assert "The customer is asked by e-mail; the return waits for them." in text
    assert "Waiting for the customer alice asked" in text
    assert "What is broken?" in text
    assert "The customer was asked something." in text
    alpenglow.ret.refresh_from_db()
    assert alpenglow.ret.state == "requested"


def test_asking_needs_no_words_but_telling_does(desk: Client, alpenglow: House) -> None:
    assert say(desk, alpenglow, text="", ask="1").status_code == 200
    assert Message.objects.get().is_question

    refused = say(desk, alpenglow, text=" ", tell="1")

    assert refused.status_code == 422
    assert "Write what you want to tell the customer." in text_of(refused)
    assert Message.objects.count() == 1


def test_an_answer_is_shown_with_its_photos_and_put_aside(
    desk: Client, alpenglow: House
) -> None:
    ask_customer(alpenglow.ret, text="What is broken?", actor=STAFF)
    mark_read_by_customer(alpenglow.ret)
    answer(alpenglow.ret, text="The zip.", uploads=uploads(2))

    shown = page(desk, alpenglow)

    assert "New message" in text_of(shown)
    assert "seen by the customer" in text_of(shown)
    for photo in Photo.objects.all():
        url = reverse("returns:photo", args=[alpenglow.ret.pk, photo.public_id])
        assert f'href="{url}"' in shown.content.decode()
    aside = desk.post(
        reverse("returns:answer_read", args=[alpenglow.ret.pk]), follow=True
    )
    assert "New message" not in text_of(aside)


def test_photos_of_an_item_stand_under_its_name(desk: Client, alpenglow: House) -> None:
    photo = photo_of_line(alpenglow.ret)

    shown = page(desk, alpenglow)

    assert "Photos Jacket Remove photo 1 of Jacket" in text_of(shown)
    small = reverse("returns:photo_thumbnail", args=[alpenglow.ret.pk, photo.public_id])
    served = desk.get(small)
    assert b"".join(served.streaming_content).startswith(b"\xff\xd8")
    assert "private" in served["Cache-Control"]
    assert "public" not in served["Cache-Control"]
    assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Disposition"] == (
        f'inline; filename="{alpenglow.ret.rma_number}-{photo.pk}.jpg"'
    )


def test_removing_a_photo_is_on_the_timeline(desk: Client, alpenglow: House) -> None:
    photo = photo_of_line(alpenglow.ret)
    url = reverse("returns:photo_remove", args=[alpenglow.ret.pk, photo.public_id])

    shown = desk.post(url, follow=True)

    assert "A photo was removed. alice" in text_of(shown)
    assert Photo.objects.count() == 0
    again = desk.post(url, follow=True)
    assert "This return has no such photo" in text_of(again)


def test_a_photo_of_another_brand_does_not_open_through_the_own_return(
    charlie: User, sign_in: SignIn, alpenglow: House, lune: House
) -> None:
    photo = photo_of_line(alpenglow.ret)
    client = sign_in(charlie)

    for name in ("photo", "photo_thumbnail"):
        url = reverse(f"returns:{name}", args=[lune.ret.pk, photo.public_id])
        assert client.get(url).status_code == 404
    client.post(reverse("returns:photo_remove", args=[lune.ret.pk, photo.public_id]))
    assert Photo.objects.get() == photo


def test_a_closed_return_offers_no_form_and_takes_no_message(
    desk: Client, alpenglow: House
) -> None:
    answer(alpenglow.ret, text="The zip.")
    reject(alpenglow.ret, actor=STAFF, reason="worn")

    assert "The return is closed, so nothing more can be written" in text_of(
        page(desk, alpenglow)
    )
    late = say(desk, alpenglow, text="Bye.", tell="1")
    assert "This return is closed" in text_of(late)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?messages=staff", ["answered"]),
        ("?messages=customer", ["asked"]),
        ("?messages=staff&messages=customer", ["asked", "answered"]),
    ],
)
def test_the_list_is_filtered_by_whose_turn_it_is(
    asked: str, found: list[str], desk: Client, alpenglow: House, lune: House
) -> None:
    rows = {
        "asked": alpenglow.ret,
        "answered": submit(make_order(alpenglow.shop)),
        "quiet": submit(make_order(alpenglow.shop)),
    }
    ask_customer(rows["asked"], actor=STAFF)
    answer(rows["answered"], text="By the way.")
    answer(lune.ret, text="Of another brand.")

    listed = desk.get(reverse("returns:index") + asked)

    assert set(listed.context["object_list"]) == {rows[name] for name in found}


def test_menu_and_start_page_count_answers(desk: Client, alpenglow: House) -> None:
    answered = submit(make_order(alpenglow.shop))
    type(answered).objects.filter(pk=answered.pk).update(state="ready")
    answered.refresh_from_db()
    answer(answered, text="By the way.")
    # Undecided and answered is one return that waits for an agent.
    answer(alpenglow.ret, text="By the way.")

    home = desk.get(reverse("wagtailadmin_home")).content.decode()

    assert "Returns (2)" in home
    assert 'href="/admin/returns/?messages=staff"' in home
    assert text_of(desk.get(reverse("wagtailadmin_home"))).count("2 New messages") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_return_costs_the_same_with_one_message_and_three(
    count: int, desk: Client, alpenglow: House, django_assert_num_queries: Any
) -> None:
    add_photos(alpenglow.ret, uploads(count), actor=CUSTOMER)
    for number in range(count):
        answer(alpenglow.ret, text=f"News {number}")
    desk.get(reverse("wagtailadmin_home"))

    with django_assert_num_queries(27):
        page(desk, alpenglow)
