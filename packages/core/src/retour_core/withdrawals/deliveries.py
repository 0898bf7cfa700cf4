"""What the outbox carries out for withdrawals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone

from retour_core.notifications.operations import hand_over
from retour_core.outbox.operations import put
from retour_core.outbox.registry import Undeliverable
from retour_core.returns.refusals import NoReturnAddress
from retour_core.withdrawals.mails import render_mail
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.returning import start_return


def send_withdrawal_mail(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``withdrawal_mail``; when it is an acknowledgement, note that."""
    withdrawal = Withdrawal.objects.select_related("record", "brand", "ret").get(
        pk=payload["withdrawal_id"]
    )
    mail = render_mail(
        withdrawal,
        payload["template"],
        message_id=message_id,
        day=date.fromisoformat(payload["day"]) if "day" in payload else None,
    )
    if mail is None:
        return None
    hand_over(mail)
    if payload["template"] != "acknowledged":
        return None
    return partial(_acknowledged, withdrawal.pk)


def _acknowledged(withdrawal_id: int) -> None:
    Withdrawal.objects.filter(pk=withdrawal_id).update(
        acknowledged_at=timezone.now(), undeliverable=""
    )


def mail_given_up(payload: dict[str, Any], reason: str) -> None:
    """Tell the merchant that the acknowledgement did not arrive: send it otherwise.

    A receipt on a durable medium is owed (CRD art. 11a(4)), so it is mailed, and shown.
    """
    if payload["template"] != "acknowledged":
        return
    withdrawal_id = payload["withdrawal_id"]
    Withdrawal.objects.filter(pk=withdrawal_id).update(undeliverable=reason[:255])
    put(
        "withdrawal_mail",
        {"withdrawal_id": withdrawal_id, "template": "undeliverable"},
    )


def begin_return(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``withdrawal_return``: the return and, after it, its label."""
    del message_id  # the withdrawal itself remembers its return
    withdrawal = Withdrawal.objects.get(pk=payload["withdrawal_id"])
    try:
        start_return(withdrawal)
    except NoReturnAddress as error:
        raise Undeliverable(error.message) from error
    return None
