from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from retour_core.accounts.queries import account
from retour_core.brands.models import Brand
from retour_core.domain.digests import Rhythm, next_digest
from retour_core.domain.errors import DomainError
from retour_core.notices.models import Notice, NoticeSubscription
from retour_core.outbox.operations import put

MOST = 20
_KEPT = timedelta(days=30)


class TooManySubscriptions(DomainError):
    """A brand writes to twenty addresses at most."""

    code = "too_many_subscriptions"


class AlreadySubscribed(DomainError):
    """This address is written to for this brand already."""

    code = "already_subscribed"


@transaction.atomic
def subscribe(
    brand: Brand, email: str, *, now: datetime, **values: Any
) -> NoticeSubscription:
    """``values`` are the fields of the model beside brand and address.

    Raises ``AlreadySubscribed`` or ``TooManySubscriptions``.
    """
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    known = NoticeSubscription.objects.filter(brand=brand)
    if known.filter(email__iexact=email).exists():
        raise AlreadySubscribed
    if known.count() >= MOST:
        raise TooManySubscriptions
    subscription = NoticeSubscription(brand=brand, email=email, **values)
    return _saved(subscription, now)


@transaction.atomic
def change_subscription(
    subscription: NoticeSubscription, email: str, *, now: datetime, **values: Any
) -> NoticeSubscription:
    """What waits is told in the new rhythm. Raises ``AlreadySubscribed``."""
    Brand.objects.select_for_update(no_key=True).get(pk=subscription.brand_id)
    locked = NoticeSubscription.objects.select_for_update().get(pk=subscription.pk)
    others = locked.brand.notice_subscriptions.exclude(pk=locked.pk)
    if others.filter(email__iexact=email).exists():
        raise AlreadySubscribed
    locked.email, locked.problem = email, ""
    for name, value in values.items():
        setattr(locked, name, value)
    _saved(locked, now)
    if locked.rhythm == Rhythm.AT_ONCE:
        put("notices", {"subscription_id": locked.pk})
    return locked


def send_digests(*, now: datetime) -> None:
    """Hand every digest that is due to the outbox, each once however often called."""
    due = NoticeSubscription.objects.filter(next_digest_at__lte=now)
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            # The first of two workers moves the time on; the other finds it moved.
            row = due.select_for_update().filter(pk=pk).first()
            if row is not None:
                _saved(row, now)
                put("notices", {"subscription_id": pk})


def forget(*, now: datetime) -> None:
    """Remove notices that were sent a month ago."""
    Notice.objects.filter(sent_at__lt=now - _KEPT).delete()


def _saved(row: NoticeSubscription, now: datetime) -> NoticeSubscription:
    rhythm, row.next_digest_at = Rhythm(row.rhythm), None
    if rhythm is not Rhythm.AT_ONCE:
        row.next_digest_at = next_digest(
            rhythm, after=now, hour=row.hour, zone=account().timezone
        )
    row.save()
    return row
