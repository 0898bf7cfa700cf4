"""What an agent does with the labels of a return."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.labels.models import Label
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.operations import approve
from tests.portal_site.backoffice.conftest import House, SignIn, make_ready
from tests.portal_site.backoffice.test_actions import _post


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


@pytest.fixture
def ready(alpenglow: House) -> Return:
    approve(alpenglow.ret, actor=SYSTEM)
    return make_ready(alpenglow.ret)


def states() -> list[tuple[int, str]]:
    rows = Label.objects.order_by("pk")
    return [(label.parcel, label.state) for label in rows]


def offered(desk: Client, ret: Return) -> list[str]:
    page = desk.get(reverse("returns:inspect", args=[ret.pk]))
    names = [offer.action.name for offer in page.context["actions"]]
    return [name for name in names if "label" in name or "parcel" in name]


def test_a_parcel_is_added_once_and_attributed(desk: Client, ready: Return) -> None:
    assert offered(desk, ready) == ["add-parcel", "renew-label"]
    for _again in range(2):
        _post(desk, ready, "add-parcel", after="1")
    assert states() == [(1, "ready"), (2, "pending")]
    event = ready.events.get(kind="label.asked")
    assert (event.actor_name, event.data) == ("alice", {"parcel": 2})


def test_a_label_is_replaced_and_the_timeline_says_why(
    desk: Client, ready: Return
) -> None:
    status, _told = _post(desk, ready, "renew-label", parcel="1", why="")
    assert (status, states()) == (422, [(1, "ready")])
    _post(desk, ready, "renew-label", parcel="1", why="Printed badly.")
    assert states() == [(1, "void"), (1, "pending")]
    page = desk.get(reverse("returns:inspect", args=[ready.pk]))
    sentences = [entry.sentence for entry in page.context["timeline"]]
    assert sentences[-2:] == [
        "The label 00123 is void: it was replaced. Printed badly.",
        "A label for parcel 1 was asked for.",
    ]
    url = reverse("returns:label", args=[ready.pk])
    assert desk.get(url).status_code == 404


def test_a_label_too_many_is_given_back(desk: Client, ready: Return) -> None:
    Return.objects.update(parcels=2)
    Label.objects.create(parent=ready, parcel=2, state="ready", tracking_number="00456")
    ready.refresh_from_db()
    assert offered(desk, ready) == ["add-parcel", "renew-label", "give-back-label"]
    _post(desk, ready, "give-back-label", parcel="2")
    assert states() == [(1, "ready"), (2, "void")]


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("add-parcel", {"after": "1"}),
        ("renew-label", {"parcel": "1", "why": "x"}),
        ("give-back-label", {"parcel": "1"}),
    ],
)
def test_a_stranger_changes_no_label(
    charlie: User, sign_in: SignIn, ready: Return, action: str, data: dict[str, str]
) -> None:
    url = reverse(f"returns:{action}", args=[ready.pk])
    assert sign_in(charlie).post(url, data).status_code == 404
    assert states() == [(1, "ready")]


def test_the_label_of_each_parcel_is_handed_out(desk: Client, ready: Return) -> None:
    url = reverse("returns:label", args=[ready.pk])
    assert b"".join(desk.get(f"{url}?parcel=1")) == b"%PDF-1.7 label"
    for wrong in ("2", "99999999999999999999", "x"):
        assert desk.get(f"{url}?parcel={wrong}").status_code == 404
