from __future__ import annotations

from django.conf import settings

from retour_core.carriers.models import CarrierAccount
from retour_core.domain.carrier_choice import Parcel, to_ask


def accounts_for(brand_id: int, parcel: Parcel) -> list[CarrierAccount]:
    """Whom to ask for this parcel's label, first to last; one query."""
    accounts = CarrierAccount.objects.serving(brand_id)
    return to_ask([(account, account.terms) for account in accounts], parcel)


def sole_carrier(brand_id: int) -> str:
    """The carrier that will make the brand's labels, "" while it may be one of several;
    one query."""
    accounts = CarrierAccount.objects.serving(brand_id)
    kinds = set(accounts.values_list("kind", flat=True)) or {settings.RETOUR_CARRIER}
    return kinds.pop() if len(kinds) == 1 else ""
