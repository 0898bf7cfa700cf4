"""A mail about a return: the customer's language, the brand's look, text and HTML."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from retour_core.brands.languages import spoken
from retour_core.counter.pictures import code_png
from retour_core.counter.queries import is_to_be_brought
from retour_core.labels.customs import (
    CustomsPaper,
    customs_paper,
    customs_parcels,
    needs_customs,
)
from retour_core.labels.models import Label, LabelState
from retour_core.labels.parcel_slips import needs_slip, parcel_slip
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.kinds import KINDS, MailKind
from retour_core.notifications.own import (
    OwnText,
    own_context,
    own_subject,
    preheader_of,
)
from retour_core.notifications.standard import standard_subject
from retour_core.notifications.texts import own_text
from retour_core.notifications.unsubscribing import headers, unsubscribe_url
from retour_core.notifications.values import (
    context_of,
    pay_until,
    please_by,
    values_of,
    written_day,
)
from retour_core.returns.models import Return


def render_mail(
    ret: Return, template: str, *, message_id: int, day: date | None = None
) -> EmailMultiAlternatives:
    """``template`` is a kind of ``kinds.KINDS`` that is about a return ("ready", …);
    ``day`` the last one of the deadline that a reminder is about.

    Labels are attached once they are there, one for each parcel. ``message_id`` is the
    outbox row's id.
    """
    labels = list(ret.labels.filter(state=LabelState.READY).order_by("parcel"))
    reader = spoken(ret.brand, ret.locale)
    own = OwnText.of(own_text(ret.brand, KINDS[template], reader))
    mail = render_with(
        ret,
        template,
        own,
        key=f"{message_id}.{ret.public_id}",
        day=day,
        has_label=any(label.document for label in labels),
    )
    if template == "ready":
        for label in labels:
            _attach_label(mail, ret, label, is_one_of=len(labels))
        _attach_customs(mail, ret)
        _attach_counter_code(mail, ret)
        _attach_slip(mail, ret)
    return mail


def render_with(
    ret: Return,
    template: str,
    own: OwnText | None,
    *,
    key: str,
    day: date | None = None,
    has_label: bool = False,
    is_preview: bool = False,
) -> EmailMultiAlternatives:
    """With this text, saved or not, or with the standard one; nothing is attached.

    A text in another language than the customer's makes it a mail in that language, and
    one the brand no longer speaks makes it a mail in the brand's. In a preview, nobody
    unsubscribes the customer.
    """
    kind, brand = KINDS[template], ret.brand
    locale = own.language if own else spoken(brand, ret.locale)
    with translation.override(locale):
        name, deadline = one_line(brand.name), written_day(day, locale)
        context = context_of(ret, template, locale) | {"has_label": has_label}
        context["has_customs"] = needs_customs(ret)
        context["please_by"] = please_by(deadline)
        context["pay_until"] = pay_until(deadline)
        values = values_of(context, brand=name, deadline=deadline)
        if own is not None:
            link = context["tracking_url"]
            context |= own_context(kind, own, values, link=link)
            context["preheader"] = preheader_of(context["own_blocks"])
            subject = own_subject(own, values)
        else:
            key_of = _subject_key(template, context)
            subject = standard_subject(key_of, ret.method).format(**values)
    unsubscribe = _unsubscribing(ret, kind, is_preview=is_preview)
    return render(
        BrandMail(
            brand=brand,
            to=ret.email,
            subject=subject,
            template=template,
            locale=locale,
            key=key,
            context={**context, "unsubscribe_url": unsubscribe},
            is_own=own is not None,
            headers=headers(unsubscribe) if unsubscribe else {},
        )
    )


def _unsubscribing(ret: Return, kind: MailKind, *, is_preview: bool) -> str:
    """Where to unsubscribe; empty where one cannot."""
    if not kind.may_unsubscribe:
        return ""
    address = "sample@example.org" if is_preview else ret.email
    return unsubscribe_url(ret.brand, address)


def _subject_key(template: str, context: dict[str, Any]) -> str:
    if template == "settled" and not context["only_money"]:
        return "settled_otherwise"
    return template


def _attach_counter_code(mail: EmailMultiAlternatives, ret: Return) -> None:
    if is_to_be_brought(ret):
        name = f"{ret.rma_number}.png"
        mail.attach(name, code_png(ret.rma_number), "image/png")


def _attach_slip(mail: EmailMultiAlternatives, ret: Return) -> None:
    if needs_slip(ret):
        name = f"{ret.rma_number}-slip.pdf"
        mail.attach(name, parcel_slip(ret), "application/pdf")


def _attach_customs(mail: EmailMultiAlternatives, ret: Return) -> None:
    if not needs_customs(ret):
        return
    for parcel in customs_parcels(ret):
        for paper in CustomsPaper:
            made = customs_paper(ret, paper, parcel, shows_values=False)
            name = f"{ret.rma_number}{made.suffix}"
            mail.attach(name, made.content, made.media_type)


def _attach_label(
    mail: EmailMultiAlternatives, ret: Return, label: Label, *, is_one_of: int
) -> None:
    """Or the code that takes its place."""
    stem = ret.rma_number if is_one_of == 1 else f"{ret.rma_number}-{label.parcel}"
    if label.document:
        with label.document.open("rb") as file:
            mail.attach(f"{stem}.pdf", file.read(), "application/pdf")
    if label.qr_code:
        kind = label.code_media_type
        name = f"{stem}.{'png' if kind == 'image/png' else 'svg'}"
        with label.qr_code.open("rb") as file:
            mail.attach(name, file.read(), kind)
