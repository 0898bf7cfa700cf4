from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app
from celery.signals import before_task_publish
from django.db import transaction
from django.utils import timezone
from kombu import pools

from retour_core.outbox import nudging
from retour_core.outbox.operations import claim, put

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published() -> Iterator[list[str]]:
    names: list[str] = []

    def note(sender: str, **_kwargs: Any) -> None:
        names.append(sender)

    before_task_publish.connect(note)
    yield names
    before_task_publish.disconnect(note)


@pytest.fixture
def broker_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(nudging._Broker, "away_until", 0.0)
    was = current_app.conf.broker_url
    current_app.conf.broker_url = "amqp://guest@127.0.0.1:1//"
    _forget_connections(current_app)
    yield
    current_app.conf.broker_url = was
    # Else every later test of this process waits for the broker that is away.
    _forget_connections(current_app)


def _forget_connections(app: Any) -> None:
    pools.reset()
    app._pool = app.amqp._producer_pool = None


def test_a_commit_wakes_the_drain_once_however_much_it_wrote(
    published: list[str],
) -> None:
    with transaction.atomic():
        put("parcel", {})
        with transaction.atomic():
            put("parcel", {})
        put("parcel", {})
        assert published == []

    assert published == ["retour_core.outbox.tasks.drain"]


def test_a_savepoint_that_is_taken_back_does_not_silence_what_follows(
    published: list[str],
) -> None:
    with transaction.atomic():
        with transaction.atomic():
            put("parcel", {})
            transaction.set_rollback(True)
        put("parcel", {})

    assert published == ["retour_core.outbox.tasks.drain"]


def test_a_rolled_back_fact_wakes_nobody(published: list[str]) -> None:
    with transaction.atomic():
        put("parcel", {})
        transaction.set_rollback(True)

    assert published == []


@pytest.mark.usefixtures("broker_away")
def test_a_broker_that_is_away_is_asked_once_and_harms_nobody(
    published: list[str],
) -> None:
    messages = [put("parcel", {}) for _ in range(3)]

    assert published == ["retour_core.outbox.tasks.drain"]
    assert claim(10, now=timezone.now()) == [message.pk for message in messages]
