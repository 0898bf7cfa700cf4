"""Rows of a brand for the pages of the back office that are about one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone

from retour_core.accounts.models import Role, StaffRole
from retour_core.brands.models import Brand
from retour_core.imports.operations import upload
from retour_core.labels.box_models import BoxBatch
from retour_core.labels.boxes import make_box_labels
from retour_core.notices.models import NoticeSubscription
from retour_core.notices.operations import subscribe
from retour_core.orders.gift_slips import give_gift_slip
from retour_core.orders.models import GiftSlip
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.operations import approve
from retour_core.returns.receiving import receive
from retour_core.tracking.addresses import open_hook
from retour_core.tracking.models import TrackingHook
from retour_core.webhooks.models import WebhookDelivery
from retour_core.webhooks.operations import add_endpoint
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.domains.models import MailSender, PortalDomain
from tests.factories import NOW, make_order
from tests.portal_site.backoffice.carriers.rows import carrier_account
from tests.portal_site.backoffice.conftest import House, make_ready, make_rule, submit
from tests.portal_site.backoffice.payments.rows import payment_account
from tests.portal_site.backoffice.reasons.rows import listed_row
from tests.portal_site.backoffice.returns.cases import photo_of_line
from tests.portal_site.backoffice.terms import make_policy, make_return_rule
from tests.portal_site.backoffice.tracking_accounts.rows import tracking_account
from tests.portal_site.backoffice.withdrawals.cases import withdraw

# There is something to break down once it came, and a label.
_OF_WHAT_CAME = ("breakdown", "label")


def arguments_of(name: str, house: House) -> list[Any]:
    """What the URL of that name takes, all of it the house's."""
    noun, _, view = name.partition(":")
    if noun == "return-policies" and view != "use_version":
        return [house.brand.pk, "return"]
    if noun == "returns" and view.startswith(_OF_WHAT_CAME):
        return [row_of("came", house).pk]
    pk = row_of(noun, house).pk
    if view.startswith("photo"):
        return [pk, photo_of_line(house.ret).public_id]
    if noun == "webhooks" and "message" in view:
        return [pk, message_of(house).pk]
    if view.startswith("gift_slip_") or view == "revoke_slip":
        return [pk, row_of("gift slip", house).pk]
    about_token = view in ("revoke_token", "rotate_token")
    return [pk, house.token.pk] if about_token else [pk]


def row_of(noun: str, house: House) -> Any:
    """The house's row for the pages of ``noun``, made when it is first asked for."""
    if noun not in house.rows:
        house.rows[noun] = _makers(house)[noun]()
    return house.rows[noun]


def _makers(house: House) -> dict[str, Callable[[], Any]]:
    return {
        "returns": lambda: house.ret,
        "orders": lambda: house.order,
        "shops": lambda: house.shop,
        "brands": lambda: house.brand,
        "return-portal": lambda: house.brand,
        "return-addresses": lambda: house.address,
        "carriers": lambda: carrier_account(house.brand),
        "tracking-accounts": lambda: tracking_account(house.brand),
        "tracking-hooks": lambda: tracking_hook(house.brand),
        "payments": lambda: payment_account(house.brand),
        "sender-addresses": lambda: make_rule(house).sender_address,
        "shipping-rules": lambda: make_rule(house),
        "reasons": lambda: listed_row("reasons", house.brand),
        "questions": lambda: listed_row("questions", house.brand),
        "return-rules": lambda: make_return_rule(house),
        "return-policies": lambda: make_policy(house),
        "staff": lambda: clerk_of(house),
        "withdrawals": lambda: withdraw(house),
        "webhooks": lambda: (
            house.brand.webhook_endpoints.first()
            or add_endpoint(house.brand, f"https://{house.brand.slug}.example/")[0]
        ),
        "notices": lambda: subscription_of(house),
        "domains": lambda: PortalDomain.objects.get_or_create(
            brand=house.brand, host=f"returns.{house.brand.slug}.example"
        )[0],
        "mail-sender": lambda: MailSender.objects.get_or_create(
            brand=house.brand,
            defaults={
                "address": f"returns@{house.brand.slug}.example",
                "challenge": "a" * 32,
                "asked_at": timezone.now(),
            },
        )[0],
        "box-labels": lambda: box_batch(house),
        "imports": lambda: upload(house.shop, BytesIO(b"a,b\n1,2\n"), name="a.csv"),
        "came": lambda: came(house),
        "gift slip": lambda: gift_slip_of(house),
    }


def came(house: House) -> Return:
    """A return of another order that got a label and was received."""
    order = make_order(
        house.shop,
        number=f"{house.order.number}-came",
        email=house.order.email,
        shipping_address=house.order.shipping_address,
    )
    ready = make_ready(approve(submit(order), actor=SYSTEM))
    return receive(ready, actor=SYSTEM)


def tracking_hook(*brands: Brand, source: str = "dhl") -> TrackingHook:
    names = " and ".join(brand.name for brand in brands)
    return open_hook(source, f"{source} of {names}", "the-secret-key", brands=brands)


def gift_slip_of(house: House) -> GiftSlip:
    return give_gift_slip(house.order, by="clerk", now=timezone.now())


def subscription_of(house: House) -> NoticeSubscription:
    email = f"desk@{house.brand.slug}.example"
    known = house.brand.notice_subscriptions.filter(email=email).first()
    return known or subscribe(house.brand, email, now=NOW)


def box_batch(house: House) -> BoxBatch:
    until = timezone.now() + timedelta(days=30)
    batch = make_box_labels(house.brand, [house.order], until=until)
    batch.document.save("labels.pdf", ContentFile(b"%PDF-1.7"))
    return batch


def message_of(house: House) -> WebhookDelivery:
    message, _ = WebhookDelivery.objects.get_or_create(
        endpoint=house.brand.webhook_endpoints.latest("pk"),
        event_type="return.requested",
        event_key="event-1",
        defaults={"ret": house.ret, "happened_at": house.ret.created_at},
    )
    return message


def clerk_of(house: House) -> StaffRole:
    name = f"clerk.of.{house.brand.slug}"
    user, _ = User.objects.get_or_create(
        username=name, defaults={"email": f"{name}@example.org"}
    )
    return grant_staff_role(user, house.brand, Role.AGENT)
