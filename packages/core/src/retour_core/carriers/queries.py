from __future__ import annotations

from retour_core.carriers.models import CarrierAccount
from retour_core.domain.carrier_choice import Parcel, to_ask


def accounts_for(brand_id: int, parcel: Parcel) -> list[CarrierAccount]:
    """Whom to ask for this parcel's label, first to last; one query."""
    accounts = CarrierAccount.objects.serving(brand_id)
    return to_ask([(account, account.terms) for account in accounts], parcel)
