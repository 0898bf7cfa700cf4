"""Entries of the timeline become notices, in the transaction that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from retour_core.brands.models import Brand
from retour_core.domain.digests import Rhythm
from retour_core.notices.models import Notice
from retour_core.outbox.operations import put_all
from retour_core.returns.models import ReturnEvent
from retour_core.webhooks.events import event_types
from retour_core.withdrawals.models import Withdrawal


def timeline_written(events: Sequence[ReturnEvent], **_kwargs: Any) -> None:
    _collect(notice for event in events for notice in _of_return(event))


def _of_return(event: ReturnEvent) -> Iterable[Notice]:
    types = event_types(event.kind, event.from_state, event.data)
    if not types:
        return ()
    return _notices(event.parent.brand, types, at=event.at, ret_id=event.parent_id)


def withdrawal_came(instance: Withdrawal, *, created: bool, **_kwargs: Any) -> None:
    if created:
        notices = _notices(
            instance.brand,
            ["withdrawal.received"],
            at=instance.submitted_at,
            withdrawal_id=instance.pk,
        )
        _collect(notices)


def _notices(
    brand: Brand, types: list[str], *, at: datetime, **about: int
) -> Iterator[Notice]:
    """One query where they were not prefetched."""
    for subscription in brand.notice_subscriptions.all():
        for name in types:
            if subscription.wants(name):
                yield Notice(
                    subscription=subscription, event_type=name, happened_at=at, **about
                )


def _collect(notices: Iterable[Notice]) -> None:
    """One mail tells a subscription of all of them that come together."""
    made = Notice.objects.bulk_create(list(notices))
    rows = {notice.subscription_id: notice.subscription for notice in made}
    put_all(
        ("notices", {"subscription_id": key})
        for key, subscription in rows.items()
        if subscription.rhythm == Rhythm.AT_ONCE
    )
