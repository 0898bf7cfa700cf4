"""How asking went, noted at an account: at a carrier or at a payment service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.utils import timezone

from retour_core.carriers.base import CarrierFault, FaultKind


class Account(Protocol):
    last_success_at: Any
    last_fault_at: Any
    last_fault_kind: Any
    last_fault: Any

    def save(self, *, update_fields: Iterable[str]) -> None: ...


def asked(account: Account, ask: Callable[[], object]) -> CarrierFault | None:
    """What ``ask`` raises, if anything; noted either way."""
    try:
        ask()
    except CarrierFault as fault:
        note_fault(account, fault)
        return fault
    note_success(account)
    return None


def note_success(account: Account) -> None:
    account.last_success_at = timezone.now()
    account.save(update_fields=["last_success_at"])


def note_fault_of_one(account: Account, fault: CarrierFault) -> None:
    """Of asking about one parcel: who answered before and refuses this address or
    weight has nothing against the account."""
    if fault.kind is not FaultKind.INPUT or account.last_success_at is None:
        note_fault(account, fault)


def note_fault(account: Account, fault: CarrierFault) -> None:
    account.last_fault_at = timezone.now()
    account.last_fault_kind = fault.kind
    account.last_fault = str(fault)[:255]
    account.save(update_fields=["last_fault_at", "last_fault_kind", "last_fault"])
