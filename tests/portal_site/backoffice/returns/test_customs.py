from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse

from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.operations import approve
from tests.portal_site.backoffice.conftest import House, SignIn, make_ready


def test_staff_read_what_the_customer_has_to_fill_in(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    client, page = sign_in(alice), reverse("returns:inspect", args=[alpenglow.ret.pk])
    make_ready(approve(alpenglow.ret, actor=SYSTEM))
    assert "Customs papers" not in client.get(page).content.decode()
    Return.objects.update(sender={"name": "Berta", "country": "CH"})

    shown = client.get(page).content.decode()

    assert "Customs papers" in shown
    assert "Customs tariff number (HS code): Jacket" in shown
    assert "Weight: Jacket" in shown
    assert "Value:" not in shown
    paper = client.get(reverse("returns:customs_invoice", args=[alpenglow.ret.pk]))
    assert paper.content[:8] == b"%PDF-1.7"
    assert paper["Cache-Control"].startswith("private, no-store")
