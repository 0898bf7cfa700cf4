"""The mail that tells a subscription what waits for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from retour_core.accounts.queries import account
from retour_core.notices.models import Notice, NoticeSubscription
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.operations import hand_over
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import put
from retour_core.webhooks.events import EVENT_TYPES

# More than this are counted in a mail, not listed.
LISTED = 50
# What one mail tells of; the rest of a very busy day follows in another.
_AT_ONCE = 1000


def send_notices(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """All that waits in one mail; messages that come after it find nothing left."""
    row = (
        NoticeSubscription.objects.select_related("brand")
        .filter(pk=payload["subscription_id"])
        .first()
    )
    taken = _take(row, message_id) if row else []
    if row is None or not taken:
        return None
    with timezone.override(account().timezone):
        hand_over(render(_mail(row, taken, message_id)))
    return partial(_sent, row, message_id, len(taken))


def notices_given_up(payload: dict[str, Any], reason: str) -> None:
    """Staff see at the subscription why nobody hears; what was to be told waits."""
    row = NoticeSubscription.objects.filter(pk=payload["subscription_id"])
    row.update(problem=reason[:300])
    # What another message is mailing right now stays with it.
    live = OutboxMessage.objects.filter(done_at=None, dead_at=None)
    Notice.objects.filter(subscription__in=row, sent_at=None).exclude(
        mailed_by__in=live.values("pk")
    ).update(mailed_by=None)


def _take(row: NoticeSubscription, message_id: int) -> list[Notice]:
    free = row.notices.filter(sent_at=None).filter(
        Q(mailed_by=None) | Q(mailed_by=message_id)
    )
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            free = free.select_for_update(skip_locked=True)
        ids = list(free.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
        Notice.objects.filter(pk__in=ids).update(mailed_by=message_id)
    taken = Notice.objects.filter(pk__in=ids).order_by("pk")
    return list(taken.select_related("ret__order", "withdrawal"))


def _sent(row: NoticeSubscription, message_id: int, told: int) -> None:
    now = timezone.now()
    row.notices.filter(mailed_by=message_id, sent_at=None).update(sent_at=now)
    NoticeSubscription.objects.filter(pk=row.pk).exclude(problem="").update(problem="")
    if told >= _AT_ONCE:
        put("notices", {"subscription_id": row.pk})


def _mail(
    row: NoticeSubscription, taken: Sequence[Notice], message_id: int
) -> BrandMail:
    with translation.override(row.language):
        subject = _subject(row, taken)
        counted = Counter(notice.event_type for notice in taken)
        counts = [
            (_words(name), counted[name]) for name in EVENT_TYPES if counted[name]
        ]
        facts = [_fact(notice) for notice in taken[:LISTED]]
    return BrandMail(
        brand=row.brand,
        to=row.email,
        subject=subject,
        template="notices",
        locale=row.language,
        key=f"{message_id}.notices",
        context={
            "counts": counts if len(taken) > 1 else [],
            "facts": facts,
            "more": max(0, len(taken) - LISTED),
        },
    )


def _subject(row: NoticeSubscription, taken: Sequence[Notice]) -> str:
    brand = one_line(row.brand.name)
    if len(taken) == 1:
        about = taken[0].ret.rma_number if taken[0].ret else ""
        what = " · ".join(filter(None, (_words(taken[0].event_type), about)))
        return _("{brand}: {what}").format(brand=brand, what=what)
    return ngettext(
        "{brand}: one thing happened with returns",
        "{brand}: {count} things happened with returns",
        len(taken),
    ).format(brand=brand, count=len(taken))


def _fact(notice: Notice) -> dict[str, Any]:
    """``url`` leads into the back office, where an installation has one."""
    ret, withdrawal = notice.ret, notice.withdrawal
    if ret is not None:
        about = _("{rma}, order {order}").format(
            rma=ret.rma_number, order=ret.order.number
        )
    else:
        about = withdrawal.reference if withdrawal else ""
    pattern = settings.RETOUR_STAFF_PAGES["return" if ret else "withdrawal"]
    return {
        "what": _words(notice.event_type),
        "about": about,
        "at": notice.happened_at,
        "url": pattern.format(pk=notice.ret_id or notice.withdrawal_id),
    }


def _words(event_type: str) -> str:
    return str(EVENT_TYPES.get(event_type, event_type))
