"""What a carrier would charge for a label, asked while a customer waits for the page.

A price is kept for some minutes for all parcels alike, between the same postal codes; a
carrier that does not answer is left alone for a while, so that few customers wait for
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from retour_core.carriers.account_health import note_fault_of_one, note_success
from retour_core.carriers.accounts import adapter_for
from retour_core.carriers.base import (
    REFUSALS,
    CarrierFault,
    FaultKind,
    LabelRequest,
    Quotes,
)
from retour_core.carriers.http import within
from retour_core.carriers.models import CarrierAccount
from retour_core.domain.money import Money

_KEPT_SECONDS = 600
_LEFT_ALONE_SECONDS = 120
# A parcel is asked about with the heaviest weight of its class: as if by this more.
_CLASS_GRAMS = 500


class WhyNot(StrEnum):
    """Why there is no price: the carrier tells none, has no service for such a parcel,
    refused, or did not answer in time."""

    TELLS_NONE = "tells_none"
    NO_SERVICE = "no_service"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Quoted:
    """Either the carrier's own price, or why there is none."""

    cost: Money | None = None
    why_not: WhyNot | None = None


def weight_class(grams: int | None) -> int | None:
    """Each begun half kilogram, in grams; ``None`` where the weight is not known."""
    return None if grams is None else -(-grams // _CLASS_GRAMS) * _CLASS_GRAMS


def quoted(account: CarrierAccount, request: LabelRequest) -> Quoted:
    """What the account's carrier asks for such a parcel, now or some minutes ago.

    ``request.weight_grams`` is of a weight class. Asks outside at most once, and writes
    how that went to the account: never to be called inside a transaction.
    """
    key = _key(account, request)
    kept = cache.get(key)
    if kept is not None:
        return _read(kept)
    rest = f"carrier-price-rest.{account.pk}.{account.updated_at.timestamp()}"
    if cache.get(rest):
        return Quoted(why_not=WhyNot.NO_ANSWER)
    try:
        cost = _asked(account, request)
    except CarrierFault as fault:
        note_fault_of_one(account, fault)
        if fault.kind is FaultKind.INPUT:
            return _keep(key, Quoted(why_not=WhyNot.REFUSED))
        cache.set(rest, 1, _LEFT_ALONE_SECONDS)
        is_no = fault.kind in REFUSALS
        return Quoted(why_not=WhyNot.REFUSED if is_no else WhyNot.NO_ANSWER)
    return _keep(key, cost)


def _asked(account: CarrierAccount, request: LabelRequest) -> Quoted:
    adapter = adapter_for(account, account.kind)
    if not isinstance(adapter, Quotes):
        return Quoted(why_not=WhyNot.TELLS_NONE)
    with within(settings.RETOUR_CARRIER_PRICE_SECONDS):
        cost = adapter.quote(request)
    note_success(account)
    # Free, or less, is none that a customer can be charged by.
    is_price = cost is not None and cost.minor > 0
    return Quoted(cost) if is_price else Quoted(why_not=WhyNot.NO_SERVICE)


def _key(account: CarrierAccount, request: LabelRequest) -> str:
    # Prices go by zones, which postal codes tell; those are a person's, so they are
    # not to be read in a cache.
    places = [
        f"{address.get('country', '')} {address.get('postal_code', '')}"
        for address in (request.sender, request.recipient)
    ]
    parts = (
        account.pk,
        # Changed settings are another carrier's, as it were.
        account.updated_at.timestamp(),
        sha256("|".join(places).encode()).hexdigest()[:32],
        request.method,
        request.weight_grams or "unknown",
    )
    return f"carrier-price.{'.'.join(str(part) for part in parts)}"


def _keep(key: str, answer: Quoted) -> Quoted:
    cost = answer.cost
    cache.set(
        key,
        {
            "cost": (cost.minor, cost.currency) if cost else None,
            "why_not": answer.why_not and answer.why_not.value,
        },
        _KEPT_SECONDS,
    )
    return answer


def _read(kept: dict[str, object]) -> Quoted:
    cost, why_not = kept["cost"], kept["why_not"]
    if isinstance(cost, (tuple, list)):
        return Quoted(Money(*cost))
    return Quoted(why_not=WhyNot(str(why_not)))
