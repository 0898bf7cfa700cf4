"""A mail about a return: the customer's language, the brand's look, text and HTML."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.domain.money import Money, format_money
from retour_core.labels.models import Label, LabelState
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.returns.estimating import expected_refund
from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return
from retour_core.returns.parts import has_failed, latest_parts


def render_mail(
    ret: Return, template: str, *, message_id: int
) -> EmailMultiAlternatives:
    """``template`` names a state the customer is written to about ("ready", …).

    The label is attached once it is there. ``message_id`` is the outbox row's id.
    """
    label = ret.labels.filter(state=LabelState.READY).first()
    with translation.override(ret.locale):
        subject = _subject(_settled_by(ret) if template == "settled" else template)
        subject = subject.format(brand=one_line(ret.brand.name), rma=ret.rma_number)
    mail = render(
        BrandMail(
            brand=ret.brand,
            to=ret.email,
            subject=subject,
            template=template,
            locale=ret.locale,
            key=f"{message_id}.{ret.public_id}",
            context=_context(ret, template, has_label=label is not None),
        )
    )
    if template == "ready" and label is not None:
        _attach_label(mail, ret, label)
    return mail


def _context(ret: Return, template: str, *, has_label: bool) -> dict[str, Any]:
    order = ret.order
    lines = list(ret.lines.select_related("order_line").order_by("pk"))
    parts = latest_parts(ret)
    refund, credit = parts.refund, parts.credit
    if refund is not None and has_failed(refund):
        refund = None
    amount = refund.amount_minor if refund else expected_refund(ret, lines)
    return {
        "ret": ret,
        "order": order,
        "lines": lines,
        "template": template,
        "has_label": has_label,
        "tracking_url": tracking_url(ret),
        "amount": format_money(Money(amount, order.currency), ret.locale),
        "gives_money": refund is not None or not list(parts),
        "only_money": not (credit or parts.replacements),
        "credit": credit,
        "credit_amount": format_money(
            Money(credit.worth_minor if credit else 0, order.currency), ret.locale
        ),
        "sent": parts.replacements,
    }


def _settled_by(ret: Return) -> str:
    parts = latest_parts(ret)
    return "settled_otherwise" if parts.credit or parts.replacements else "settled"


def _subject(template: str) -> str:
    return {
        "requested": _("{brand}: we have your return request {rma}"),
        "rejected": _("{brand}: about your return request {rma}"),
        "kept": _("{brand}: you can keep the items of your return {rma}"),
        "ready": _("{brand}: your return {rma} is ready to send"),
        "received": _("{brand}: your return {rma} has arrived"),
        "settled": _("{brand}: your refund for {rma}"),
        "settled_otherwise": _("{brand}: your return {rma} is settled"),
        "cancelled": _("{brand}: your return {rma} is cancelled"),
    }[template]


def _attach_label(mail: EmailMultiAlternatives, ret: Return, label: Label) -> None:
    with label.document.open("rb") as file:
        mail.attach(f"{ret.rma_number}.pdf", file.read(), "application/pdf")
