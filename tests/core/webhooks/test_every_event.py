"""Each event there is, by what makes it: who hears of it, and which mail goes along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.domain.policies import Resolution
from retour_core.domain.tracking import TrackingStatus as T
from retour_core.labels.expiring import expire_labels
from retour_core.labels.models import Label
from retour_core.labels.parcels import renew_label
from retour_core.notices.models import Notice
from retour_core.notices.operations import subscribe
from retour_core.orders.models import OrderLine
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.payments.refund_news import look_after_refund
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.crediting import finish_credit
from retour_core.returns.models import Return
from retour_core.returns.parts import Settled
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import finish_refund
from retour_core.returns.replacing import finish_replacement
from retour_core.returns.settling import settle
from retour_core.returns.unsent import expire_unsent
from retour_core.threads.operations import answer
from retour_core.webhooks.events import EVENT_TYPES
from retour_core.webhooks.models import WebhookDelivery
from retour_core.webhooks.operations import add_endpoint
from tests.carriers.stub import Fault, StubCarrier, running_stub
from tests.core.labels.test_boxes import boxed
from tests.core.labels.test_make_label import _files  # noqa: F401
from tests.core.labels.test_several_parcels import scan, tell
from tests.core.payments.conftest import mollie  # noqa: F401
from tests.core.payments.test_refund_news import given_back
from tests.core.returns.test_settling import make_three, send_in
from tests.core.withdrawals.conftest import Withdraw, withdraw  # noqa: F401
from tests.factories import (
    NOW,
    make_brand,
    make_draft,
    make_order,
    make_return,
    make_shop,
)
from tests.payments.charging import charging_brand, mollie_account

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.STAFF, "Anna")
MAILS = ("mail", "thread_mail", "withdrawal_mail")

Act = Callable[[], object]
# What stands before it happens: the return it is about and how it happens.
Scene = tuple[Return, Act]


@dataclass(frozen=True)
class Case:
    scene: Callable[[], Scene]
    mails: tuple[str, ...] = ()


def work(kind: str) -> None:
    """Deliver what waits in the outbox of one kind."""
    for row in OutboxMessage.objects.filter(kind=kind, done_at=None).order_by("pk"):
        deliver(row.pk)


def asked_for(**values: Any) -> Return:
    return make_return(make_order(make_shop(make_brand(**values))))


def manual() -> Return:
    return asked_for(auto_approve=False)


def labelled() -> Return:
    ret = asked_for()
    work("label")
    return ret


def sent() -> Return:
    ret = labelled()
    scanned(T.ACCEPTED)
    return ret


def called_off() -> Return:
    return operations.cancel(labelled(), actor=CUSTOMER)


def emptied_box() -> Return:
    """Its label lies in the parcel, and all of the order came back otherwise."""
    boxed()
    OrderLine.objects.update(returnable_limit=0)
    return Return.objects.get()


def scanned(status: T, hours: int = 1) -> None:
    tell(scan(status, hours, Label.objects.get().tracking_number))


def submitted(brand: Brand) -> Scene:
    draft = make_draft(make_order(make_shop(brand)))
    return draft, lambda: operations.submit(draft, now=NOW)


def after(ret: Return, act: Callable[[Return], object]) -> Scene:
    return ret, lambda: act(ret)


def run_out(ret: Return) -> Scene:
    Label.objects.update(expires_at=timezone.now())
    return ret, lambda: expire_labels(now=timezone.now())


def unsent() -> Scene:
    ret = labelled()
    return ret, lambda: expire_unsent(now=timezone.now() + timedelta(days=120))


def parts(what: Resolution, *, shop_pays: bool = True) -> tuple[Return, Settled]:
    ret = send_in(make_three(executes_refunds=shop_pays), (what, 1))
    return ret, settle(ret, actor=SYSTEM)


def decided(what: Resolution, *, shop_pays: bool = True) -> Scene:
    ret = send_in(make_three(executes_refunds=shop_pays), (what, 1))
    return ret, lambda: settle(ret, actor=SYSTEM)


def refunded(*, succeeded: bool) -> Scene:
    ret, done = parts(Resolution.REFUND)
    assert done.refund
    part = done.refund
    return ret, lambda: finish_refund(
        part, succeeded=succeeded, actor=SYSTEM, reference="R-1"
    )


def credited(*, succeeded: bool) -> Scene:
    ret, done = parts(Resolution.STORE_CREDIT)
    assert done.credit
    part = done.credit
    return ret, lambda: finish_credit(part, succeeded=succeeded, actor=SYSTEM)


def exchanged(*, succeeded: bool) -> Scene:
    ret, done = parts(Resolution.EXCHANGE)
    part = done.replacements[0]
    return ret, lambda: finish_replacement(part, succeeded=succeeded, actor=SYSTEM)


def charged() -> Scene:
    brand = charging_brand()
    mollie_account(brand)
    return submitted(brand)


@contextmanager
def refusing() -> Iterator[StubCarrier]:
    with running_stub() as stub:
        stub.next_buy.append(Fault.INPUT)
        yield stub


CASES: dict[str, Case] = {
    "return.requested": Case(
        lambda: submitted(make_brand(auto_approve=False)), ("requested",)
    ),
    "return.approved": Case(
        lambda: after(manual(), lambda ret: operations.approve(ret, actor=ANNA)),
        ("approved",),
    ),
    "return.rejected": Case(
        lambda: after(
            manual(), lambda ret: operations.reject(ret, actor=ANNA, reason="Worn.")
        ),
        ("rejected",),
    ),
    # An hour later, if it is still not paid (``payments.chasing``).
    "return.awaiting_payment": Case(charged),
    "label.ready": Case(
        lambda: after(asked_for(), lambda _: work("label")), ("ready",)
    ),
    # Its page says so; the mail comes with the label.
    "label.failed": Case(lambda: after(asked_for(), lambda _: work("label"))),
    "label.expired": Case(lambda: run_out(labelled()), ("label_expired",)),
    # The mail comes with the new label.
    "label.cancelled": Case(
        lambda: after(
            labelled(), lambda ret: renew_label(ret, 1, actor=ANNA, why="Blurred.")
        )
    ),
    "return.ready": Case(
        lambda: submitted(make_brand(methods=["own_carrier"])), ("ready",)
    ),
    "return.sent": Case(
        lambda: after(labelled(), lambda _: scanned(T.ACCEPTED)), ("in_transit",)
    ),
    "return.in_transit": Case(
        lambda: after(labelled(), lambda _: scanned(T.ACCEPTED)), ("in_transit",)
    ),
    "return.arrived": Case(
        lambda: after(sent(), lambda _: scanned(T.DELIVERED, 2)), ("arrived",)
    ),
    "return.bounced": Case(
        lambda: after(sent(), lambda _: scanned(T.RETURNED, 2)), ("bounced",)
    ),
    "return.parcel_problem": Case(
        lambda: after(sent(), lambda _: scanned(T.PROBLEM, 2))
    ),
    "return.parcel_lost": Case(lambda: after(sent(), lambda _: scanned(T.LOST, 2))),
    "return.parcel_after_end": Case(
        lambda: after(called_off(), lambda _: scanned(T.ACCEPTED))
    ),
    "return.parcel_without_items": Case(
        lambda: after(emptied_box(), lambda _: scanned(T.ACCEPTED))
    ),
    "return.inspected": Case(
        lambda: after(labelled(), lambda ret: receive(ret, actor=ANNA)), ("received",)
    ),
    "return.settled": Case(
        lambda: decided(Resolution.REFUND, shop_pays=False), ("settled",)
    ),
    "return.cancelled": Case(
        lambda: after(labelled(), lambda ret: operations.cancel(ret, actor=CUSTOMER)),
        ("cancelled",),
    ),
    "return.expired": Case(unsent, ("expired",)),
    "refund.due": Case(lambda: decided(Resolution.REFUND)),
    "refund.paid": Case(lambda: refunded(succeeded=True), ("settled",)),
    "refund.failed": Case(lambda: refunded(succeeded=False)),
    "credit.due": Case(lambda: decided(Resolution.STORE_CREDIT)),
    "credit.issued": Case(lambda: credited(succeeded=True), ("settled",)),
    "credit.failed": Case(lambda: credited(succeeded=False)),
    "exchange.due": Case(lambda: decided(Resolution.EXCHANGE)),
    "exchange.sent": Case(lambda: exchanged(succeeded=True), ("settled",)),
    "exchange.failed": Case(lambda: exchanged(succeeded=False)),
    "message.received": Case(
        lambda: after(manual(), lambda ret: answer(ret, text="When do you write?"))
    ),
}
# Tests of their own, below.
APART = {"fee.refund_failed", "withdrawal.received"}


def listen(brand: Brand, event: str) -> None:
    """A system and a person hear of this event, a stranger's brand of every one; what
    was written before is forgotten, but for labels that wait to be made."""
    OutboxMessage.objects.exclude(kind="label").delete()
    for where, events in ((brand, [event]), (make_brand("stranger"), [])):
        add_endpoint(where, "https://erp.example/retour", events=events)
        subscribe(where, "desk@shop.example", now=NOW, rhythm="at_once", events=events)


def heard() -> tuple[list[Any], list[Any], list[str]]:
    """Of webhooks and notices the brand, event and return; the mails' templates."""
    webhooks = WebhookDelivery.objects.order_by("pk")
    notices = Notice.objects.order_by("pk")
    mails = OutboxMessage.objects.filter(kind__in=MAILS).order_by("pk")
    return (
        list(webhooks.values_list("endpoint__brand", "event_type", "ret")),
        list(notices.values_list("subscription__brand", "event_type", "ret")),
        [row.payload.get("template", row.kind) for row in mails],
    )


