"""Whether a carrier takes an account's keys when it is asked where parcels are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.models import CarrierAccount


@contextmanager
def asked_where(account: CarrierAccount | None) -> Iterator[None]:
    """Around a question about a parcel: keys that are refused are noted at the account
    until the next question that is answered; other faults may be the parcel's own.

    Raises the ``CarrierFault`` again.
    """
    try:
        yield
    except CarrierFault as fault:
        if account is not None and fault.kind is FaultKind.AUTH:
            _keep(account, timezone.now(), str(fault)[:255])
        raise
    if account is not None and account.tracking_refused_at is not None:
        _keep(account, None, "")


def _keep(account: CarrierAccount, refused_at: datetime | None, refusal: str) -> None:
    account.tracking_refused_at, account.tracking_refusal = refused_at, refusal
    account.save(update_fields=["tracking_refused_at", "tracking_refusal"])
