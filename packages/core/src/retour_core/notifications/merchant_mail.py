"""Mails to the merchant's own people about what needs a hand, in a brand's look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import translation

from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.operations import hand_over

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from retour_core.brands.models import Brand


def mail_merchant(
    brand: Brand,
    to: str,
    *,
    subject: Promise,
    template: str,
    key: str,
    context: Mapping[str, Any],
) -> None:
    """Sent at once, in the brand's language; ``subject`` has ``{brand}`` in it. To
    nobody where ``to`` is empty. For deliveries of the outbox: ``key`` as in
    ``BrandMail``."""
    if not to:
        return
    locale = brand.default_locale
    with translation.override(locale):
        named = str(subject).format(brand=one_line(brand.name))
    mail = BrandMail(
        brand=brand,
        to=to,
        subject=named,
        template=template,
        locale=locale,
        key=key,
        context=context,
    )
    hand_over(render(mail))
