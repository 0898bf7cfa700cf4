"""What the merchant wrote, as a mail to the customer, with a link to answer."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.brands.languages import spoken
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.kinds import KINDS
from retour_core.notifications.own import OwnText, own_context, own_subject
from retour_core.notifications.texts import own_text
from retour_core.threads.links import thread_url
from retour_core.threads.models import Message


def render_mail(message: Message, *, message_id: int) -> EmailMultiAlternatives:
    """``message_id`` is the outbox row's id."""
    ret = message.parent
    kind, url = KINDS["thread_message"], thread_url(ret)
    reader = spoken(ret.brand, ret.locale)
    own = OwnText.of(own_text(ret.brand, kind, reader))
    locale = own.language if own else reader
    values = {
        "name": str(ret.sender.get("name", "")),
        "brand": one_line(ret.brand.name),
        "rma": ret.rma_number,
        "order": ret.order.number,
        "link": url,
    }
    with translation.override(locale):
        wording = (
            _("{brand}: a question about your return {rma}")
            if message.is_question
            else _("{brand}: a message about your return {rma}")
        )
    context = own_context(kind, own, values, link=url) if own else {}
    return render(
        BrandMail(
            brand=ret.brand,
            to=ret.email,
            subject=own_subject(own, values) if own else wording.format(**values),
            template="thread_message",
            locale=locale,
            key=f"{message_id}.{message.public_id}",
            is_own=own is not None,
            context={
                **context,
                "ret": ret,
                "order": ret.order,
                "message": message,
                "lines": list(ret.lines.select_related("order_line").order_by("pk")),
                "tracking_url": url,
            },
        )
    )
