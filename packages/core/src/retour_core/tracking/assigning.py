"""Who is asked where a parcel is whose number the customer entered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from retour_core.brands.models import Brand
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier_classes, followers
from retour_core.domain.tracking.asking import GIVES_UP_AFTER, next_ask
from retour_core.domain.tracking.statuses import FINAL
from retour_core.domain.tracking_numbers import CarrierMatch, recognise
from retour_core.tracking.models import TrackedParcel, TrackingAccount

# Of those that nobody follows, how many a sweep looks at.
_AT_ONCE = 500


def assign(parcel: TrackedParcel, *, now: datetime) -> bool:
    """Have a number that nobody is asked about followed, if the brand can: by its own
    account with that courier, else by its tracker. It is asked as soon as there is
    room, and registered by that; False if there is nobody."""
    brand_id = parcel.parent.brand_id
    account = _own_account(brand_id, parcel.number)
    tracker = None if account else TrackingAccount.objects.serving(brand_id).first()
    if account is None and tracker is None:
        return False
    free = TrackedParcel.objects.filter(pk=parcel.pk, account=None, tracker=None)
    free.update(account=account, tracker=tracker, tracker_ref="", next_poll_at=now)
    return True


def sweep(*, now: datetime) -> int:
    """Plan to ask about parcels that are on their way and nobody was to be asked about:
    kept before their carrier could be asked, or before the brand had an account."""
    recent = now - GIVES_UP_AFTER
    waiting = (
        TrackedParcel.objects.filter(
            Q(last_at__gt=recent) | Q(last_at=None, since__gt=recent),
            next_poll_at=None,
        )
        .exclude(status__in=FINAL)
        .select_related("parent")
        .order_by("-pk")
    )
    labelled = waiting.filter(source__in=followers(), label__isnull=False)
    planned = [row.pk for row in labelled[:_AT_ONCE] if _has_news(row, now)]
    TrackedParcel.objects.filter(pk__in=planned).update(next_poll_at=now)
    entered = waiting.filter(source="", account=None, tracker=None)
    # Only those of brands that have somebody to ask: the rest would be in the way.
    entered = entered.filter(parent__brand__in=_able_brands())
    rows = [row for row in entered[:_AT_ONCE] if _has_news(row, now)]
    return len(planned) + sum(assign(row, now=now) for row in rows)


def _has_news(parcel: TrackedParcel, now: datetime) -> bool:
    return (
        next_ask(parcel.progress, since=parcel.since, now=now, jitter=0.0) is not None
    )


def _own_account(brand_id: int, number: str) -> CarrierAccount | None:
    """The brand's account with the courier whose number this most likely is."""
    match = next(iter(recognise(number)), None)
    if match is None:
        return None
    serving = CarrierAccount.objects.serving(brand_id).filter(kind__in=_knowing(match))
    return serving.first()


def _knowing(match: CarrierMatch) -> list[str]:
    return [kind for kind, cls in _by_number().items() if cls.knows_number(match)]


def _able_brands() -> QuerySet[Brand]:
    own = CarrierAccount.objects.filter(is_active=True, kind__in=_by_number())
    trackers = TrackingAccount.objects.filter(is_active=True)
    return Brand.objects.filter(
        Q(carrier_accounts__in=own) | Q(tracking_accounts__in=trackers)
    )


def _by_number() -> dict[str, Any]:
    """The adapters that are ``FollowsNumbers``."""
    classes: dict[str, Any] = dict(carrier_classes())
    return {k: cls for k, cls in classes.items() if hasattr(cls, "knows_number")}
