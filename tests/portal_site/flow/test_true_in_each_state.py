"""What pages of a sent return say is true in the state it is in."""

from __future__ import annotations

import pytest

from retour_core.brands.models import Brand
from retour_core.orders.models import Order, Shop
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import finish_refund, refund
from tests.factories import grant
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.walk import Customer, text_of


def next_of(customer: Customer) -> str:
    text = text_of(customer.see("confirmation"))
    return text.split("What happens next ")[1].split(" Follow your return")[0]


@pytest.mark.parametrize(
    ("state", "before"),
    [
        (
            "requested",
            "We look at your request and write to you as soon as it is decided. ",
        ),
        (
            "label_pending",
            "Your label is being made. This usually takes a few seconds. ",
        ),
        (
            "label_failed",
            (
                "Making your label takes longer than usual. Your return is safely "
                "registered; we e-mail you the label as soon as it is there. "
            ),
        ),
        ("awaiting_payment", "Your label follows once the fee is paid. "),
        ("ready", ""),
    ],
)
def test_what_happens_next_begins_with_what_is_really_next(
    customer: Customer, order: Order, state: str, before: str
) -> None:
    customer.submit(order)
    Return.objects.update(state=state)
    assert next_of(customer) == (
        f"{before}Print the label, stick it on the parcel and hand it in nearby. "
        "We check the parcel as soon as it is here and tell you by e-mail. "
        "You get your money back the way you paid: €99.00."
    )


@pytest.mark.parametrize(
    "state", ["rejected", "cancelled", "expired", "in_transit", "bounced", "settled"]
)
def test_a_return_that_is_no_longer_to_be_sent_is_told_by_its_own_page(
    customer: Customer, order: Order, state: str
) -> None:
    customer.submit(order)
    Return.objects.update(state=state)
    assert customer.see("confirmation")["Location"] == customer.step("tracking")


def test_who_sends_by_an_own_carrier_learns_at_once_of_the_tracking_number(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, methods=["own_carrier"])
    customer.submit(order, method="own_carrier")
    assert next_of(customer) == (
        "You choose and pay the carrier; we give you the address. "
        "Then tell us its tracking number, which is on your receipt. "
        "We check the parcel as soon as it is here and tell you by e-mail. "
        "You get your money back the way you paid: €99.00."
    )
    assert (
        "Your tracking number It is on the receipt of your carrier. With it we see "
        "when your parcel is on its way. Enter your tracking number"
    ) in text_of(customer.see("tracking"))


def test_a_refund_that_failed_is_told_with_what_was_decided(
    customer: Customer, order: Order
) -> None:
    Shop.objects.update(executes_refunds=True)
    ret = customer.submit(order)
    label_ready(ret)
    receive(ret, actor=SYSTEM)
    decided = refund(ret, actor=SYSTEM, amount_minor=5000)
    finish_refund(decided, succeeded=False, actor=SYSTEM, reference="")

    page = text_of(customer.see("tracking"))
    failed = "The refund did not go through. We are looking into it."
    assert f"Received {failed}" in page
    assert f"Expected refund €50.00 {failed}" in page
    assert "Your refund comes next." not in page


@pytest.mark.parametrize(("amount", "told"), [(5000, "Refund €50.00 "), (0, "Refund ")])
def test_less_than_was_asked_for_is_explained_beside_the_amount(
    amount: int, told: str, customer: Customer, order: Order
) -> None:
    ret = customer.submit(order)
    label_ready(ret)
    receive(ret, actor=SYSTEM)
    refund(ret, actor=SYSTEM, amount_minor=amount, reason="Worn & <b>torn</b>\nBadly")

    page = customer.see("tracking")
    text = page.content.decode()

    assert "Less than requested: Worn &amp; &lt;b&gt;torn&lt;/b&gt;<br>Badly" in text
    assert f"{told}Less than requested: Worn" in text_of(page)
    Return.objects.update(is_gift=True)
    assert "Less than requested" not in customer.see("tracking").content.decode()


def test_nothing_is_explained_where_all_is_paid_back(
    customer: Customer, order: Order
) -> None:
    ret = customer.submit(order)
    label_ready(ret)
    receive(ret, actor=SYSTEM)
    refund(ret, actor=SYSTEM, reason="Worn")
    assert "Less than requested" not in text_of(customer.see("tracking"))


def test_the_last_day_to_hand_in_is_included_in_french(
    brand: Brand, order: Order
) -> None:
    grant(brand, methods=["own_carrier"])
    customer = Customer(brand, "fr")
    customer.submit(order, method="own_carrier")
    page = text_of(customer.see("tracking"))
    assert "À déposer jusqu’au 10 décembre 2026" in page


@pytest.mark.parametrize(
    ("state", "has_label", "told"),
    [
        ("requested", False, " will be cancelled. You can register"),
        ("label_pending", False, " will be cancelled. You can register"),
        ("ready", True, " will be cancelled and its label must not be used any more."),
    ],
)
def test_cancelling_speaks_of_a_label_where_there_is_one(
    customer: Customer, order: Order, state: str, has_label: bool, told: str
) -> None:
    ret = customer.submit(order)
    if has_label:
        label_ready(ret)
    Return.objects.update(state=state)
    assert f"Return {ret.rma_number}{told}" in text_of(customer.see("cancel"))


def test_cancelling_what_goes_by_an_own_carrier_speaks_of_no_label(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, methods=["own_carrier"])
    customer.submit(order, method="own_carrier")
    assert "label" not in text_of(customer.see("cancel"))
