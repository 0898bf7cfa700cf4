"""The mail to a brand's administrators that one of their webhooks was paused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.accounts.queries import account
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.operations import hand_over
from retour_core.webhooks.models import WebhookEndpoint


def send_pause_mail(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Goes to the brand's support address, else to the merchant's own."""
    rows = WebhookEndpoint.objects.select_related("brand")
    endpoint = rows.filter(pk=payload["endpoint_id"]).exclude(pause="").first()
    if endpoint is None:
        return None
    brand = endpoint.brand
    to = brand.support_email or account().email
    if not to:
        return None
    with translation.override(brand.default_locale):
        subject = _("{brand}: a webhook is paused").format(brand=one_line(brand.name))
    mail = BrandMail(
        brand=brand,
        to=to,
        subject=subject,
        template="webhook_paused",
        locale=brand.default_locale,
        key=f"{message_id}.webhook",
        context={"endpoint": endpoint},
    )
    hand_over(render(mail))
    return None
