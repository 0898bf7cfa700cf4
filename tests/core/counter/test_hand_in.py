"""Items are taken at a counter once, and everybody learns of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from retour_core.billing.models import LedgerEntry
from retour_core.brands.models import Brand, ReturnAddress
from retour_core.counter.models import HandIn
from retour_core.counter.operations import Accepting, hand_in
from retour_core.counter.queries import find_at_counter
from retour_core.domain.errors import DomainError
from retour_core.domain.opening_hours import read_week, to_json
from retour_core.domain.states import ReturnState
from retour_core.labels.models import Label
from retour_core.labels.operations import make_label
from retour_core.notifications.mails import render_mail
from retour_core.outbox.models import OutboxMessage
from retour_core.returns import operations
from retour_core.returns.actors import SYSTEM, Actor
from retour_core.returns.approving import ask_for_label
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, move
from retour_core.tracking.models import TrackedParcel
from tests.core.labels.draining import drain
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
GRETA = Actor(ActorKind.STAFF, "greta")
WITHOUT_QUESTIONS = Accepting(late=True, other_method=True)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    local = "django.core.files.storage.FileSystemStorage"
    private = {"BACKEND": local, "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"private": private}


def brand_with_store() -> Brand:
    brand = make_brand(methods=["in_store", "drop_off_point"])
    ReturnAddress.objects.create(
        brand=brand,
        label="Speicherstadt",
        company="Nordwand GmbH",
        street="Am Sandtorkai 40",
        postal_code="20457",
        city="Hamburg",
        country="DE",
        is_store=True,
        opening_hours=to_json(read_week("Mo-Fr 10:00-19:00; Sa 10:00-18:00")),
    )
    return brand


def to_be_brought() -> Return:
    """Chosen in store; ready without a label. It is made now, not at ``NOW``."""
    return make_return(make_order(make_shop(brand_with_store())))


def take(ret: Return, **values: Any) -> tuple[HandIn, bool]:
    return hand_in(ret, actor=GRETA, now=values.pop("now", NOW), **values)


def refused(ret: Return, **values: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(DomainError) as refusal:
        take(ret, **values)
    assert not HandIn.objects.exists()
    return refusal.value.code, refusal.value.context


def mails() -> list[str]:
    rows = OutboxMessage.objects.filter(kind="mail").order_by("pk")
    return [row.payload["template"] for row in rows]


def test_no_label_is_made_or_charged_and_the_mail_has_the_code_and_the_stores() -> None:
    ret = to_be_brought()
    assert (ret.state, Label.objects.count()) == ("ready", 0)
    assert LedgerEntry.objects.count() == 0

    mail = render_mail(ret, "ready", message_id=1)

    code = ret.rma_number
    assert mail.body.split("\n\n")[1] == (
        f"Bring the items to a store and show the code {code} at the counter. You need "
        "no parcel and no label."
    )
    assert mail.body.split("\n\n")[3] == (
        "Speicherstadt\nAm Sandtorkai 40, 20457 Hamburg\n"
        "Mon–Fri 10:00–19:00; Sat 10:00–18:00; Sun closed"
    )
    [picture] = mail.attachments
    assert (picture[0], picture[2]) == (f"{code}.png", "image/png")


def test_the_items_arrive_with_a_proof_and_the_customer_is_told() -> None:
    ret = to_be_brought()

    proof, is_new = take(ret, accepting=Accepting("Speicherstadt", "Kim"))

    ret.refresh_from_db()
    assert (ret.state, is_new) == ("arrived", True)
    assert (proof.at, proof.place, proof.by) == (NOW, "Speicherstadt", "Kim")
    assert (proof.actor_name, proof.method, proof.is_late) == (
        "greta",
        "in_store",
        False,
    )
    event = ret.events.get(kind="return.arrived")
    assert (event.actor_name, event.data) == (
        "greta",
        {"at_counter": True, "place": "Speicherstadt", "clerk": "Kim"},
    )
    assert mails() == ["ready", "arrived"]
    mail = render_mail(ret, "arrived", message_id=2)
    assert mail.body.splitlines()[0] == "Your items are handed in"
    assert "we have taken the items" in mail.subject


def test_taken_twice_it_is_taken_once() -> None:
    ret = to_be_brought()
    first, _is_new = take(ret, accepting=Accepting("Speicherstadt"))
    again, is_new = take(ret, accepting=Accepting("Elsewhere"))
    assert (again, is_new) == (first, False)
    assert (again.place, mails()) == ("Speicherstadt", ["ready", "arrived"])


def test_after_the_last_day_somebody_has_to_accept_it() -> None:
    ret = to_be_brought()
    late = NOW + timedelta(days=400)
    code, context = refused(ret, now=late)
    assert (code, list(context)) == ("hand_in_late", ["last_day"])
    proof, _is_new = take(ret, now=late, accepting=Accepting(late=True))
    assert proof.is_late


def test_one_with_a_label_is_taken_if_accepted_and_its_label_given_back() -> None:
    brand = brand_with_store()
    order = make_order(make_shop(brand))
    ret = make_return(order)
    Return.objects.filter(pk=ret.pk).update(method="drop_off_point", state="approved")
    with transaction.atomic():
        locked = lock_return(ret.pk)
        ask_for_label(locked, actor=SYSTEM)
    drain()
    number = Label.objects.get().tracking_number
    found = find_at_counter(f"(00){number}", Return.objects.for_brands([brand.pk]))
    assert found == ret
    assert refused(ret) == ("hand_in_other_method", {"method": "drop_off_point"})

    proof, _is_new = take(ret, accepting=Accepting(other_method=True))

    ret.refresh_from_db()
    assert (ret.state, ret.method, proof.method) == (
        "arrived",
        "in_store",
        "drop_off_point",
    )
    assert Label.objects.get().state == "void"
    drain(2)
    assert Label.objects.get().state == "cancelled"
    kinds = LedgerEntry.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["label", "credit"]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("requested", "hand_in_too_early"),
        ("label_pending", "hand_in_too_early"),
        ("bounced", "hand_in_too_early"),
        ("rejected", "hand_in_rejected"),
        ("arrived", "hand_in_received"),
        ("inspected", "hand_in_received"),
        ("settled", "hand_in_settled"),
        ("cancelled", "hand_in_cancelled"),
        ("expired", "hand_in_expired"),
    ],
)
def test_what_cannot_be_taken_is_refused_whatever_one_accepts(
    state: str, code: str
) -> None:
    ret = to_be_brought()
    Return.objects.update(state=state)
    assert refused(ret, accepting=WITHOUT_QUESTIONS)[0] == code


def test_what_the_customer_keeps_is_not_to_be_brought() -> None:
    ret = to_be_brought()
    Return.objects.update(state="approved", method="")
    assert refused(ret, accepting=WITHOUT_QUESTIONS)[0] == "hand_in_not_needed"


def test_a_cancelled_one_stays_cancelled() -> None:
    ret = to_be_brought()
    operations.cancel(ret, actor=SYSTEM)
    assert refused(ret)[0] == "hand_in_cancelled"
    ret.refresh_from_db()
    assert ret.current_state is ReturnState.CANCELLED


def test_codes_are_found_within_ones_own_brands_alone() -> None:
    ret = to_be_brought()
    own = Return.objects.for_brands([ret.brand_id])
    others = Return.objects.for_brands([make_brand("stranger").pk])
    link = f"{ret.brand.portal_url}/r/{ret.private_key}"
    for code in (ret.rma_number, ret.rma_number.lower().replace("-", " "), link):
        assert find_at_counter(code, own) == ret
        assert find_at_counter(code, others) is None
    assert find_at_counter("not a code", own) is None


def test_a_label_that_is_being_bought_meanwhile_is_given_back() -> None:
    ret = to_be_brought()
    Return.objects.update(method="drop_off_point")
    bought = Label.objects.create(parent=ret)
    waiting = Label.objects.create(parent=ret, parcel=2)
    save = make_label({"return_id": ret.pk}, message_id=0)
    assert save is not None

    take(ret, accepting=Accepting(other_method=True))
    with transaction.atomic():
        save()

    states = Label.objects.order_by("pk").values_list("pk", "state")
    assert list(states) == [(bought.pk, "void"), (waiting.pk, "cancelled")]
    assert make_label({"return_id": ret.pk, "parcel": 2}, message_id=0) is None


def test_a_return_that_arrived_by_parcel_has_no_proof_of_a_counter() -> None:
    ret = to_be_brought()
    with transaction.atomic():
        move(lock_return(ret.pk), ReturnState.ARRIVED, actor=SYSTEM)
    ret.refresh_from_db()
    assert refused(ret)[0] == "hand_in_received"


def test_a_parcels_number_is_looked_for_by_indexes_in_one_query() -> None:
    ret = to_be_brought()
    parcel = TrackedParcel.objects.create(
        parent=ret, number="00340434161094042557", since=ret.created_at
    )
    own = Return.objects.for_brands([ret.brand_id])
    with CaptureQueriesContext(connection) as asked:
        assert find_at_counter(parcel.number, own) == ret
    [query] = asked
    assert (query["sql"].count(" UNION "), query["sql"].count(" OR ")) == (1, 0)
