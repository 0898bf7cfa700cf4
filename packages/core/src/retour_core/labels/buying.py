"""Asking carriers for a label: one after the other, never two for one parcel."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from retour_core.carriers.account_health import note_fault_of_one, note_success
from retour_core.carriers.accounts import adapter_for
from retour_core.carriers.base import (
    REFUSALS,
    BoughtLabel,
    CarrierFault,
    FaultKind,
)
from retour_core.carriers.queries import accounts_for
from retour_core.labels.doubts import doubt_purchase, may_leave_another
from retour_core.labels.models import Label, LabelState
from retour_core.labels.requesting import (
    label_request,
    parcel_of,
    preferred_account,
)


class NotWanted(Exception):
    """The label was cancelled or made meanwhile: nobody is to be asked for it."""


def choose_carrier(label: Label) -> bool:
    """Put the next carrier to ask on ``label``, unsaved; ``False`` if none is left.

    An installation whose brand has no account that fits asks ``RETOUR_CARRIER``.
    """
    ret = label.parent
    offers = accounts_for(
        ret.brand_id, parcel_of(label), preferred=preferred_account(ret)
    )
    refused = {entry["account"] for entry in label.refusals}
    left = [account for account in offers if account.pk not in refused]
    if left:
        label.account, label.carrier = left[0], left[0].kind
        return True
    if offers or None in refused:
        return False
    label.account, label.carrier = None, settings.RETOUR_CARRIER
    return True


def find_bought(label: Label) -> BoughtLabel | None:
    """What its carrier sold for it, if anything; raises ``CarrierFault``."""
    if label.asked_at is None:
        return None
    return adapter_for(label.account, label.carrier).find(
        label_request(label), since=label.asked_at
    )


def buy_label(label: Label) -> BoughtLabel:
    """Buy from the carrier on ``label``, or from the next where it clearly refuses.

    Each change of carrier is saved before the next is asked. Raises the last fault
    where nobody sold one, or where one may have: then the same carrier is to be
    asked again. Raises ``NotWanted`` where it is cancelled by now.
    """
    while True:
        first = label.asked_at is None
        try:
            bought = _buy_once(label)
        except CarrierFault as fault:
            if label.account is not None:
                note_fault_of_one(label.account, fault)
            # Who may have sold one before is not left for another.
            if not first or fault.kind not in REFUSALS or not _move_on(label, fault):
                raise
            continue
        if label.account is not None:
            note_success(label.account)
        return bought


def _move_on(label: Label, fault: CarrierFault) -> bool:
    """Note the refusal, and choose and save whom to ask next, if anybody."""
    refusal = {
        "account": label.account_id,
        "carrier": label.carrier,
        "kind": fault.kind.value,
        "message": str(fault)[:255],
    }
    before = label.account, label.carrier
    label.refusals = [*label.refusals, refusal]
    found = choose_carrier(label)
    if not found:
        label.account, label.carrier = before
    Label.objects.filter(pk=label.pk).update(
        account=label.account,
        carrier=label.carrier,
        refusals=label.refusals,
        asked_at=None,
    )
    label.asked_at = None
    return found


def _buy_once(label: Label) -> BoughtLabel:
    """Ask before buying if we may have bought already; then buy."""
    _begin_try(label)
    found = find_bought(label)
    if found is not None:
        return found
    adapter = adapter_for(label.account, label.carrier)
    request = label_request(label)
    if may_leave_another(label):
        # Nothing tells what became of that attempt: from here on this is another.
        doubt_purchase(label)
        label.asked_at = None
    first = label.asked_at is None
    if first:
        label.asked_at = timezone.now()
        Label.objects.filter(pk=label.pk).update(asked_at=label.asked_at)
    try:
        return adapter.buy(request)
    except CarrierFault as fault:
        if fault.made is not None:
            label.made = fault.made
            Label.objects.filter(pk=label.pk).update(made=label.made)
        if first and fault.kind is not FaultKind.UNCLEAR:
            # A clear refusal of the only request: nothing was bought.
            label.asked_at = label.tried_at = None
            Label.objects.filter(pk=label.pk).update(asked_at=None, tried_at=None)
        raise


def _begin_try(label: Label) -> None:
    """From here on, who cancels the label waits for what comes of it."""
    label.tried_at = timezone.now()
    wanted = Label.objects.filter(pk=label.pk, state=LabelState.PENDING)
    if not wanted.update(tried_at=label.tried_at):
        raise NotWanted
