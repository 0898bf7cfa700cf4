"""The customer pays for the label: on the way, back from the service, and later."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.domain.policies import RequestKind
from retour_core.orders.models import Order
from retour_core.payments import polling
from retour_core.payments.accounts import save_account
from retour_core.payments.models import (
    FeeRefund,
    Payment,
    PaymentAccount,
    SandboxPayment,
)
from retour_core.payments.refunding import retry_refund
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel
from tests.core.labels.draining import drain
from tests.factories import grant
from tests.payments.charging import CHARGES
from tests.portal_site.flow.walk import Customer, text_of, title_of


@pytest.fixture(autouse=True)
def _sandbox(settings: Any, brand: Brand) -> None:
    """The brand charges 4.95 before the label, in the sandbox."""
    settings.RETOUR_PAYMENT_SANDBOX = True
    brand.portal_url = f"http://{brand.slug}.localhost"
    brand.save()
    grant(brand, RequestKind.RETURN, **CHARGES)
    account = PaymentAccount(brand=brand, kind="sandbox", name="Sandbox")
    assert save_account(account, {}) is None


def at_review(customer: Customer, order: Order) -> Any:
    customer.up_to_review(order)
    return customer.see("review")


def sent(customer: Customer, order: Order) -> Return:
    at_review(customer, order)
    response = customer.send("review")
    assert response["Location"] == customer.step("pay")
    return Return.objects.get(private_key=customer.key)


def decided(customer: Customer, status: str) -> Any:
    """Pays, decides on the sandbox's page, and comes back as a browser does."""
    response = customer.send("pay")
    assert response["Location"] == customer.step("pay_onward")
    made = SandboxPayment.objects.latest("pk")
    onward = customer.see("pay_onward").content.decode()
    path = f"/payment-sandbox/{made.provider_id}/"
    assert onward.count(f"http://nordwand.localhost{path}") == 2
    assert "No money moves here" in text_of(customer.client.get(path))
    back = customer.client.post(path, {"status": status})
    assert back["Location"].endswith(f"/r/{customer.key}/paid")
    response = customer.client.get(f"/r/{customer.key}/paid")
    assert response["Location"] == customer.step("paid")
    return customer.see("paid")


def state() -> str:
    return Return.objects.get().state


def test_the_fee_is_told_before_sending_and_is_not_taken_off(
    customer: Customer, order: Order
) -> None:
    text = text_of(at_review(customer, order))

    assert "Return label €4.95 incl. VAT" in text
    assert "You pay it after you have sent your return" in text
    assert "Return fee -€4.95" not in text
    assert "Expected refund €99.00" in text


def test_who_sends_a_return_is_led_to_paying_and_then_to_the_label(
    customer: Customer, order: Order
) -> None:
    sent(customer, order)
    page = customer.see("pay")
    assert title_of(page).startswith("Pay for your return label")
    assert "Pay €4.95" in text_of(page)
    assert "until 4 December 2026" in text_of(page) or "4 December 2026" in text_of(
        page
    )
    assert state() == "awaiting_payment"

    response = decided(customer, "paid")

    assert response["Location"] == customer.step("confirmation")
    assert state() == "label_pending"
    assert "Paid. It is not taken off your refund." in text_of(
        customer.see("confirmation")
    )
    again = customer.see("pay")
    assert again["Location"] == customer.step("confirmation")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("failed", "The payment did not go through."),
        ("canceled", "The payment was cancelled."),
    ],
)
def test_what_came_to_nothing_is_tried_again(
    customer: Customer, order: Order, status: str, told: str
) -> None:
    sent(customer, order)
    response = decided(customer, status)

    assert response["Location"] == customer.step("pay")
    text = text_of(customer.see("pay"))
    assert f"{told} Nothing was charged. You can try again." in text
    assert decided(customer, "paid")["Location"] == customer.step("confirmation")
    assert (Payment.objects.count(), state()) == (2, "label_pending")


def test_who_comes_back_without_paying_waits_on_a_page_that_moves_on_by_itself(
    customer: Customer, order: Order
) -> None:
    sent(customer, order)
    customer.send("pay")
    page = customer.see("paid")

    html = page.content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in html
    assert html.count("data-moves-on") == html.count("flow-wait.js") == 1
    assert "We wait for your payment" in text_of(page)


def test_pressed_in_two_tabs_it_is_one_payment(
    customer: Customer, order: Order
) -> None:
    sent(customer, order)
    customer.send("pay")
    customer.send("pay")

    assert Payment.objects.count() == SandboxPayment.objects.count() == 1


def test_the_return_s_own_page_offers_to_pay_and_says_until_when(
    customer: Customer, order: Order
) -> None:
    sent(customer, order)
    page = customer.see("tracking")

    assert customer.step("pay") in page.content.decode()
    assert "Return label €4.95 incl. VAT" in text_of(page)
    assert "It can be paid until" in text_of(page)


def test_who_cancels_after_paying_reads_that_the_fee_comes_back(
    customer: Customer, order: Order
) -> None:
    sent(customer, order)
    decided(customer, "paid")
    customer.send("cancel")

    assert "You get it back the way you paid it." in text_of(customer.see("tracking"))
    assert FeeRefund.objects.count() == 1


def test_a_service_that_is_away_is_said_and_charges_nothing(
    customer: Customer, order: Order, settings: Any
) -> None:
    sent(customer, order)
    settings.RETOUR_PAYMENT_SANDBOX = False
    response = customer.send("pay")

    assert response.status_code == 503
    assert "The payment service cannot be reached at the moment." in text_of(response)
    assert state() == "awaiting_payment"


def test_another_brand_s_portal_opens_none_of_these_pages(
    customer: Customer, order: Order
) -> None:
    from tests.factories import make_brand

    sent(customer, order)
    stranger = Customer(make_brand("alpenglow"))
    for step in ("pay", "pay_onward", "paid"):
        stranger.key = customer.key
        assert stranger.see(step).status_code == 404
    assert stranger.client.get(f"/r/{customer.key}/paid").status_code == 404


def test_the_sandbox_s_page_is_nowhere_where_it_is_switched_off(
    customer: Customer, order: Order, settings: Any
) -> None:
    sent(customer, order)
    customer.send("pay")
    path = f"/payment-sandbox/{SandboxPayment.objects.get().provider_id}/"
    settings.RETOUR_PAYMENT_SANDBOX = False

    assert customer.client.get(path).status_code == 404
    assert customer.client.post(path, {"status": "paid"}).status_code == 404
    assert state() == "awaiting_payment"


def test_on_the_sandbox_s_page_a_refund_may_fail_later(
    customer: Customer, order: Order
) -> None:
    ret = sent(customer, order)
    decided(customer, "paid")
    path = f"/payment-sandbox/{SandboxPayment.objects.get().provider_id}/"
    assert "Given back" not in text_of(customer.client.get(path))
    cancel(ret, actor=CUSTOMER)
    drain(2)
    assert "Given back" in text_of(customer.client.get(path))

    answer = customer.client.post(path, {"refund": "failed"})
    for payment_id in polling.claim(now=timezone.now()):
        polling.ask(payment_id)

    assert (answer.status_code, answer["Location"]) == (302, path)
    assert "Given back" not in text_of(customer.client.get(path))
    refund = FeeRefund.objects.get()
    assert refund.state == "failed"
    retry_refund(ret)
    drain(2)
    refund.refresh_from_db()
    assert (refund.state, refund.attempt) == ("done", 2)
