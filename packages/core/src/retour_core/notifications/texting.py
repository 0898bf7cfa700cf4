"""The short form of a mail, for brands that wrote one and have somebody to send it."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from retour_core.brands.languages import spoken
from retour_core.notifications.brand_mail import one_line
from retour_core.notifications.kinds import KINDS
from retour_core.notifications.models import MailText
from retour_core.notifications.own import OwnText
from retour_core.notifications.placeholders import filled
from retour_core.notifications.sms import sender
from retour_core.notifications.texts import own_text
from retour_core.notifications.values import context_of, values_of, written_day
from retour_core.outbox.operations import put
from retour_core.returns.models import Return


def put_sms(
    ret: Return, template: str, *, message_id: int, day: date | None = None
) -> None:
    """Beside the mail with the outbox id ``message_id``, once."""
    to = str(ret.sender.get("phone", ""))
    kind = KINDS[template]
    if not to or not kind.may_sms or sender() is None:
        return
    own = own_text(ret.brand, kind, spoken(ret.brand, ret.locale))
    if own is None or not own.sms:
        return
    text = written_sms(ret, template, own, day=day, has_label=_prints(ret))
    put("sms", {"to": to, "text": text}, dedupe_key=f"sms-{message_id}")


def written_sms(
    ret: Return,
    template: str,
    own: MailText | OwnText,
    *,
    day: date | None,
    has_label: bool,
) -> str:
    """As the customer gets it. ``day`` is that of the deadline, if there is one."""
    with translation.override(own.language):
        context = context_of(ret, template, own.language) | {"has_label": has_label}
        deadline = written_day(day, own.language)
        name = one_line(ret.brand.name)
        return filled(own.sms, values_of(context, brand=name, deadline=deadline))


def _prints(ret: Return) -> bool:
    return ret.labels.filter(state="ready").exclude(document="").exists()
