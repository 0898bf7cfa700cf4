"""The worker in a real shop against a Retour on a real socket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from oscar.core.loading import get_model

from retour_core.domain.wire import FieldProblem, OrderResult
from retour_shop.client import RetourClient
from retour_shop.platforms.oscar.models import Connection, PushState
from retour_shop.platforms.oscar.worker import Worker
from retour_shop.testing import Trouble
from tests.shop_plugin import orders

pytestmark = pytest.mark.django_db


def row() -> Connection:
    return Connection.objects.get(pk=1)


def test_a_placed_order_reaches_retour(worker: Any, retour: Any) -> None:
    order = orders.place()

    report = worker.run_once()

    assert (report.pushed, report.error) == (1, None)
    assert retour.orders[str(order.pk)].number == order.number
    assert not orders.is_dirty(order)
    assert (row().shop_key, row().last_error) == ("alpenglow", "")


def test_what_came_after_the_order_signal_is_pushed_too(
    worker: Any, retour: Any
) -> None:
    order = orders.place()
    worker.run_once()
    orders.pay(order)
    orders.event(order, "Shipped")

    worker.run_once()

    told = retour.orders[str(order.pk)]
    assert told.captured == "204.90"
    assert told.lines[0].fulfilled_quantity == 2


def test_a_change_in_mid_push_is_pushed_next(worker: Any, retour: Any) -> None:
    order = orders.place()

    def push(only: Any = None) -> Any:
        # The change lands between the read and the answer, as a customer's would.
        retour.before_answer = lambda: None
        order.guest_email = "new@example.com"
        order.save()
        return original(only)

    original = worker._client.push_orders
    worker._client.push_orders = push
    worker.run_once()
    assert retour.orders[str(order.pk)].email == "mia@example.com"
    assert orders.is_dirty(order)
    worker._client.push_orders = original

    worker.run_once()

    assert retour.orders[str(order.pk)].email == "new@example.com"
    assert not orders.is_dirty(order)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=500),
        Trouble(status=429, headers={"Retry-After": "7"}),
        Trouble(status=200, body=b"<html>", headers={"Content-Type": "text/html"}),
        Trouble(seconds=0.7),
        Trouble(reset=True),
        Trouble(reset=True, taken=True),
        Trouble(truncate=True),
    ],
    ids=str,
)
def test_trouble_passes_and_loses_nothing(
    worker: Any, retour: Any, trouble: Trouble
) -> None:
    worker.run_once()
    order = orders.place()
    retour.troubles.append(trouble)

    failed = worker.run_once()
    waited = worker.run_once()
    Connection.objects.update(retry_at=None)
    worker.run_once()

    assert failed.error is not None
    assert waited.waiting
    assert list(retour.orders) == [str(order.pk)]
    assert retour.statuses.count("created") == 1
    assert not orders.is_dirty(order)


def test_a_wrong_token_stops_and_says_so(worker: Any, retour: Any) -> None:
    orders.place()
    retour.token = "another"

    worker.run_once()

    assert row().stopped_reason == "This token is not known."
    asked = len(retour.seen)
    worker.run_once()
    assert len(retour.seen) == asked


def test_a_stop_ends_by_itself_once_the_connection_test_passes(
    worker: Any, retour: Any
) -> None:
    order = orders.place()
    good, retour.token = retour.token, "another"
    start = datetime.now(UTC)
    worker.run_once()
    retour.token = good

    with time_machine.travel(start + timedelta(minutes=16)):
        worker.run_once()

    assert row().stopped_reason == ""
    assert str(order.pk) in retour.orders


def test_a_new_token_in_the_settings_ends_a_stop_at_once(
    worker: Any, retour: Any, settings: Any
) -> None:
    orders.place()
    retour.token = "another"
    worker.run_once()

    settings.RETOUR_TOKEN = "another"
    report = Worker().run_once()

    assert report.pushed == 1


def test_retour_may_be_down_for_a_week(worker: Any, retour: Any) -> None:
    first = orders.place()
    retour.always = Trouble(reset=True)
    start = datetime.now(UTC)
    attempts = 0

    for minutes in range(0, 7 * 24 * 60, 30):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            attempts += worker.run_once().error is not None
            if minutes == 3000:
                second = orders.place()
    retour.always = None
    with time_machine.travel(start + timedelta(days=7, minutes=30)):
        report = worker.run_once()

    # The wait never grows beyond a quarter of an hour.
    assert attempts == 7 * 48
    assert report.pushed == 2
    assert sorted(retour.orders) == sorted([str(first.pk), str(second.pk)])
    assert [state.attempts for state in PushState.objects.all()] == [0, 0]


def test_a_refused_order_keeps_its_reasons(worker: Any, retour: Any) -> None:
    order = orders.place()
    problem = FieldProblem(pointer="/lines/0/sku", code="bad", message="Unknown.")
    retour.rejects = lambda told: OrderResult(
        id=told.id, status="rejected", errors=[problem]
    )

    report = worker.run_once()

    assert report.rejected == 1
    assert orders.state(order).problems == [problem.model_dump()]
    assert orders.state(order).last_error == "Unknown."


def test_a_bad_order_is_found_in_the_shop_and_the_rest_is_pushed(
    worker: Any, retour: Any
) -> None:
    good, bad = orders.place(), orders.place()
    get_model("order", "Order").objects.filter(pk=bad.pk).update(currency="EURO")

    report = worker.run_once()

    assert (report.pushed, report.rejected) == (1, 1)
    assert list(retour.orders) == [str(good.pk)]
    assert [p["pointer"] for p in orders.state(bad).problems] == ["/currency"]


def test_the_sweep_finds_what_signals_missed(worker: Any, retour: Any) -> None:
    unknown, changed, same = orders.place(), orders.place(), orders.place()
    worker.run_once()
    # The language went with the row; Retour is told so.
    PushState.objects.filter(order_id=unknown.pk).delete()
    get_model("order", "Line").objects.filter(order=changed).update(title="Other")
    Connection.objects.update(swept_at=None)
    retour.statuses.clear()

    report = worker.run_once()

    assert report.swept == 2
    assert retour.statuses == ["updated", "updated"]
    assert retour.orders[str(changed.pk)].lines[0].title == "Other"
    assert orders.state(same).dirty == orders.state(same).pushed


def test_orders_pushed_long_ago_are_not_swept(worker: Any, settings: Any) -> None:
    settings.RETOUR_SWEEP_DAYS = 30
    order = orders.place()
    old = datetime.now(UTC) - timedelta(days=31)
    get_model("order", "Order").objects.update(date_placed=old)
    PushState.objects.all().delete()

    worker.run_once()

    assert not PushState.objects.filter(order_id=order.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_the_same_order(retour: Any) -> None:
    from retour_shop.platforms.oscar.database_outbox import DatabaseOutbox

    item = orders.product()
    for _ in range(12):
        orders.place((item, 1))
    both = Barrier(4)
    taken: list[str] = []

    def claim() -> None:
        both.wait()
        box = DatabaseOutbox(lease_seconds=60)
        claims = box.claim(5, now=datetime.now(UTC))
        taken.extend(claim.order_id for claim in claims)
        connections.close_all()

    threads = [Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == len(set(taken))
    assert len(taken) == 12


@pytest.mark.django_db(transaction=True)
def test_the_loop_survives_a_round_that_breaks(retour: Any, caplog: Any) -> None:
    stop = Event()
    client = RetourClient(base_url=retour.url, token=retour.token)
    worker = Worker(client=client)

    def broken(_stop: Any) -> Any:
        stop.set()
        raise RuntimeError("the disk is full")

    worker.run_once = broken  # type: ignore[method-assign]
    worker.run(stop)

    assert "This round failed" in caplog.text
    client.close()
    assert connection.is_usable()
