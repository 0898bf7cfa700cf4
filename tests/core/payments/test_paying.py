"""A label waits for its fee: one payment, whatever breaks and however often pressed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from retour_core.billing.models import LedgerEntry
from retour_core.domain.money import Money
from retour_core.domain.policies import OverrideRefused, RequestKind
from retour_core.labels.models import Label
from retour_core.outbox.models import OutboxMessage
from retour_core.payments.models import FeeEntry, Payment, PaymentState
from retour_core.payments.paying import (
    KEY_LIVES,
    PaymentNotDue,
    PaymentUnavailable,
    release_unpaid,
    start_payment,
)
from retour_core.payments.settling import settle_payment
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.drafts import Selection
from retour_core.returns.models import Return
from retour_core.returns.operations import approve, cancel, create_return
from retour_core.returns.overriding import override
from tests.carriers.faults import ON_THE_WAY, Fault
from tests.core.labels.draining import drain
from tests.factories import NOW, grant, make_order, make_return, make_shop
from tests.payments.charging import (
    FEE,
    awaiting_return,
    charging_brand,
    mollie_account,
    state_of,
)
from tests.payments.mollie_stub import MollieStub

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.STAFF, "anna")
REFUSALS = {Fault.AUTH, Fault.INPUT, Fault.GONE, Fault.REDIRECT}


def entries() -> list[tuple[str, int, str]]:
    rows = FeeEntry.objects.order_by("pk")
    return list(rows.values_list("kind", "amount_minor", "currency"))


def pay(mollie: MollieStub, ret: Return) -> Payment:
    payment = start_payment(ret)
    mollie.becomes("paid", payment.provider_id)
    return settle_payment(payment.pk)


def test_a_paid_fee_releases_the_label(mollie: MollieStub) -> None:
    ret = awaiting_return()
    drain()
    assert not Label.objects.exists()

    payment = start_payment(ret)
    assert (
        payment.checkout_url == f"https://www.mollie.com/checkout/{payment.provider_id}"
    )
    assert mollie.payments[payment.provider_id]["amount"] == {
        "currency": "EUR",
        "value": "4.95",
    }
    assert settle_payment(payment.pk).state == PaymentState.OPEN
    assert state_of(ret) == "awaiting_payment"
    mollie.becomes("paid")
    settle_payment(payment.pk)

    assert state_of(ret) == "label_pending"
    drain()
    assert state_of(ret) == "ready"
    assert entries() == [("received", 495, "EUR")]
    payment.refresh_from_db()
    assert payment.accepted_at == payment.paid_at
    kinds = list(ret.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "return.requested",
        "return.approved",
        "return.awaiting_payment",
        "fee.paid",
        "return.label_pending",
        "return.ready",
    ]


def test_the_ledger_of_labels_stays_free_of_fees(mollie: MollieStub) -> None:
    paid = awaiting_return()
    pay(mollie, paid)
    drain()

    [charge] = LedgerEntry.objects.all()
    assert (charge.kind, charge.label.parent_id) == ("label", paid.pk)
    assert entries() == [("received", 495, "EUR")]


@pytest.mark.parametrize("times", [1, 2, 5])
def test_however_often_it_is_told_one_label_is_released(
    mollie: MollieStub, times: int
) -> None:
    ret = awaiting_return()
    payment = pay(mollie, ret)

    for _ in range(times):
        settle_payment(payment.pk)
    drain(2)

    assert state_of(ret) == "ready"
    assert Label.objects.count() == 1
    assert entries() == [("received", 495, "EUR")]
    assert OutboxMessage.objects.filter(kind="label").count() == 1


def test_pressed_in_two_tabs_it_is_one_payment(mollie: MollieStub) -> None:
    ret = awaiting_return()

    first, second = start_payment(ret), start_payment(ret)

    assert first.pk == second.pk
    assert first.checkout_url == second.checkout_url
    assert len(mollie.payments) == 1


def test_two_live_payments_of_a_return_cannot_be_written(mollie: MollieStub) -> None:
    ret = awaiting_return()
    payment = start_payment(ret)

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            parent=ret, account=payment.account, amount_minor=495, currency="EUR"
        )


@pytest.mark.parametrize("fault", ON_THE_WAY)
def test_whatever_breaks_pressing_again_leads_to_one_payment(
    mollie: MollieStub, fault: Fault
) -> None:
    ret = awaiting_return()
    mollie.next_buy.append(fault)

    with pytest.raises(PaymentUnavailable):
        start_payment(ret)
    assert state_of(ret) == "awaiting_payment"
    payment = start_payment(ret)

    # What was clearly refused is another attempt, under another key.
    assert Payment.objects.count() == (2 if fault in REFUSALS else 1)
    assert [payment.provider_id] == mollie.numbers()
    mollie.becomes("paid")
    settle_payment(payment.pk)
    assert state_of(ret) == "label_pending"


def test_a_row_left_by_a_crash_is_taken_up_under_the_same_key(
    mollie: MollieStub,
) -> None:
    """As after kill -9 between the service's answer and our saving it."""
    ret = awaiting_return()
    started = start_payment(ret)
    Payment.objects.filter(pk=started.pk).update(
        state=PaymentState.NEW, provider_id="", checkout_url=""
    )

    again = start_payment(ret)

    assert (again.pk, again.provider_id) == (started.pk, started.provider_id)
    assert len(mollie.payments) == 1


