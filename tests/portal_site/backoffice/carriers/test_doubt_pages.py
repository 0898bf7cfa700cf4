from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from retour_core.carriers.models import CarrierAccount
from retour_core.labels.doubt_models import CarrierDoubt
from retour_core.labels.models import Label
from tests.portal_site.backoffice.carriers.rows import carrier_account
from tests.portal_site.backoffice.conftest import House, SignIn


def doubt_of(
    house: House, account: CarrierAccount, kind: str = "purchase"
) -> CarrierDoubt:
    label = Label.objects.create(
        parent=house.ret, account=account, carrier="sendcloud", state="cancelled"
    )
    return CarrierDoubt.objects.create(
        label=label,
        account=account,
        kind=kind,
        reference=f"RMA {label.pk}",
        asked_at=timezone.now(),
    )


def settle(
    client: Any, doubt: CarrierDoubt, account: CarrierAccount, **sent: str
) -> Any:
    url = reverse("carriers:settle_doubt", args=[account.pk])
    return client.post(url, {"doubt": doubt.pk, **sent})


def test_the_page_tells_what_when_and_what_to_do(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account = carrier_account(alpenglow.brand)
    doubts = [
        doubt_of(alpenglow, account, kind) for kind in ("purchase", "kept", "undecided")
    ]

    page = sign_in(anna).get(reverse("carriers:inspect", args=[account.pk]))

    shown = page.context["doubts"]
    assert [one["row"] for one in shown] == doubts
    assert [one["can_charge"] for one in shown] == [False, False, True]
    body = page.content.decode()
    assert [body.count(doubt.reference) for doubt in doubts] == [1, 1, 1]
    assert body.count("Charge the label after all") == 1
    assert body.count(reverse("returns:inspect", args=[alpenglow.ret.pk])) == 3


def test_who_settles_one_is_shown_with_the_time(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account = carrier_account(alpenglow.brand)
    doubt = doubt_of(alpenglow, account)
    client = sign_in(anna)

    settle(client, doubt, account, what=" Cancelled there. ")

    doubt.refresh_from_db()
    assert (doubt.settled_by, doubt.what) == (str(anna), "Cancelled there.")
    page = client.get(reverse("carriers:inspect", args=[account.pk]))
    assert (page.context["doubts"], page.context["settled"]) == ([], [doubt])
    again = settle(client, doubt, account, what="Twice")
    assert again.status_code == 302
    doubt.refresh_from_db()
    assert doubt.what == "Cancelled there."


def test_one_of_another_account_is_not_settled(
    anna: User, charlie: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    account, other = carrier_account(alpenglow.brand), carrier_account(lune.brand)
    doubt = doubt_of(alpenglow, account)

    assert settle(sign_in(charlie), doubt, account).status_code == 404
    assert settle(sign_in(charlie), doubt, other).status_code == 404
    mine = reverse("carriers:settle_doubt", args=[account.pk])
    assert sign_in(anna).post(mine, {"doubt": "x"}).status_code == 404
    doubt.refresh_from_db()
    assert doubt.settled_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_three_doubts_as_for_one(
    rows: int,
    anna: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: Any,
) -> None:
    account = carrier_account(alpenglow.brand)
    for _number in range(rows):
        doubt_of(alpenglow, account)
    client = sign_in(anna)
    url = reverse("carriers:inspect", args=[account.pk])
    client.get(url)
    with django_assert_num_queries(19):
        client.get(url)
