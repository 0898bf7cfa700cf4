from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.labels.models import Label
from retour_core.returns.models import Return
from retour_core.tracking.models import TrackedParcel
from retour_core.tracking.polling import ask, claim
from tests.carriers.faults import Fault
from tests.carriers.server import Stub
from tests.carriers.stubs import installed
from tests.core.labels.draining import drain
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcel(stub: Stub, private_files: None) -> Iterator[TrackedParcel]:
    with time_machine.travel(NOW, tick=False):
        brand = make_brand()
        account = CarrierAccount(kind=stub.kind, name=stub.kind)
        save_account(account, stub.settings, [brand])
        make_return(make_order(make_shop(brand)))
        drain()
        yield TrackedParcel.objects.get()


@pytest.fixture(params=["easypost", "shippo"])
def stub(request: pytest.FixtureRequest, settings: Any) -> Iterator[Stub]:
    with installed(request.param, settings) as stub:
        yield stub


def test_the_account_that_bought_the_label_is_asked_where_it_is(
    parcel: TrackedParcel,
) -> None:
    later = timezone.now() + timedelta(days=1)
    assert claim(now=later) == [parcel.pk]

    ask(parcel.pk)

    parcel.refresh_from_db()
    assert (parcel.status, parcel.number) == (
        "in_transit",
        Label.objects.get().tracking_number,
    )
    assert Return.objects.get().state == "in_transit"


def test_an_account_that_is_refused_is_asked_again_later(
    parcel: TrackedParcel, stub: Stub
) -> None:
    stub.next_find.append(Fault.AUTH)
    stub.next_fetch.append(Fault.AUTH)

    ask(parcel.pk)

    parcel.refresh_from_db()
    assert parcel.status == "unknown"
    assert parcel.next_poll_at is not None
    assert parcel.next_poll_at > timezone.now() + timedelta(hours=5)
