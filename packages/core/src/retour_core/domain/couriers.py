"""Who drives a parcel whose label was bought from somebody in between."""

from __future__ import annotations

from collections.abc import Sequence

from retour_core.domain.tracking_numbers import recognise
from retour_core.domain.tracking_numbers.carriers import CARRIERS

# They sell labels of many couriers.
AGGREGATORS = frozenset({"easypost", "karrio", "sendcloud", "shippo"})
# Drop-off points may be known by a name of the country.
_ALSO_KNOWN_AS = {"deutsche_post": ("dhl_de", "dhl"), "dhl": ("dhl_de",)}


def couriers_of(kind: str, *, number: str, service: str) -> Sequence[str]:
    """The codes under which the courier's drop-off points may be known.

    ``kind`` is whose label it is; of an aggregator's, the name of the service tells, or
    else the tracking ``number`` if it can be one courier's only. Empty where nobody
    can say: better no points than another courier's.
    """
    if kind not in AGGREGATORS:
        return [kind]
    courier = _named(service) or _numbered(number)
    return [courier, *_ALSO_KNOWN_AS.get(courier, ())] if courier else []


def _named(service: str) -> str:
    """Services begin with the courier: “DPD Return”, “DHLExpress Worldwide”."""
    said = _plain(service)
    names = {code: _plain(courier.name) for code, courier in CARRIERS.items()}
    codes = [code for code, name in names.items() if said.startswith(name)]
    return max(codes, key=lambda code: len(names[code]), default="")


def _numbered(number: str) -> str:
    codes = {match.carrier for match in recognise(number)}
    return codes.pop() if len(codes) == 1 else ""


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
