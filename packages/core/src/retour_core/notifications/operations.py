from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.core.mail import EmailMessage
from django.utils.timezone import localtime

from retour_core.domain.states import ReturnState
from retour_core.notifications.kinds import KINDS
from retour_core.notifications.mails import render_mail
from retour_core.notifications.texting import put_sms
from retour_core.notifications.unsubscribing import is_suppressed
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.payments.queries import pay_by
from retour_core.returns.models import Return

# What these say is only true in that state.
_ONLY_WHILE = {
    "fee_due": ReturnState.AWAITING_PAYMENT,
    "reminder": ReturnState.READY,
    "in_transit": ReturnState.IN_TRANSIT,
    "arrived": ReturnState.ARRIVED,
    "bounced": ReturnState.BOUNCED,
    "label_expired": ReturnState.READY,
    "expired": ReturnState.EXPIRED,
}


def send_mail(payload: dict[str, Any], *, message_id: int) -> Callable[[], None] | None:
    """Deliver one ``mail`` message; its Message-ID is the same at every attempt."""
    ret = Return.objects.select_related("brand", "order", "return_address").get(
        pk=payload["return_id"]
    )
    template = payload["template"]
    kind = KINDS[template]
    if kind.may_unsubscribe and is_suppressed(ret.brand, ret.email):
        return None
    if template in _ONLY_WHILE and ret.current_state is not _ONLY_WHILE[template]:
        return None  # the return went on while the mail waited
    day = date.fromisoformat(payload["day"]) if "day" in payload else None
    if template == "fee_due":
        day = localtime(pay_by(ret)).date()
    hand_over(render_mail(ret, template, message_id=message_id, day=day))
    return partial(put_sms, ret, template, message_id=message_id, day=day)


def hand_over(mail: EmailMessage) -> None:
    """Send a mail from a delivery: raises ``TryLater`` or ``Undeliverable``."""
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        # 4xx is “not now”: greylisting, a full mailbox.
        if any(code < 500 for code, _ in error.recipients.values()):
            raise TryLater(f"Refused for now: {error}") from error
        raise Undeliverable(f"The address was refused: {error}") from error
    except ValueError as error:  # what Django says of an address it cannot write to
        raise Undeliverable(f"The mail cannot be addressed: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise TryLater(f"{type(error).__name__}: {error}") from error
