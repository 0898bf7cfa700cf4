"""The mail to the merchant that a range of numbers runs out, once a range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from retour_core.accounts.queries import account
from retour_core.carriers.number_models import NumberRange
from retour_core.notifications.merchant_mail import mail_merchant


def send_low_mail(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Goes to the merchant's own address, else to the support address of the brand that
    has used the account longest; nowhere once another range has taken its place."""
    rows = NumberRange.objects.select_related("account")
    row = rows.filter(pk=payload["range_id"], account__isnull=False).first()
    if row is None or row.account is None or not row.is_low:
        return None
    brand = row.account.brands.order_by("pk").first()
    if brand is None:
        return None
    mail_merchant(
        brand,
        account().email or brand.support_email,
        subject=_("{brand}: numbers for labels run out"),
        template="number_range_low",
        key=f"{message_id}.numbers",
        context={
            "range": row,
            "url": settings.RETOUR_STAFF_PAGES["carrier"].format(pk=row.account_id),
        },
    )
    return None
