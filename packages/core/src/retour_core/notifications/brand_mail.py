"""A mail in a brand's look: its name as sender, its logo, HTML and text alike."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.mime.image import MIMEImage
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image

from retour_core.domain.colours import text_on

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

_LOGO_ID = "brand-logo"
_LOGO_BOX = (240, 44)


@dataclass(frozen=True, kw_only=True)
class BrandMail:
    """``template`` names a pair ``retour_mail/<template>.html`` and ``.txt``.

    ``key`` makes the Message-ID, the same at every attempt: an outbox row's id and
    what the mail is about. ``subject`` may be of any length and is made one line.
    ``is_own``: the brand's text stands around the template's (``own.own_context``).
    """

    brand: Brand
    to: str
    subject: str
    template: str
    locale: str
    key: str
    context: Mapping[str, Any]
    reply_to: str = ""
    is_own: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def render(mail: BrandMail) -> EmailMultiAlternatives:
    """Ready to send; documents are attached by the caller."""
    brand = mail.brand
    logo = _logo(brand)
    text, html = _bodies(mail, logo)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name = one_line(brand.mail_name or brand.name)
    # The envelope's sender, who hears of bounces, stays the installation's.
    own = {"From": formataddr((name, brand.mail_address))} if brand.mail_address else {}
    reply_to = mail.reply_to or brand.support_email
    message = EmailMultiAlternatives(
        subject=one_line(mail.subject),
        body=text,
        from_email=formataddr((name, sender)),
        to=[mail.to],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": f"<retour-{mail.key}@{_domain(sender)}>",
            "Auto-Submitted": "auto-generated",
            **own,
            **mail.headers,
        },
    )
    message.attach_alternative(html, "text/html")
    if logo:
        message.attach(logo)
    return message


def _bodies(mail: BrandMail, logo: MIMEImage | None) -> tuple[str, str]:
    """As text and as HTML, in the mail's language."""
    brand = mail.brand
    template = "own" if mail.is_own else mail.template
    with translation.override(mail.locale):
        context = {
            **mail.context,
            "brand": brand,
            "language": mail.locale,
            "is_rtl": translation.get_language_bidi(),
            "title": one_line(mail.subject),
            "standard_html": f"retour_mail/{mail.template}.html",
            "standard_txt": f"retour_mail/{mail.template}.txt",
            "on_primary": text_on(brand.primary_colour),
            "logo": f"cid:{_LOGO_ID}" if logo else "",
            "logo_size": _logo_size(logo) if logo else (0, 0),
        }
        return (
            render_to_string(f"retour_mail/{template}.txt", context),
            render_to_string(f"retour_mail/{template}.html", context),
        )


def one_line(text: str) -> str:
    """A line break in a header is refused by Django, and the mail would never go."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


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


def _logo(brand: Brand) -> MIMEImage | None:
    name = (brand.logo.name or "").lower()
    if not name.endswith((".png", ".jpg", ".jpeg", ".gif")):
        return None
    try:
        with brand.logo.open("rb") as file:
            image = MIMEImage(file.read())
    except (OSError, TypeError):
        return None  # a mail without its logo is still the mail that was promised
    image.add_header("Content-ID", f"<{_LOGO_ID}>")
    image.add_header("Content-Disposition", "inline")
    return image


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "localhost"