def test_a_row_the_service_has_forgotten_is_begun_anew(mollie: MollieStub) -> None:
    ret = awaiting_return()
    mollie.next_buy.append(Fault.RESET_AFTER)
    with pytest.raises(PaymentUnavailable):
        start_payment(ret)
    Payment.objects.update(asked_at=timezone.now() - KEY_LIVES - timedelta(minutes=1))
    mollie.answered.clear()

    start_payment(ret)

    states = list(Payment.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["expired", "open"]


@pytest.mark.parametrize("status", ["failed", "canceled", "expired"])
def test_after_an_attempt_that_came_to_nothing_it_can_be_tried_again(
    mollie: MollieStub, status: str
) -> None:
    ret = awaiting_return()
    first = start_payment(ret)
    mollie.becomes(status)
    assert settle_payment(first.pk).state == status
    assert state_of(ret) == "awaiting_payment"

    second = start_payment(ret)
    assert second.pk != first.pk
    mollie.becomes("paid", second.provider_id)
    settle_payment(second.pk)

    assert state_of(ret) == "label_pending"
    assert entries() == [("received", 495, "EUR")]


def test_what_is_told_of_another_payment_is_not_believed(mollie: MollieStub) -> None:
    from retour_core.payments.base import PaymentFault

    ret = awaiting_return()
    payment = start_payment(ret)
    mollie.becomes("paid")
    mollie.next_find.append(Fault.ANOTHER)

    with pytest.raises(PaymentFault):
        settle_payment(payment.pk)

    assert state_of(ret) == "awaiting_payment"
    assert entries() == []


def test_a_sum_that_is_not_the_fee_is_not_believed(mollie: MollieStub) -> None:
    from retour_core.payments.base import PaymentFault

    ret = awaiting_return()
    payment = start_payment(ret)
    mollie.becomes("paid")
    mollie.payments[payment.provider_id]["amount"]["value"] = "0.01"

    with pytest.raises(PaymentFault):
        settle_payment(payment.pk)

    assert state_of(ret) == "awaiting_payment"


def test_a_withdrawal_is_never_gated(mollie: MollieStub) -> None:
    brand = charging_brand()
    mollie_account(brand)
    grant(
        brand,
        RequestKind.WITHDRAWAL,
        fee=FEE,
        fee_payer="customer",
        informs_of_return_cost=True,
    )
    ret = create_return(
        make_order(make_shop(brand)),
        [Selection("1", 1, "")],
        now=NOW,
        actor=CUSTOMER,
        locale="en",
        kind=RequestKind.WITHDRAWAL,
    )

    assert (ret.state, ret.label_fee_minor) == ("label_pending", None)
    with pytest.raises(PaymentNotDue):
        start_payment(ret)
    # Even with a decision that says otherwise.
    ret.decision["whole"]["fee_when"] = "before_label"
    from retour_core.payments.charging import fee_before_label

    assert fee_before_label(ret) is None


@pytest.mark.parametrize(
    ("policy", "with_account"),
    [
        ({"fee_when": "deducted"}, True),
        ({"fee": {"per": "return"}}, True),
        ({"fee": {"fixed": [{"amount": "4.95", "currency": "USD"}]}}, True),
        ({"fee_payer": "merchant"}, True),
        ({"methods": ["own_carrier"]}, True),
        ({}, False),
    ],
)
def test_where_nothing_is_due_before_the_label_nothing_waits(
    mollie: MollieStub, policy: dict[str, object], with_account: bool
) -> None:
    brand = charging_brand(**policy)
    if with_account:
        mollie_account(brand)

    ret = make_return(make_order(make_shop(brand)))

    assert ret.state == ("ready" if "methods" in policy else "label_pending")
    assert ret.label_fee_minor is None


def test_a_fee_per_item_is_that_of_all_of_them(mollie: MollieStub) -> None:
    ret = awaiting_return(fee={**FEE, "per": "item"})
    two = make_return(make_order(ret.order.shop), {"1": 2})

    assert (ret.label_fee_minor, two.label_fee_minor) == (495, 990)


def test_who_waited_for_a_person_is_written_to_at_once(mollie: MollieStub) -> None:
    brand = charging_brand(approval="agent")
    mollie_account(brand)
    ret = make_return(make_order(make_shop(brand)))
    assert ret.state == "requested"

    approve(ret, actor=ANNA)

    assert state_of(ret) == "awaiting_payment"
    templates = [
        m.payload["template"] for m in OutboxMessage.objects.filter(kind="mail")
    ]
    assert templates == ["requested", "fee_due"]


def test_staff_may_let_the_label_be_made_without_waiting(mollie: MollieStub) -> None:
    ret = awaiting_return()

    release_unpaid(ret, actor=ANNA)

    ret.refresh_from_db()
    assert (ret.state, ret.label_fee_minor) == ("label_pending", None)
    with pytest.raises(PaymentNotDue):
        release_unpaid(ret, actor=ANNA)


def test_a_fee_that_is_asked_for_is_not_decided_otherwise_beside_it(
    mollie: MollieStub,
) -> None:
    ret, anna = awaiting_return(), Actor(ActorKind.STAFF, "anna")
    for outcome, value in (("fee_payer", "merchant"), ("fee", {"percent": "1"})):
        with pytest.raises(OverrideRefused, match="pays this fee before"):
            override(ret, outcome, value, actor=anna, now=NOW)

    release_unpaid(ret, actor=anna)
    override(ret, "fee_payer", "merchant", actor=anna, now=NOW)

    ret.refresh_from_db()
    assert ret.decision is not None
    assert ret.decision["whole"]["fee_payer"] == "merchant"


def test_a_cancelled_return_takes_no_payment(mollie: MollieStub) -> None:
    ret = awaiting_return()
    cancel(ret, actor=SYSTEM)

    with pytest.raises(PaymentNotDue):
        start_payment(ret)

    assert mollie.payments == {}


def test_without_an_account_any_more_it_cannot_be_paid(mollie: MollieStub) -> None:
    from retour_core.payments.accounts import set_active

    ret = awaiting_return()
    set_active(ret.brand.payment_accounts.get(), active=False)

    with pytest.raises(PaymentUnavailable):
        start_payment(ret)


def test_a_label_that_lies_in_the_parcel_already_waits_for_nothing(
    mollie: MollieStub,
) -> None:
    from retour_core.payments.charging import fee_before_label

    ret = awaiting_return()
    assert fee_before_label(ret) == Money(495, "EUR")
    ret.reserved_until = timezone.now()

    assert fee_before_label(ret) is None
