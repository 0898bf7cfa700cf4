from __future__ import annotations

from django.conf import settings

from retour_core.carriers.base import Capabilities
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier_class, carrier_classes
from retour_core.domain.carrier_choice import Parcel, to_ask
from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod


def accounts_for(
    brand_id: int, parcel: Parcel, *, preferred: int | None = None
) -> list[CarrierAccount]:
    """Whom to ask for this parcel's label, first to last; one query.

    ``preferred`` is the id of the account to begin with, if it is one of them.
    """
    accounts = CarrierAccount.objects.serving(brand_id)
    offers = [(account, account.terms) for account in accounts]
    fitting = [one for one in to_ask(offers, parcel) if _can_make(one, parcel)]
    return sorted(fitting, key=lambda account: account.pk != preferred)


def methods_made(brand_id: int, country: str = "") -> frozenset[ReturnMethod]:
    """The ways back a carrier makes something for, in parcels that start in
    ``country``, or anywhere: the brand's accounts or the installation's own carrier.
    One query."""
    made = set(carrier_class(settings.RETOUR_CARRIER).capabilities.methods)
    for account in CarrierAccount.objects.serving(brand_id):
        able = _capabilities(account)
        starts = [among for among in (account.terms.countries, able.countries) if among]
        if not country or all(country in among for among in starts):
            made |= able.methods & (account.terms.methods or able.methods)
    return frozenset(made)


def _takes_all(account: CarrierAccount) -> bool:
    """Nothing that travels with a printed label, but what is too heavy, is left for the
    installation's own carrier."""
    methods = account.methods or [ReturnMethod.DROP_OFF_POINT]
    return not account.countries and ReturnMethod.DROP_OFF_POINT in methods


def _can_make(account: CarrierAccount, parcel: Parcel) -> bool:
    able = _capabilities(account)
    starts = able.countries is None or parcel.country in able.countries
    return starts and parcel.method in able.methods


def _capabilities(account: CarrierAccount) -> Capabilities:
    # An adapter that is not installed any more is asked, and the answer says so.
    adapter = carrier_classes().get(account.kind)
    return adapter.capabilities if adapter else Capabilities(methods=METHODS_WITH_LABEL)


def sole_carrier(brand_id: int) -> str:
    """The carrier that will make the brand's labels, "" while it may be one of several;
    one query."""
    accounts = list(CarrierAccount.objects.serving(brand_id))
    kinds = {account.kind for account in accounts}
    if not any(_takes_all(account) for account in accounts):
        kinds.add(settings.RETOUR_CARRIER)
    return kinds.pop() if len(kinds) == 1 else ""
