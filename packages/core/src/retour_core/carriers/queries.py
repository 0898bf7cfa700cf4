from __future__ import annotations

from django.conf import settings

from retour_core.carriers.models import CarrierAccount
from retour_core.domain.carrier_choice import Parcel, to_ask


def accounts_for(
    brand_id: int, parcel: Parcel, *, preferred: int | None = None
) -> list[CarrierAccount]:
    """Whom to ask for this parcel's label, first to last; one query.

    ``preferred`` is the id of the account to begin with, if it is one of them.
    """
    accounts = CarrierAccount.objects.serving(brand_id)
    fitting = to_ask([(account, account.terms) for account in accounts], parcel)
    return sorted(fitting, key=lambda account: account.pk != preferred)


def sole_carrier(brand_id: int) -> str:
    """The carrier that will make the brand's labels, "" while it may be one of several;
    one query."""
    accounts = CarrierAccount.objects.serving(brand_id)
    kinds = set(accounts.values_list("kind", flat=True)) or {settings.RETOUR_CARRIER}
    return kinds.pop() if len(kinds) == 1 else ""
