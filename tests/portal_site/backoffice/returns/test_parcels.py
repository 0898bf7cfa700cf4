"""Where the parcel is, as staff see it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse

from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.tracking.operations import ingest, track
from tests.factories import NOW
from tests.portal_site.backoffice.conftest import House, SignIn, make_ready
from tests.portal_site.flow.walk import text_of

NUMBER = "1Z999AA10123456784"


def _scanned(house: House) -> None:
    from retour_core.returns.actors import SYSTEM
    from retour_core.returns.operations import approve

    approve(house.ret, actor=SYSTEM)
    make_ready(house.ret)
    track(house.ret, NUMBER, since=NOW, source="sendcloud")
    told = [
        Scan(
            number=NUMBER,
            status=status,
            code=status,
            at=NOW + timedelta(hours=hours),
            text=text,
            place="Berlin, DE",
        )
        for status, hours, text in (
            (TrackingStatus.ACCEPTED, 1, "Angenommen <b>"),
            (TrackingStatus.PROBLEM, 3, "Beschädigt"),
        )
    ]
    ingest("sendcloud", told, received_at=NOW + timedelta(hours=4))
    earlier = Scan(
        number=NUMBER, status=TrackingStatus.ACCEPTED, code="early", at=NOW, text=""
    )
    ingest("sendcloud", [earlier], received_at=NOW + timedelta(hours=5))


def _address(house: House) -> str:
    return reverse("returns:inspect", args=[house.ret.pk])


def test_staff_see_scans_the_carriers_words_and_the_proof_of_sending(
    alpenglow: House, alice: User, sign_in: SignIn
) -> None:
    _scanned(alpenglow)
    page = text_of(sign_in(alice).get(_address(alpenglow)))
    assert f"Parcel Problem {NUMBER} UPS" in page
    assert "First scan, the proof of sending: 20 November 2026, 13:00" in page
    assert "Beschädigt 20 November 2026, 16:00 · Berlin, DE" in page
    assert "Handed in Angenommen <b> 20 November 2026, 14:00 · Berlin, DE" in page
    assert f"The carrier has a problem with parcel {NUMBER}." in page
    assert "The carrier had the parcel on 20 November 2026, 13:00." in page


def test_staff_of_another_brand_see_nothing_of_it(
    alpenglow: House, lune: House, charlie: User, sign_in: SignIn
) -> None:
    _scanned(alpenglow)
    desk = sign_in(charlie)
    assert desk.get(_address(alpenglow)).status_code == 404
    assert desk.get(_address(lune)).status_code == 200
