from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse

from retour_core.labels.box_models import BoxBatch
from tests.core.labels.draining import drain
from tests.factories import make_order
from tests.portal_site.backoffice.conftest import House, SignIn


def test_staff_choose_orders_and_watch_their_labels_being_made(
    alice: User, charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    desk = sign_in(alice)
    order = make_order(alpenglow.shop, number="AG-1002")
    chosen = {"orders": [str(order.pk)], "paper": "a4", "box": "1"}

    answer = desk.post(reverse("orders:print"), chosen)

    batch = BoxBatch.objects.get()
    page = reverse("box-labels:inspect", args=[batch.pk])
    assert (answer["Location"], batch.actor) == (page, "alice")
    waiting = desk.get(page).content.decode()
    assert "The labels are being made" in waiting
    assert reverse("box-labels:status", args=[batch.pk]) in waiting
    status = reverse("box-labels:status", args=[batch.pk])
    assert desk.get(status).json()["state"] == "running"
    drain(4)
    assert desk.get(status).json()["percent"] == 100
    document = reverse("box-labels:document", args=[batch.pk])
    assert document in desk.get(page).content.decode()
    assert b"".join(desk.get(document))[:4] == b"%PDF"
    for paper, start in (("4x6", b"%PDF"), ("zpl300", b"^XA^")):
        assert f"{document}?paper={paper}" in desk.get(page).content.decode()
        assert desk.get(document, {"paper": paper}).content[:4] == start
    assert desk.get(document, {"paper": "a5"}).status_code == 404
    assert sign_in(charlie).get(document).status_code == 404
    assert sign_in(charlie).get(document, {"paper": "a6"}).status_code == 404


def test_unused_labels_are_given_back(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    desk = sign_in(alice)
    order = make_order(alpenglow.shop, number="AG-1002")
    chosen = {"orders": [str(order.pk)], "paper": "a4", "box": "1"}
    desk.post(reverse("orders:print"), chosen)
    drain(3)
    batch = BoxBatch.objects.get()
    answer = desk.post(reverse("box-labels:end", args=[batch.pk]), follow=True)
    assert "1 unused label is given back." in answer.content.decode()
