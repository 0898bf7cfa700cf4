"""Asking carriers for their drop-off points: a few pages a minute, taken over whole."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q

from retour_core.carriers.accounts import adapter_for
from retour_core.carriers.base import REFUSALS, CarrierFault, Locates
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier_class
from retour_core.dropoffs.checking import point_of
from retour_core.dropoffs.fetch_models import FetchedPage, PointsFetch
from retour_core.dropoffs.models import DropOffPoint
from retour_core.dropoffs.operations import replace_points
from retour_core.dropoffs.reading import COLUMNS, Row

_EVERY = timedelta(days=1)
# One beat's time, and well inside the time a task may run.
_CLAIMED = timedelta(seconds=55)
_PATIENCE_SECONDS = 30.0
_PAUSE = timedelta(minutes=10)
# A carrier whose points cannot be read any more must not take away those known.
_MOST_LEFT_OUT = 0.1


def fetch_points(*, now: datetime) -> None:
    """Go on with what is being asked, and begin again what is a day old."""
    for account, country in _wanted():
        fetch, _is_new = PointsFetch.objects.get_or_create(
            carrier=account.kind, country=country
        )
        if _begin(fetch, now):
            _go_on(fetch, account, now)


def _wanted() -> list[tuple[CarrierAccount, str]]:
    """For each carrier and country the first account in use; one query."""
    found: dict[tuple[str, str], CarrierAccount] = {}
    for account in CarrierAccount.objects.filter(is_active=True).order_by("position"):
        try:
            adapter = carrier_class(account.kind)
        except ImproperlyConfigured:
            continue
        told: frozenset[str] = getattr(adapter, "point_countries", frozenset())
        for country in sorted(told):
            if not account.countries or country in account.countries:
                found.setdefault((account.kind, country), account)
    return [(account, country) for (_kind, country), account in found.items()]


def _begin(fetch: PointsFetch, now: datetime) -> bool:
    """Whether it is this worker's to ask now."""
    free = PointsFetch.objects.filter(pk=fetch.pk).filter(
        Q(claimed_until=None) | Q(claimed_until__lte=now)
    )
    due = Q(finished_at=None) | Q(finished_at__lte=now - _EVERY)
    claimed = free.filter(Q(page__gt=0) | due).update(claimed_until=now + _CLAIMED)
    if claimed:
        fetch.refresh_from_db()
    return bool(claimed)


def _go_on(fetch: PointsFetch, account: CarrierAccount, now: datetime) -> None:
    if fetch.page == 0:
        fetch.pages.all().delete()
        fetch.page = 1
    end = time.monotonic() + _PATIENCE_SECONDS
    try:
        adapter = adapter_for(account, account.kind)
        assert isinstance(adapter, Locates)  # noqa: S101 - its class says so
        for _asked in range(adapter.point_pages_per_minute):
            told = adapter.points(fetch.country, fetch.page)
            _keep(fetch, told.rows)
            if told.is_last:
                _take_over(fetch, now)
                return
            if time.monotonic() > end:
                return
    except CarrierFault as fault:
        _note(fetch, fault, now)


def _note(fetch: PointsFetch, fault: CarrierFault, now: datetime) -> None:
    """The page it broke off at is asked again; after a refusal, all tomorrow."""
    fetch.failure = str(fault)[:255]
    fetch.claimed_until = now + (fault.retry_after or _PAUSE)
    if fault.kind in REFUSALS:
        fetch.page, fetch.finished_at = 0, now
    fetch.save()


def _keep(fetch: PointsFetch, rows: Iterable[dict[str, str]]) -> None:
    FetchedPage.objects.update_or_create(
        fetch=fetch, number=fetch.page, defaults={"rows": list(rows)}
    )
    fetch.page += 1
    fetch.save(update_fields=["page"])


@transaction.atomic
def _take_over(fetch: PointsFetch, now: datetime) -> None:
    points, left_out = _read(fetch)
    if not points or left_out > _MOST_LEFT_OUT * (len(points) + left_out):
        fetch.failure = f"{left_out} of {len(points) + left_out} could not be read."
    else:
        for point in points.values():
            point.source, point.last_seen = f"API {fetch.carrier}"[:120], now
        replace_points(list(points.values()), now)
        fetch.failure, fetch.points = "", len(points)
    fetch.left_out, fetch.page, fetch.finished_at = left_out, 0, now
    fetch.claimed_until = None
    fetch.save()
    fetch.pages.all().delete()


def _read(fetch: PointsFetch) -> tuple[dict[str, DropOffPoint], int]:
    """By the carrier's id, for a list that moves while it is read names some twice."""
    points: dict[str, DropOffPoint] = {}
    left_out = number = 0
    for page in fetch.pages.order_by("number"):
        for values in page.rows:
            number += 1
            row = Row(number, {name: values.get(name, "") for name in COLUMNS})
            found = point_of(row)
            if isinstance(found, list):
                left_out += 1
            elif found.country == fetch.country:
                points[found.provider_id] = found
    return points, left_out
