"""The mail to a brand's administrators that one of their webhooks was paused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from retour_core.accounts.queries import account
from retour_core.notifications.merchant_mail import mail_merchant
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
    mail_merchant(
        brand,
        brand.support_email or account().email,
        subject=_("{brand}: a webhook is paused"),
        template="webhook_paused",
        key=f"{message_id}.webhook",
        context={"endpoint": endpoint},
    )
    return None
