"""The task that expires returns beside the carrier's scan, on two connections."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from retour_core.domain.tracking import Scan
from retour_core.domain.tracking import TrackingStatus as T
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.transition import lock_return
from retour_core.returns.unsent import expire_unsent
from retour_core.tracking.operations import ingest, track
from tests.core.returns.test_unsent import OVER, READY
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite writes one at a time anyway"
    ),
]


def test_what_a_scan_is_at_is_left_alone_and_what_expired_first_is_brought_back() -> (
    None
):
    ret = make_return(make_order(make_shop(make_brand(methods=["own_carrier"]))))
    ReturnEvent.objects.filter(to_state="ready").update(at=READY)
    Return.objects.update(decision=None)
    track(ret, "PARCEL1", since=timezone.now())
    held, done = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            lock_return(ret.pk)
            held.set()
            done.wait(20)
        connection.close()

    other = Thread(target=hold)
    other.start()
    assert held.wait(20)
    assert expire_unsent(now=OVER) == 0  # at once, and nothing was waited for
    done.set()
    other.join()

    def scan() -> None:
        now = timezone.now()
        scans = [Scan(number="PARCEL1", status=T.ACCEPTED, code="a", at=now)]
        ingest("own", scans, received_at=now)
        connection.close()

    both = [Thread(target=scan), Thread(target=expired_here)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert Return.objects.get().state == "in_transit"


def expired_here() -> None:
    expire_unsent(now=OVER)
    connection.close()
