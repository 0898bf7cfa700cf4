from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import reverse

from retour_core.domain.identifiers import sscc
from retour_core.labels.models import Label
from retour_core.returns.actors import SYSTEM
from retour_core.returns.operations import approve
from tests.core.labels.carrier_samples import carriers_pdf
from tests.core.labels.label_samples import pages_mm
from tests.portal_site.backoffice.conftest import House, SignIn, make_ready

A6, INCHES, A4 = (105.0, 148.0), (101.6, 152.4), (210.0, 297.0)
LARGE = carriers_pdf("#place(dx: 5mm, dy: 5mm, framed(195mm, 280mm))")
FITTING = carriers_pdf("#place(dx: 8mm, dy: 9mm, label(98mm, 142mm))", width="200mm")


def with_label(house: House, carrier: str = "own", document: bytes = FITTING) -> Label:
    make_ready(approve(house.ret, actor=SYSTEM))
    label = Label.objects.get(parent=house.ret)
    label.document.save("theirs.pdf", ContentFile(document))
    number = sscc(0, "4012345", label.pk)
    Label.objects.filter(pk=label.pk).update(carrier=carrier, tracking_number=number)
    return label


def asked(client: Any, house: House, paper: str) -> Any:
    return client.get(reverse("returns:label", args=[house.ret.pk]), {"paper": paper})


def test_staff_print_on_their_paper_and_find_it_chosen_again(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    with_label(alpenglow, "sandbox")
    client = sign_in(alice)
    page = reverse("returns:inspect", args=[alpenglow.ret.pk])
    assert '<option value="made" selected>' in client.get(page).content.decode()
    assert asked(client, alpenglow, "made").content == FITTING
    assert pages_mm(asked(client, alpenglow, "4x6").content) == [INCHES]
    assert '<option value="4x6" selected>' in client.get(page).content.decode()
    assert asked(client, alpenglow, "zpl").content.startswith(b"^XA^PW812")
    assert asked(client, alpenglow, "a5").status_code == 404


def test_staff_are_told_why_a_label_does_not_go_on_a_paper(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    with_label(alpenglow, "sandbox", LARGE)
    client = sign_in(alice)
    refused = asked(client, alpenglow, "a6")
    assert refused["Location"] == reverse("returns:inspect", args=[alpenglow.ret.pk])
    page = client.get(refused["Location"]).content.decode()
    assert "The label is 196 × 281 mm, larger than this paper." in page


@pytest.mark.parametrize(
    ("carrier", "paper", "size"),
    [("own", "a6", A6), ("own", "a4", A4), ("sandbox", "4x6", INCHES)],
)
def test_the_labels_of_a_list_are_one_document(
    alice: User, alpenglow: House, sign_in: SignIn, carrier: str, paper: str, size: Any
) -> None:
    with_label(alpenglow, carrier)
    pile = sign_in(alice).get(reverse("returns:labels"), {"paper": paper})
    assert pages_mm(pile.content) == [size]
    name = f'attachment; filename="1 label-{paper}.pdf"'
    assert pile["Content-Disposition"] == name


def test_a_list_without_labels_says_so(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    del alpenglow
    client = sign_in(alice)
    answer = client.get(reverse("returns:labels"), follow=True)
    assert "None of these returns has a label to print." in answer.content.decode()


def test_the_filters_of_the_list_count(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    with_label(alpenglow)
    client, address = sign_in(alice), reverse("returns:labels")
    assert client.get(address, {"state": "settled"}).status_code == 302
    assert client.get(address, {"state": "ready"}).status_code == 200


def test_a_stranger_prints_no_label(
    alpenglow: House, charlie: User, sign_in: SignIn
) -> None:
    with_label(alpenglow)
    client = sign_in(charlie)
    assert asked(client, alpenglow, "a6").status_code == 404
    assert client.get(reverse("returns:labels")).status_code == 302
