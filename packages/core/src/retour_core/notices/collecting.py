"""Entries of the timeline become notices, in the transaction that writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from retour_core.brands.models import Brand
from retour_core.domain.digests import Rhythm
from retour_core.notices.models import Notice
from retour_core.outbox.operations import put
from retour_core.returns.models import ReturnEvent
from retour_core.webhooks.events import event_types
from retour_core.withdrawals.models import Withdrawal


def return_moved(instance: ReturnEvent, *, created: bool, **_kwargs: Any) -> None:
    if not created:
        return
    types = event_types(instance.kind, instance.from_state, instance.data)
    if types:
        brand = instance.parent.brand
        _collect(brand, types, at=instance.at, ret_id=instance.parent_id)


def withdrawal_came(instance: Withdrawal, *, created: bool, **_kwargs: Any) -> None:
    if created:
        _collect(
            instance.brand,
            ["withdrawal.received"],
            at=instance.submitted_at,
            withdrawal_id=instance.pk,
        )


def _collect(brand: Brand, types: list[str], *, at: datetime, **about: int) -> None:
    """One query where nobody subscribed; none where they were prefetched."""
    for subscription in brand.notice_subscriptions.all():
        wanted = [name for name in types if subscription.wants(name)]
        Notice.objects.bulk_create(
            Notice(subscription=subscription, event_type=name, happened_at=at, **about)
            for name in wanted
        )
        if wanted and subscription.rhythm == Rhythm.AT_ONCE:
            put("notices", {"subscription_id": subscription.pk})
