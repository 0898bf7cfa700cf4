"""“I can’t find my order number”: a mail to the address the orders were made with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation

from retour_core.brands.models import Brand
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.kinds import KINDS
from retour_core.notifications.operations import hand_over
from retour_core.notifications.own import OwnText, own_context, own_subject
from retour_core.notifications.standard import standard_subject
from retour_core.notifications.texts import own_text
from retour_core.orders.mailbox import LINK_LIFETIME, mailbox_token, orders_of_mailbox
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import put


def ask_for_orders(brand: Brand, email: str, *, locale: str) -> OutboxMessage:
    """Have the orders of ``email`` mailed there, if there are any.

    Known or not, the same row is written and nothing is looked up: neither the answer
    nor its time tells whether somebody is a customer. Call in a transaction.
    """
    return put("order_links", {"brand_id": brand.pk, "email": email, "locale": locale})


def send_order_links(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``order_links``; an unknown address gets no mail."""
    brand = Brand.objects.get(pk=payload["brand_id"])
    orders = orders_of_mailbox(brand, payload["email"])
    if not orders:
        return None
    kind = KINDS["order_links"]
    own = OwnText.of(own_text(brand, kind, payload["locale"]))
    locale = own.language if own else payload["locale"]
    values = {"brand": one_line(brand.name)}
    with translation.override(locale):
        subject = standard_subject(kind.key).format(**values)
    mail = BrandMail(
        brand=brand,
        # As the shop has it, not as somebody typed it.
        to=orders[0].email,
        subject=own_subject(own, values) if own else subject,
        template="order_links",
        locale=locale,
        key=f"{message_id}.orders",
        is_own=own is not None,
        context={
            **(own_context(kind, own, values) if own else {}),
            "tracking_url": f"{brand.portal_url}/o/{mailbox_token(orders[0])}",
            "orders": orders,
            "hours": int(LINK_LIFETIME.total_seconds() // 3600),
        },
    )
    hand_over(render(mail))
    return None
