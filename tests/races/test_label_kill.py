"""Kill -9 between the purchase of a label and its saving, over every broker."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import redis
import requests
from kombu import Connection, Queue

from tests.carriers.stub import Fault, StubCarrier, running_stub
from tests.processes import ROOT, wait_until

pytestmark = pytest.mark.processes
INSIDE = str(ROOT / "tests" / "races" / "inside.py")
REDIS = "redis://127.0.0.1:6379/13"
RABBITMQ = "amqp://guest:guest@127.0.0.1:5672//"


def need(name: str, port: int) -> None:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        if os.environ.get("RETOUR_REQUIRE_BROKERS") == "1":
            pytest.fail(f"{name} must run at its standard port, {port}, and does not")
        pytest.skip(f"{name} does not run at its standard port, {port}")


def empty_redis() -> None:
    with redis.Redis.from_url(REDIS) as client:
        for pattern in ("retour*", "_kombu*", "unacked*"):
            if keys := client.keys(pattern):
                client.delete(*keys)


def empty_rabbitmq() -> None:
    with Connection(RABBITMQ) as connection, suppress(Exception):
        Queue("retour", channel=connection.channel()).delete()


# As people run it: SQLite without a server of any kind, PostgreSQL with one.
SERVERS = os.environ.get("DATABASE_URL", "").startswith("postgres")
BROKERS = [
    pytest.param(REDIS, marks=pytest.mark.redis, id="redis"),
    pytest.param(RABBITMQ, marks=pytest.mark.rabbitmq, id="rabbitmq"),
]


@pytest.fixture(
    params=BROKERS if SERVERS else [pytest.param("filesystem://", id="filesystem")]
)
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    url: str = request.param
    if url == REDIS:
        need("Redis", 6379)
        empty_redis()
    if url == RABBITMQ:
        need("RabbitMQ", 5672)
        empty_rabbitmq()
    yield url
    if url == REDIS:
        empty_redis()
    if url == RABBITMQ:
        empty_rabbitmq()


@pytest.fixture
def stub() -> Iterator[StubCarrier]:
    with running_stub() as stub:
        yield stub
        assert stub.complaints == []


def test_a_worker_killed_between_buying_and_saving_leaves_one_label(
    installation: Any, stub: StubCarrier, broker: str
) -> None:
    retour = installation(
        RETOUR_BROKER_URL=broker,
        RETOUR_CARRIER="sandbox",
        RETOUR_CARRIER_SANDBOX_URL=stub.url,
        RETOUR_OUTBOX_LEASE_SECONDS="10",
    )
    shop = json.loads(retour.run(INSIDE, "shop"))
    address = retour.serve(workers=1)
    retour.start("worker", "beat")
    stub.delay = 2.0
    stub.next_buy.append(Fault.SLOW)
    headers = {"Authorization": f"Bearer {shop['token']}"}
    line = {"line_id": "1", "quantity": 1, "reason": "other"}

    made = requests.post(
        f"{address}/api/v1/returns",
        json={"order_id": shop["order"], "lines": [line]},
        headers=headers,
        timeout=30,
    ).json()
    assert stub.bought.wait(90), "no label was bought"
    retour.kill("worker", "beat")

    bought = [parcel["tracking_number"] for parcel in stub.parcels.values()]
    assert json.loads(retour.run(INSIDE, "outcome"))["labels"] == [["pending", ""]]
    retour.start("worker", "beat")

    def ready() -> bool:
        path = f"{address}/api/v1/returns/{made['rma_number']}"
        answer = requests.get(path, headers=headers, timeout=30)
        return bool(answer.json()["state"] == "ready")

    wait_until(ready, seconds=120, what="the return being ready")
    outcome = json.loads(retour.run(INSIDE, "outcome"))
    assert outcome["labels"] == [["ready", bought[0]]]
    assert outcome["returns"] == ["ready"]
    assert outcome["waiting"] == 0
    assert (len(stub.parcels), stub.purchases_asked) == (1, 1)
    assert stub.lookups == 1


def test_a_worker_killed_among_the_labels_of_two_parcels_leaves_one_each(
    installation: Any, stub: StubCarrier
) -> None:
    retour = installation(
        RETOUR_CARRIER="sandbox",
        RETOUR_CARRIER_SANDBOX_URL=stub.url,
        RETOUR_OUTBOX_LEASE_SECONDS="10",
    )
    shop = json.loads(retour.run(INSIDE, "shop"))
    address = retour.serve(workers=1)
    retour.start("worker", "beat")
    stub.delay = 2.0
    stub.next_buy.append(Fault.SLOW)
    headers = {"Authorization": f"Bearer {shop['token']}"}
    line = {"line_id": "1", "quantity": 1, "reason": "other"}

    made = requests.post(
        f"{address}/api/v1/returns",
        json={"order_id": shop["order"], "lines": [line], "parcels": 2},
        headers=headers,
        timeout=30,
    ).json()
    assert stub.bought.wait(90), "no label was bought"
    retour.kill("worker", "beat")
    retour.start("worker", "beat")

    def ready() -> bool:
        path = f"{address}/api/v1/returns/{made['rma_number']}"
        answer = requests.get(path, headers=headers, timeout=30)
        return bool(answer.json()["state"] == "ready")

    wait_until(ready, seconds=120, what="the return being ready")
    outcome = json.loads(retour.run(INSIDE, "outcome"))
    bought = sorted(parcel["tracking_number"] for parcel in stub.parcels.values())
    assert sorted(outcome["labels"]) == [["ready", number] for number in bought]
    assert (len(stub.parcels), stub.purchases_asked) == (2, 2)
