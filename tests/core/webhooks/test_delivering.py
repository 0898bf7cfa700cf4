from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from retour_core.accounts.rotating import sealed_columns
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.actors import Actor
from retour_core.returns.operations import cancel
from retour_core.webhooks import operations
from retour_core.webhooks.delivering import WAITS
from retour_core.webhooks.models import (
    DeliveryState,
    Pause,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests.core.webhooks.receiver import Receiver
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
AGENT = Actor("agent", "greta")


def drain() -> None:
    """Carry out every webhook message that is due, as the worker does."""
    due = OutboxMessage.objects.filter(
        kind__startswith="webhook", done_at=None, dead_at=None
    )
    for pk in list(due.values_list("pk", flat=True)):
        OutboxMessage.objects.filter(pk=pk).update(attempts=1)
        deliver(pk)


def let_it_fail() -> datetime:
    """Every try there is, each when it is due; says when the last one was."""
    now = timezone.now()
    for wait in [timedelta(0), *WAITS]:
        now += wait
        with time_machine.travel(now, tick=False):
            drain()
    return now


def make_endpoint(hooks: Receiver, **values: Any) -> tuple[WebhookEndpoint, str]:
    brand = values.pop("brand", None) or make_brand()
    return operations.add_endpoint(brand, hooks.url, **values)


def submitted(endpoint: WebhookEndpoint) -> Any:
    return make_return(make_order(make_shop(endpoint.brand)))


def test_a_message_carries_a_signature_that_the_standards_library_verifies(
    hooks: Receiver,
) -> None:
    endpoint, secret = make_endpoint(hooks)
    ret = submitted(endpoint)
    drain()
    told = [Webhook(secret).verify(got.body, got.headers) for got in hooks.got]
    assert [message["type"] for message in told][:1] == ["return.requested"]
    assert told[0]["data"]["return"]["rma_number"] == ret.rma_number
    assert hooks.got[0].headers["content-type"] == "application/json"
    assert {DeliveryState(d.state) for d in WebhookDelivery.objects.all()} == {
        DeliveryState.DELIVERED
    }


def test_another_secret_does_not_verify(hooks: Receiver) -> None:
    endpoint, _secret = make_endpoint(hooks)
    submitted(endpoint)
    drain()
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 44).verify(hooks.got[0].body, hooks.got[0].headers)


def test_for_a_day_after_a_new_secret_both_verify(hooks: Receiver) -> None:
    endpoint, former = make_endpoint(hooks, events=["return.requested"])
    secret = operations.renew_secret(endpoint)
    submitted(endpoint)
    drain()
    [got] = hooks.got
    for key in (former, secret):
        Webhook(key).verify(got.body, got.headers)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        operations.replay(WebhookDelivery.objects.get())
        drain()
        with pytest.raises(WebhookVerificationError):
            Webhook(former).verify(hooks.got[1].body, hooks.got[1].headers)


def test_only_the_events_asked_for_are_told(hooks: Receiver) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.cancelled"])
    ret = submitted(endpoint)
    cancel(ret, actor=AGENT)
    drain()
    assert [json.loads(got.body)["type"] for got in hooks.got] == ["return.cancelled"]


def test_another_brands_endpoint_hears_nothing(hooks: Receiver) -> None:
    make_endpoint(hooks, brand=make_brand("stranger"))
    make_return()
    drain()
    assert hooks.got == []


def test_what_is_rolled_back_is_not_told(hooks: Receiver) -> None:
    endpoint, _secret = make_endpoint(hooks)
    with transaction.atomic():
        submitted(endpoint)
        transaction.set_rollback(True)
    drain()
    assert hooks.got == []


@pytest.mark.parametrize("answer", [500, 404, 302, "hang up"])
def test_whatever_is_not_taken_is_tried_again_with_the_same_bytes(
    hooks: Receiver, answer: Any
) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.requested"])
    hooks.answers = [answer]
    submitted(endpoint)
    drain()
    assert WebhookDelivery.objects.get().state == DeliveryState.PENDING
    drain()
    assert WebhookDelivery.objects.get().state == DeliveryState.DELIVERED
    first, second = hooks.got
    assert (first.body, first.headers["webhook-id"]) == (
        second.body,
        second.headers["webhook-id"],
    )
    statuses = list(WebhookAttempt.objects.values_list("status", flat=True))
    assert statuses == [None if answer == "hang up" else answer, 204]


def test_the_answer_is_kept_short_and_without_what_no_database_takes(
    hooks: Receiver,
) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.requested"])
    hooks.answers = [500]
    submitted(endpoint)
    drain()
    answer = WebhookAttempt.objects.get().answer
    assert (answer[:9], len(answer)) == ("answeredx", 500)


def test_it_is_tried_for_three_days_and_then_given_up_and_paused_with_a_mail(
    hooks: Receiver,
) -> None:
    brand = make_brand(support_email="help@brand.example")
    endpoint, _secret = make_endpoint(hooks, brand=brand, events=["return.requested"])
    hooks.answers = [500] * 10
    submitted(endpoint)
    let_it_fail()
    assert len(hooks.got) == 10
    assert sum(WAITS, timedelta()) >= timedelta(days=3)
    assert WebhookDelivery.objects.get().state == DeliveryState.FAILED
    endpoint.refresh_from_db()
    assert endpoint.pause == Pause.FAILING
    drain()
    assert [m.to for m in mail.outbox if "webhook" in m.subject] == [
        ["help@brand.example"]
    ]