def test_there_is_a_case_for_each_event() -> None:
    assert {*CASES, *APART} == set(EVENT_TYPES)


@pytest.mark.parametrize("event", CASES)
def test_an_event_is_told_once_to_systems_and_people_and_the_customer_as_due(
    event: str,
    mollie: Any,  # noqa: F811 - whom a charging brand asks
    settings: Any,
) -> None:
    case = CASES[event]
    if event == "label.failed":
        with refusing() as stub:
            settings.RETOUR_CARRIER = "sandbox"
            settings.RETOUR_CARRIER_SANDBOX_URL = stub.url
            _told(event, case)
    else:
        _told(event, case)


def _told(event: str, case: Case) -> None:
    ret, act = case.scene()
    listen(ret.brand, event)

    act()

    told = [(ret.brand_id, event, ret.pk)]
    assert heard() == (told, told, list(case.mails))


def test_a_fee_that_could_not_be_given_back_is_told(mollie: Any) -> None:  # noqa: F811
    ret, payment = given_back(mollie)
    listen(ret.brand, "fee.refund_failed")
    mollie.refund_becomes("failed")

    look_after_refund(payment.pk)

    told = [(ret.brand_id, "fee.refund_failed", ret.pk)]
    assert heard() == (told, told, [])


def test_a_withdrawal_is_told_and_acknowledged(
    brand: Brand,
    withdraw: Withdraw,  # noqa: F811
) -> None:
    listen(brand, "withdrawal.received")

    made = withdraw()

    told = [(brand.pk, "withdrawal.received", None)]
    assert heard() == (told, told, ["acknowledged", "merchant"])
    for row in (WebhookDelivery.objects.get(), Notice.objects.get()):
        assert row.withdrawal_id == made.pk


@pytest.fixture
def brand() -> Brand:
    return make_brand()
