"""Whoever is asked about a parcel: the carrier of its label, the brand's own account
with its courier, or a tracker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from retour_core.carriers.account_health import note_fault, note_success
from retour_core.carriers.account_settings import settings_of
from retour_core.carriers.accounts import adapter_for
from retour_core.carriers.base import CarrierFault, Follows, SharesLimit
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import followers
from retour_core.carriers.tracking_health import asked_where
from retour_core.domain.tracking import Scan
from retour_core.domain.tracking.sources import READERS
from retour_core.encryption import SecretUnreadable
from retour_core.tracking.accounts import tracker_for
from retour_core.tracking.models import TrackedParcel, TrackingAccount
from retour_core.tracking.trackers import TRACKERS


@dataclass(frozen=True)
class Limit:
    """``key`` names the account whose limit it is."""

    key: str
    asks_per_minute: float


@dataclass(frozen=True)
class Told:
    source: str
    scans: Sequence[Scan]


def limit_of(
    *,
    source: str = "",
    label__account: int | None = None,
    account: int | None = None,
    account__kind: str | None = None,
    tracker: int | None = None,
    tracker__kind: str | None = None,
) -> Limit | None:
    """What the account allows that is asked about such parcels, by their columns;
    None if nobody is."""
    if tracker is not None:
        found = TRACKERS.get(tracker__kind or "")
        if found is None:
            return None
        return Limit(f"{found.kind}.t{tracker}", found.asks_per_minute)
    kind = account__kind or source
    follower = followers().get(kind)
    if follower is None:
        return None
    whose = account or label__account
    name = ""
    if whose is not None and isinstance(follower, SharesLimit):
        name = _shared(whose, follower.asks_shared_by)
    return Limit(f"{kind}.{name or whose or ''}", follower.asks_per_minute)


def _shared(account_id: int, setting: str) -> str:
    """A name for what accounts of the same ``setting`` share, which may be a secret;
    "" where it cannot be read."""
    account = CarrierAccount.objects.filter(pk=account_id).first()
    try:
        value = str(settings_of(account).get(setting, "")) if account else ""
    except SecretUnreadable:
        value = ""
    return f"by.{sha256(value.encode()).hexdigest()[:16]}" if value else ""


def news_of(parcel: TrackedParcel) -> Told | None:
    """What is told of the parcel; None if there is nobody to ask any more.

    Raises ``CarrierFault``, ``ImproperlyConfigured``, or ``ValueError`` for news that
    cannot be read.
    """
    if parcel.tracker is not None:
        return _of_tracker(parcel, parcel.tracker)
    if parcel.account is not None:
        return _of_carrier(parcel.account, parcel.account.kind, "", parcel.number)
    if parcel.label is not None:
        label = parcel.label
        return _of_carrier(
            label.account, parcel.source, label.carrier_id, parcel.number
        )
    return None


def _of_carrier(
    account: CarrierAccount | None, kind: str, carrier_id: str, number: str
) -> Told:
    with asked_where(account):
        made: Any = adapter_for(account, kind)
        if not isinstance(made, Follows):
            raise ImproperlyConfigured(f"“{kind}” cannot be asked where parcels are.")
        news = made.news(carrier_id, number)
    return Told(made.tracking_source, READERS[made.tracking_source](news))


def _of_tracker(parcel: TrackedParcel, account: TrackingAccount) -> Told | None:
    """The parcel's row, written before, is what asks for it to be registered; a lost
    answer only leads to registering it again."""
    if not parcel.tracker_ref and not account.is_active:
        _mine(parcel).update(tracker=None)
        return None
    try:
        tracker = tracker_for(account)
        if parcel.tracker_ref:
            news = tracker.news(parcel.tracker_ref, parcel.number)
        else:
            registered = tracker.register(parcel.number)
            news = registered.news
            _mine(parcel).update(tracker_ref=registered.ref)
    except CarrierFault as fault:
        note_fault(account, fault)
        raise
    if account.last_fault_at or not account.last_success_at:
        note_success(account)
    source = tracker.tracking_source
    if news is None:  # removed there: it is registered anew next time
        _mine(parcel).update(tracker_ref="")
        return Told(source, ())
    return Told(source, READERS[source](news))


def _mine(parcel: TrackedParcel) -> Any:
    """Unless it is somebody else's to follow by now."""
    return TrackedParcel.objects.filter(pk=parcel.pk, tracker=parcel.tracker_id)
