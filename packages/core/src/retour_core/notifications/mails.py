"""A mail about a return: the customer's language, the brand's look, text and HTML."""

from __future__ import annotations

import io
from email.mime.image import MIMEImage
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image

from retour_core.domain.colours import text_on
from retour_core.domain.money import Money, format_money
from retour_core.labels.models import Label, LabelState
from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return

_LOGO_ID = "brand-logo"
_LOGO_BOX = (240, 44)


def render_mail(
    ret: Return, template: str, *, message_id: int
) -> EmailMultiAlternatives:
    """``template`` names a state the customer is written to about ("ready", …).

    The label is attached once it is there. ``message_id`` is the outbox row's id.
    """
    with translation.override(ret.locale):
        label = ret.labels.filter(state=LabelState.READY).first()
        logo = _logo(ret)
        context = _context(ret, template, has_label=label is not None) | {
            "logo": f"cid:{_LOGO_ID}" if logo else "",
            "logo_size": _logo_size(logo) if logo else (0, 0),
        }
        brand = _one_line(ret.brand.name)
        subject = _subject(template).format(brand=brand, rma=ret.rma_number)
        text = render_to_string(f"retour_mail/{template}.txt", context)
        html = render_to_string(f"retour_mail/{template}.html", context)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=formataddr((brand, sender)),
        to=[ret.email],
        reply_to=[ret.brand.support_email] if ret.brand.support_email else None,
        headers={
            "Message-ID": f"<retour-{message_id}.{ret.public_id}@{_domain(sender)}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(html, "text/html")
    if logo:
        mail.attach(logo)
    if template == "ready" and label is not None:
        _attach_label(mail, ret, label)
    return mail


def _context(ret: Return, template: str, *, has_label: bool) -> dict[str, Any]:
    order = ret.order
    lines = list(ret.lines.select_related("order_line").order_by("pk"))
    refund = ret.refunds.exclude(state="failure").first()
    estimate = sum(line.refund_minor for line in lines)
    amount = refund.amount_minor if refund else estimate
    return {
        "ret": ret,
        "brand": ret.brand,
        "order": order,
        "lines": lines,
        "template": template,
        "has_label": has_label,
        "tracking_url": tracking_url(ret),
        "amount": format_money(Money(amount, order.currency), ret.locale),
        "language": ret.locale,
        "on_primary": text_on(ret.brand.primary_colour),
    }


def _subject(template: str) -> str:
    return {
        "requested": _("{brand}: we have your return request {rma}"),
        "rejected": _("{brand}: about your return request {rma}"),
        "ready": _("{brand}: your return {rma} is ready to send"),
        "received": _("{brand}: your return {rma} has arrived"),
        "settled": _("{brand}: your refund for {rma}"),
        "cancelled": _("{brand}: your return {rma} is cancelled"),
    }[template]


def _logo_size(logo: MIMEImage) -> tuple[int, int]:
    """Width and height in pixels that fit the mail's head, in proportion.

    Written out because Outlook knows no ``max-width``.
    """
    content: Any = logo.get_payload(decode=True)
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except (OSError, ValueError):
        return _LOGO_BOX
    scale = min(_LOGO_BOX[0] / width, _LOGO_BOX[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _logo(ret: Return) -> MIMEImage | None:
    name = (ret.brand.logo.name or "").lower()
    if not name.endswith((".png", ".jpg", ".jpeg", ".gif")):
        return None
    try:
        with ret.brand.logo.open("rb") as file:
            image = MIMEImage(file.read())
    except (OSError, TypeError):
        return None  # a mail without its logo is still the mail that was promised
    image.add_header("Content-ID", f"<{_LOGO_ID}>")
    image.add_header("Content-Disposition", "inline")
    return image


def _attach_label(mail: EmailMultiAlternatives, ret: Return, label: Label) -> None:
    with label.document.open("rb") as file:
        mail.attach(f"{ret.rma_number}.pdf", file.read(), "application/pdf")


def _one_line(text: str) -> str:
    # A line break in a header is refused by Django, and the mail never goes.
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "localhost"
