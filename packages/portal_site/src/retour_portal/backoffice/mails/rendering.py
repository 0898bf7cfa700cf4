"""A text as the mail or text message it makes: about a real return or order, or about
one that never was."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from retour_core.brands.models import Brand
from retour_core.notifications.kinds import MailKind
from retour_core.notifications.mails import render_with
from retour_core.notifications.operations import hand_over
from retour_core.notifications.own import OwnText
from retour_core.notifications.placeholders import filled
from retour_core.notifications.sample import render_sample, sample_values
from retour_core.notifications.texting import written_sms
from retour_core.orders.models import Order
from retour_core.returns.deadlines import last_day
from retour_core.returns.models import Return
from retour_portal.backoffice.mails.real import real_one

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import User


def rendered(
    user: Any,
    brand: Brand,
    kind: MailKind,
    text: OwnText | None,
    *,
    language: str,
    about: str,
) -> EmailMultiAlternatives:
    """``about`` is the ``Real`` one's value, or "" for the sample; ``Http404`` for one
    that is not the brand's. ``text`` None is the standard one in ``language``."""
    key = f"test.{uuid.uuid4()}"
    real = real_one(user, brand, kind, about) if about else None
    if not isinstance(real, Return):
        return render_sample(brand, kind, text, language=language, key=key, order=real)
    real.locale = language
    return render_with(
        real,
        kind.key,
        text,
        key=key,
        day=_day(real),
        has_label=True,
        is_preview=True,
    )


def rendered_sms(
    user: Any, brand: Brand, kind: MailKind, text: OwnText, *, about: str
) -> str:
    """As ``rendered``, of the short form."""
    real = real_one(user, brand, kind, about) if about else None
    if isinstance(real, Return):
        return written_sms(real, kind.key, text, day=_day(real), has_label=True)
    return _sms_of_sample(brand, kind, text, real)


def _sms_of_sample(
    brand: Brand, kind: MailKind, text: OwnText, order: Order | None
) -> str:
    with translation.override(text.language):
        values = sample_values(brand, kind, order, locale=text.language)
        return filled(text.sms, values)


def _day(ret: Return) -> date | None:
    return last_day(ret, ret.submitted_at or timezone.now())


def send_test(user: User, mail: EmailMultiAlternatives) -> None:
    """To who asks, whoever the mail was for. Raises what ``hand_over`` does."""
    mail.to = [user.email]
    mail.subject = _("Test: {subject}").format(subject=mail.subject)
    for header in ("List-Unsubscribe", "List-Unsubscribe-Post"):
        mail.extra_headers.pop(header, None)
    hand_over(mail)