def test_the_wait_is_the_schedules_or_what_the_other_side_asked_for(
    hooks: Receiver,
) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.requested"])
    hooks.answers = [
        500,
        (429, {"retry-after": "477"}),
        # Ten such answers within ten seconds would be the end of the message.
        (503, {"retry-after": "1"}),
    ]
    with time_machine.travel(timezone.now(), tick=False):
        submitted(endpoint)
        waits = []
        for _ in hooks.answers.copy():
            drain()
            message = OutboxMessage.objects.get(kind="webhook")
            waits.append((message.available_at - timezone.now()).total_seconds())
    assert waits == [5, 477, 1800]


def test_gone_pauses_at_once(hooks: Receiver) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.requested"])
    hooks.answers = [410]
    submitted(endpoint)
    drain()
    endpoint.refresh_from_db()
    assert endpoint.pause == Pause.GONE
    assert WebhookDelivery.objects.get().state == DeliveryState.FAILED


def test_what_happens_during_a_pause_is_held_and_sent_on_resuming(
    hooks: Receiver,
) -> None:
    endpoint, _secret = make_endpoint(
        hooks, events=["return.requested", "return.cancelled"]
    )
    ret = submitted(endpoint)  # under way when the pause begins
    operations.pause(endpoint)
    cancel(ret, actor=AGENT)
    drain()
    assert hooks.got == []
    assert operations.resume(endpoint) == 2
    drain()
    assert sorted(json.loads(got.body)["type"] for got in hooks.got) == [
        "return.cancelled",
        "return.requested",
    ]


def test_a_replay_has_the_same_id_and_bytes(hooks: Receiver) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.requested"])
    submitted(endpoint)
    drain()
    operations.replay(WebhookDelivery.objects.get())
    drain()
    first, second = hooks.got
    assert hooks.ids() == [first.headers["webhook-id"]] * 2
    assert first.body == second.body


def test_what_failed_since_a_day_is_replayed_together(hooks: Receiver) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.requested"])
    hooks.answers = [410]
    submitted(endpoint)
    drain()
    operations.resume(endpoint)
    since = timezone.now() - timedelta(days=1)
    assert operations.replay_failed(endpoint, since=since) == 1
    drain()
    assert WebhookDelivery.objects.get().state == DeliveryState.DELIVERED


def test_a_replay_is_tried_as_often_as_the_first_time(hooks: Receiver) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.requested"])
    hooks.answers = [500] * 11
    submitted(endpoint)
    now = let_it_fail()
    operations.resume(endpoint)
    assert WebhookDelivery.objects.get().state == DeliveryState.FAILED
    with time_machine.travel(now, tick=False):
        operations.replay(WebhookDelivery.objects.get())
        drain()
        assert WebhookDelivery.objects.get().state == DeliveryState.PENDING
        drain()
    assert WebhookDelivery.objects.get().state == DeliveryState.DELIVERED


def test_a_test_message_is_sent_once_and_logged(hooks: Receiver) -> None:
    endpoint, secret = make_endpoint(hooks)
    hooks.answers = [500]
    answer = operations.send_test(endpoint)
    assert (answer.status, answer.is_taken) == (500, False)
    assert operations.send_test(endpoint).is_taken
    told = Webhook(secret).verify(hooks.got[1].body, hooks.got[1].headers)
    assert told["type"] == "endpoint.test"
    drain()
    assert len(hooks.got) == 2


def test_an_address_in_a_private_network_is_never_called(
    hooks: Receiver, settings: Any
) -> None:
    endpoint, _secret = make_endpoint(hooks, events=["return.requested"])
    settings.RETOUR_WEBHOOKS_TO_LOOPBACK = False
    for url in (hooks.url, "https://10.0.0.8/", "http://169.254.169.254/latest"):
        WebhookEndpoint.objects.update(url=url)
        endpoint.refresh_from_db()
        answer = operations.send_test(endpoint)
        assert answer.text == (
            "The address leads into a private network, which is refused."
        )
    assert hooks.got == []


def test_messages_are_forgotten_after_30_days_unless_under_way(
    hooks: Receiver,
) -> None:
    endpoint, _secret = make_endpoint(
        hooks, events=["return.requested", "return.cancelled"]
    )
    ret = submitted(endpoint)
    drain()
    cancel(ret, actor=AGENT)
    later = timezone.now() + timedelta(days=31)
    operations.forget_old_messages(now=later)
    assert [d.event_type for d in WebhookDelivery.objects.all()] == ["return.cancelled"]


def test_the_secret_is_encrypted_and_printed_nowhere(hooks: Receiver) -> None:
    endpoint, secret = make_endpoint(hooks)
    endpoint.refresh_from_db()
    assert endpoint.secret.open() == secret
    assert secret not in endpoint.secret.stored() + repr(vars(endpoint))
    assert ("WebhookEndpoint", "secret") in {
        (model.__name__, name) for model, name in sealed_columns()
    }
