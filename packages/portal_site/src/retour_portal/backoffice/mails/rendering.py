"""A text as the mail it makes: about a real return, or about one that never was."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from retour_core.brands.models import Brand
from retour_core.notifications.kinds import MailKind
from retour_core.notifications.mails import render_with
from retour_core.notifications.operations import hand_over
from retour_core.notifications.own import OwnText
from retour_core.notifications.sample import render_sample
from retour_core.returns.deadlines import last_day
from retour_core.returns.models import Return
from retour_portal.backoffice.access import PROCESSES_RETURNS, brand_ids_with

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

_MOST = 10


def real_returns(user: Any, brand: Brand, kind: MailKind) -> QuerySet[Return]:
    """Those that ``user`` may see; a content editor sees no customers."""
    rows = Return.objects.for_brands(
        set(brand_ids_with(user, PROCESSES_RETURNS)) & {brand.pk}
    )
    if not kind.about_return or kind.key == "thread_message":
        return rows.none()
    return rows.submitted().select_related("order", "brand").order_by("-pk")


def newest_returns(user: Any, brand: Brand, kind: MailKind) -> list[Return]:
    return list(real_returns(user, brand, kind)[:_MOST])


def rendered(
    user: Any,
    brand: Brand,
    kind: MailKind,
    text: OwnText | None,
    *,
    language: str,
    about: str,
) -> EmailMultiAlternatives:
    """``about`` is the id of a return, or "" for the sample; ``Http404`` for an id that
    ``user`` may not see. ``text`` None is the standard one in ``language``."""
    key = f"test.{uuid.uuid4()}"
    if not about:
        return render_sample(brand, kind, text, language=language, key=key)
    rows = real_returns(user, brand, kind)
    ret = rows.filter(pk=int(about)).first() if about.isdecimal() else None
    if ret is None:
        raise Http404
    ret.locale = language
    return render_with(
        ret,
        kind.key,
        text,
        key=key,
        day=last_day(ret, ret.submitted_at or timezone.now()),
        has_label=True,
        is_preview=True,
    )


def send_test(user: User, mail: EmailMultiAlternatives) -> None:
    """To who asks, whoever the mail was for. Raises what ``hand_over`` does."""
    mail.to = [user.email]
    mail.subject = _("Test: {subject}").format(subject=mail.subject)
    for header in ("List-Unsubscribe", "List-Unsubscribe-Post"):
        mail.extra_headers.pop(header, None)
    hand_over(mail)
