"""What a program does that was written for their interface, with our address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from retour_core.accounts.tokens import issue_token
from retour_core.orders.models import Order, OrderRevision
from retour_core.orders.queries import find_order
from tests.core.api_sendcloud.conftest import parcel_data
from tests.factories import make_brand, make_shop


class Panel:
    """A client as shops write it: a base address, two keys, and what they need."""

    def __init__(self, base: str, public_key: str, secret_key: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.auth = (public_key, secret_key)

    def create(self, parcel: dict[str, Any]) -> dict[str, Any]:
        answer = self.session.post(
            f"{self.base}/parcels", json={"parcel": parcel}, timeout=30
        )
        if answer.status_code >= 400:
            raise ValueError(answer.json()["error"]["message"])
        made: dict[str, Any] = answer.json()["parcel"]
        return made

    def get(self, path: str, **params: Any) -> Any:
        answer = self.session.get(f"{self.base}/{path}", params=params, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def every_parcel(self) -> list[int]:
        found: list[int] = []
        cursor = None
        while True:
            body = self.get("parcels", cursor=cursor, limit=2)
            found += [parcel["id"] for parcel in body["parcels"]]
            cursor = body["next"]
            if cursor is None:
                return found


@pytest.mark.django_db(transaction=True)
def test_a_program_of_theirs_works_with_our_address(live_server: LiveServer) -> None:
    shop = make_shop(make_brand())
    token, secret = issue_token(shop, name="ERP")
    panel = Panel(f"{live_server.url}/api/v2", token.public_key, secret)

    [integration] = panel.get("integrations")
    [brand] = panel.get("brands")["brands"]
    made = [
        panel.create(parcel_data(order_number=f"NW-{n}", external_reference=f"r{n}"))
        for n in range(5)
    ]
    again = panel.create(parcel_data(order_number="NW-0", external_reference="r0"))
    [found] = panel.get("parcels", order_number="NW-3")["parcels"]
    with pytest.raises(ValueError, match="request_label: 'Retour makes return labels"):
        panel.create(parcel_data(external_reference="r9", request_label=True))
    url = panel.get(f"parcels/{found['id']}/return_portal_url")["url"]

    assert (integration["shop_name"], brand["name"]) == (shop.name, "Nordwand")
    assert panel.every_parcel() == [parcel["id"] for parcel in reversed(made)]
    assert again == made[0]
    assert found == made[3]
    assert url.startswith("http://nordwand.localhost:8100/go/v1.")
    order = find_order(shop.brand, number="nw 3", postal_code="10119")
    assert order == Order.objects.get(external_id="r3")


@pytest.mark.django_db(transaction=True)
def test_wrong_keys_are_refused(live_server: LiveServer) -> None:
    token, _ = issue_token(make_shop(make_brand()), name="ERP")
    panel = Panel(f"{live_server.url}/api/v2", token.public_key, "rk_wrong")

    with pytest.raises(ValueError, match=r"^Send the public key as user name"):
        panel.create(parcel_data())


@pytest.mark.django_db(transaction=True)
def test_retries_at_once_make_one_parcel(live_server: LiveServer) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's test database is in memory and has one connection")
    token, secret = issue_token(make_shop(make_brand()), name="ERP")
    base = f"{live_server.url}/api/v2"

    def retry(number: int) -> int:
        panel = Panel(base, token.public_key, secret)
        made: int = panel.create(parcel_data(name=f"Anna {number}"))["id"]
        return made

    with ThreadPoolExecutor(8) as retries:
        ids = list(retries.map(retry, range(8)))

    assert ids == [Order.objects.get().pk] * 8
    assert OrderRevision.objects.count() == 1
