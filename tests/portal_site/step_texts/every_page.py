"""Every page of the customer's way, each look of it, as a customer gets there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import time_machine
from django.core.files.base import ContentFile

from retour_core.domain.methods import ReturnMethod
from retour_core.notifications.unsubscribing import unsubscribe_url
from retour_core.orders.gift_slips import give_gift_slip
from retour_core.orders.mailbox import mailbox_token
from retour_core.orders.models import Order
from retour_core.orders.slips import SLIP_LIFETIME, slip_url
from retour_core.payments.accounts import save_account
from retour_core.payments.models import PaymentAccount
from retour_core.returns.actors import CUSTOMER, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.operations import cancel
from retour_core.threads.operations import answer, ask_customer
from tests.factories import NOW, grant, make_order
from tests.payments.charging import CHARGES
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.test_links import token_of
from tests.portal_site.flow.test_told import HAT, rule
from tests.portal_site.flow.walk import Customer, first_line

Page = tuple[str, Any]
_ALICE = Actor(ActorKind.STAFF, "alice")
_MONTHS_LATER = NOW + timedelta(days=70)


def every_page(order: Order, language: str = "en") -> Iterator[Page]:
    """Name and response of each; ``order`` has a jacket and a hat. A walk of its own
    for every return, so that none depends on what another left behind."""
    shop = order.shop
    grant(order.brand, store_credit_bonus="10")
    customer = Customer(order.brand, language)
    yield from _finding(customer, order)
    yield from _choosing(customer, order)
    yield from _grouped(
        Customer(order.brand, language),
        make_order(shop, number="NW-2002", email="g@example.org"),
        make_order(shop, number="NW-2003", email="g@example.org"),
    )
    yield from _sent(customer)
    yield from _followed(customer)
    yield from _kept(Customer(order.brand, language), order)
    yield from _own_parcel(
        Customer(order.brand, language), make_order(shop, number="NW-2004")
    )
    yield from _brought(
        Customer(order.brand, language), make_order(shop, number="NW-2006")
    )
    yield from _dead_ends(
        Customer(order.brand, language), make_order(shop, number="NW-2005")
    )
    yield from _paying(
        Customer(order.brand, language), make_order(shop, number="NW-2007")
    )


def _finding(customer: Customer, order: Order) -> Iterator[Page]:
    for name in ("lookup", "embed", "gift", "find_help", "dropoffs"):
        yield name, customer.client.get(customer.url(name))
    give_gift_slip(order, by="anna", now=NOW)
    yield "gift code", customer.client.get(customer.url("gift"))
    yield "gift number", customer.client.get(f"{customer.url('gift')}?number=")
    mail = {"email": "otto@example.org"}
    yield "help sent", customer.client.post(customer.url("find_help"), mail)
    token = mailbox_token(order)
    yield "orders", customer.client.get(customer.url("orders", token))


def _choosing(customer: Customer, order: Order) -> Iterator[Page]:
    jacket = first_line(order)
    customer.find(order)
    yield "items", customer.see("items")
    yield "claim", customer.client.get(f"{customer.step('items')}?kind=claim")
    customer.choose((jacket, 1))
    yield "reasons", customer.see("reasons")
    customer.give_reason(jacket)
    yield "method", customer.see("method")
    customer.send("method", {"method": "drop_off_point"})
    yield "review", customer.see("review")
    customer.send("review")


def _grouped(customer: Customer, *orders: Order) -> Iterator[Page]:
    page = customer.url("orders", mailbox_token(orders[0]))
    customer.client.post(page, {"order": [order.pk for order in orders]})
    common = customer.url("group", ReturnGroup.objects.get().private_key)
    yield "group", customer.client.get(common)
    for order in orders:
        customer.key = Return.objects.get(order=order).private_key
        customer.choose((first_line(order), 1))
        customer.give_reason(first_line(order))
        customer.send("method", {"method": "drop_off_point"})
        yield "review of a group", customer.see("review")
    customer.client.post(common)
    yield "group sent", customer.client.get(common)


def _sent(customer: Customer) -> Iterator[Page]:
    yield "label waiting", customer.see("confirmation")
    ret = customer.ret()
    label = label_ready(ret)
    ReturnEvent.objects.filter(kind="return.ready").update(to_state="ready")
    for step in ("confirmation", "tracking", "cancel", "change"):
        yield step, customer.see(step)
    label.document.delete()
    label.qr_code.save("code.png", ContentFile(b"\x89PNG of a test"))
    yield "code", customer.see("confirmation")
    with time_machine.travel(_MONTHS_LATER, tick=False):
        yield "open", customer.see("open")


def _followed(customer: Customer) -> Iterator[Page]:
    ret = customer.ret()
    yield "no messages", customer.see("messages")
    ask_customer(ret, text="What is broken?", actor=_ALICE)
    yield "tracking with a question", customer.see("tracking")
    yield "question", customer.see("messages")
    answer(ret, text="The seam.", uploads=[])
    yield "answered", customer.see("messages")
    cancel(ret, actor=CUSTOMER)
    yield "cancelled", customer.see("tracking")


def _kept(customer: Customer, order: Order) -> Iterator[Page]:
    """Nothing has to be sent, so there is no way back to choose."""
    rule(order.brand, HAT, keep_item=True)
    hat = order.lines.order_by("position")[1]
    customer.find(order)
    customer.choose((hat, 1))
    customer.give_reason(hat)
    yield "resolutions", customer.see("resolutions")


def _own_parcel(customer: Customer, order: Order) -> Iterator[Page]:
    grant(order.brand, methods=["own_carrier"])
    customer.submit(order, 2, "own_carrier")
    yield "parcel", customer.see("parcel")
    yield "nothing left", customer.look_up(order.number)


def _brought(customer: Customer, order: Order) -> Iterator[Page]:
    grant(order.brand, methods=["in_store"])
    customer.up_to_review(order, 1, "in_store")
    yield "review for a store", customer.see("review")
    customer.send("review")
    yield "brought to a store", customer.see("confirmation")
    grant(order.brand)


def _paying(customer: Customer, order: Order) -> Iterator[Page]:
    """Last, for the brand charges from now on; before it, every way to choose from."""
    grant(order.brand, methods=[method.value for method in ReturnMethod])
    customer.find(order)
    customer.choose((first_line(order), 1))
    customer.give_reason(first_line(order))
    yield "every way", customer.see("method")
    grant(order.brand, **CHARGES)
    account = PaymentAccount(brand=order.brand, kind="sandbox", name="Sandbox")
    assert save_account(account, {}) is None
    again = make_order(order.shop, number="NW-2008")
    customer.up_to_review(again)
    customer.send("review")
    yield "pay", customer.see("pay")
    customer.send("pay")
    yield "to the payment", customer.see("pay_onward")
    yield "back too early", customer.see("paid")
    link = unsubscribe_url(order.brand, "anna@example.org")
    path = link.removeprefix(order.brand.portal_url)
    yield "no more reminders", customer.client.get(path)


def _dead_ends(customer: Customer, order: Order) -> Iterator[Page]:
    customer.find(order)
    Return.objects.filter(private_key=customer.key).update(
        created_at=NOW - timedelta(days=2)
    )
    yield "expired", customer.see("items")
    unknown = token_of(order.shop, "unknown")
    yield "not here", customer.client.get(customer.url("link", unknown))
    slip = "/s/" + slip_url(order).rpartition("/s/")[2]
    with time_machine.travel(NOW + SLIP_LIFETIME + timedelta(days=1), tick=False):
        yield "old slip", customer.client.get(slip)
