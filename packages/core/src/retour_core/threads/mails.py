"""What the merchant wrote, as a mail to the customer, with a link to answer."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.threads.links import thread_url
from retour_core.threads.models import Message


def render_mail(message: Message, *, message_id: int) -> EmailMultiAlternatives:
    """``message_id`` is the outbox row's id."""
    ret = message.parent
    with translation.override(ret.locale):
        wording = (
            _("{brand}: a question about your return {rma}")
            if message.is_question
            else _("{brand}: a message about your return {rma}")
        )
    return render(
        BrandMail(
            brand=ret.brand,
            to=ret.email,
            subject=wording.format(brand=one_line(ret.brand.name), rma=ret.rma_number),
            template="thread_message",
            locale=ret.locale,
            key=f"{message_id}.{message.public_id}",
            context={
                "ret": ret,
                "order": ret.order,
                "message": message,
                "lines": list(ret.lines.select_related("order_line").order_by("pk")),
                "tracking_url": thread_url(ret),
            },
        )
    )
