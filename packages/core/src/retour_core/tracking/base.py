"""Services that follow a parcel of any courier by its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from django.utils.functional import Promise

from retour_core.carriers.settings_form import CarrierSettings


@dataclass(frozen=True, kw_only=True)
class Registered:
    """``ref`` is the parcel's name at the tracker; ``news`` what it knows already."""

    ref: str
    news: object


class Tracker(Protocol):
    """Made anew with an account's settings; every call raises ``CarrierFault`` and
    nothing else. ``tracking_source`` names who reads its news
    (``domain.tracking.sources``)."""

    kind: ClassVar[str]
    name: ClassVar[str | Promise]
    settings_class: ClassVar[type[CarrierSettings]]
    tracking_source: ClassVar[str]
    asks_per_minute: ClassVar[float]

    def register(self, number: str) -> Registered:
        """Have the parcel followed. Once more changes nothing and answers the same."""
        ...

    def news(self, ref: str, number: str) -> object | None:
        """What is told of a registered parcel; ``None`` if it is not known any more."""
        ...

    def test_credentials(self) -> None:
        """Ask for something that costs nothing and needs a valid account."""
        ...
