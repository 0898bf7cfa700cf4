"""The mails of a withdrawal: to the consumer at once, to the merchant beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.domain.written_dates import date_locale
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.handover import handover_of
from retour_core.notifications.kinds import KINDS
from retour_core.notifications.own import OwnText, own_context, own_subject
from retour_core.notifications.texts import own_text
from retour_core.notifications.values import said_of_way
from retour_core.withdrawals.documents import acknowledgement_pdf
from retour_core.withdrawals.facts import facts_of, seal_text
from retour_core.withdrawals.flags import flag_sentences
from retour_core.withdrawals.links import withdrawal_url
from retour_core.withdrawals.models import Withdrawal

_TO_MERCHANT = frozenset({"merchant", "refund_due", "undeliverable"})


def render_mail(
    withdrawal: Withdrawal, template: str, *, message_id: int, day: date | None = None
) -> EmailMultiAlternatives | None:
    """``template``: “acknowledged”, “refused” and “send_back_due” go to the consumer,
    “merchant”, “refund_due” and “undeliverable” to the brand. ``day`` is the last one
    of the clock a reminder is about.

    ``None`` if nobody is to be written to: a brand without an address, a record whose
    content is erased.
    """
    is_inward = template in _TO_MERCHANT
    brand = withdrawal.brand
    consumer = withdrawal.content.get("email", "")
    to = brand.support_email if is_inward else consumer
    if not to:
        return None
    locale = (
        brand.default_locale if is_inward else withdrawal.content.get("locale", "en")
    )
    subject, context, is_own = _words(withdrawal, template, locale=locale, day=day)
    mail = render(
        BrandMail(
            brand=brand,
            to=to,
            subject=subject,
            template=f"withdrawal_{template}",
            locale=locale,
            key=f"{message_id}.{withdrawal.reference}",
            context=context,
            is_own=is_own,
            reply_to=consumer if is_inward else "",
        )
    )
    if template == "acknowledged":
        name = f"{withdrawal.reference}.pdf"
        mail.attach(name, acknowledgement_pdf(withdrawal), "application/pdf")
    return mail


def _words(
    withdrawal: Withdrawal, template: str, *, locale: str, day: date | None
) -> tuple[str, dict[str, Any], bool]:
    """Subject, context, and whether they are the brand's own text."""
    written = _written(day, locale)
    values = {
        "brand": one_line(withdrawal.brand.name),
        "reference": withdrawal.reference,
        "deadline": written,
    }
    with translation.override(locale):
        method = withdrawal.ret.method if withdrawal.ret else ""
        subject = _subject(template, method).format(**values, day=written)
        context = _context(withdrawal, locale=locale) | {"day": written}
        context |= said_of_way(method, day=written)
    kind = KINDS.get(f"withdrawal_{template}")  # none for mails to the merchant
    own = OwnText.of(own_text(withdrawal.brand, kind, locale)) if kind else None
    if kind is None or own is None:
        return subject, context, False
    return own_subject(own, values), context | own_context(kind, own, values), True


def _context(withdrawal: Withdrawal, *, locale: str) -> dict[str, Any]:
    return {
        "withdrawal": withdrawal,
        "facts": facts_of(withdrawal, locale=locale),
        "seal": seal_text(withdrawal),
        "url": withdrawal_url(withdrawal),
        "flags": flag_sentences(withdrawal, locale=locale),
    }


def _subject(template: str, method: str) -> str:
    of_way = handover_of(method).subjects.get(f"withdrawal_{template}")
    if of_way is not None:
        return str(of_way)
    return {
        "acknowledged": _("{brand}: we have received your withdrawal {reference}"),
        "refused": _("{brand}: about your withdrawal {reference}"),
        "merchant": _("{brand}: a customer has withdrawn, {reference}"),
        "refund_due": _("{brand}: refund withdrawal {reference} by {day}"),
        "send_back_due": _("{brand}: please send your items back by {day}"),
        "undeliverable": _("{brand}: the receipt of {reference} did not arrive"),
    }[template]


def _written(day: date | None, locale: str) -> str:
    if day is None:
        return ""
    return format_date(day, "long", date_locale(locale))
