"""Whether a carrier takes an account's keys when it is asked where parcels are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
            _note(account, str(fault)[:255])
        raise
    if account is not None and account.tracking_refused_at is not None:
        _forget(account)


def _note(account: CarrierAccount, refusal: str) -> None:
    account.tracking_refused_at = timezone.now()
    account.tracking_refusal = refusal
    account.save(update_fields=["tracking_refused_at", "tracking_refusal"])


def _forget(account: CarrierAccount) -> None:
    account.tracking_refused_at, account.tracking_refusal = None, ""
    account.save(update_fields=["tracking_refused_at", "tracking_refusal"])
