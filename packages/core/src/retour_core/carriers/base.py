"""What every carrier can do, and how it can fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol, runtime_checkable

from django.utils.functional import Promise

from retour_core.carriers.settings_form import CarrierSettings
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money
from retour_core.domain.tracking_numbers import CarrierMatch


class FaultKind(StrEnum):
    """Whether to ask again, and how.

    ``unclear``: a label may have been bought; it must be looked up by our reference
    before anything is bought again.
    """

    INPUT = "input"
    AUTH = "auth"
    LIMIT = "limit"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNCLEAR = "unclear"


# After these, nothing was bought and asking the same again will not help.
REFUSALS = frozenset({FaultKind.INPUT, FaultKind.AUTH, FaultKind.PERMANENT})


class CarrierFault(Exception):
    """A carrier did not do what was asked; ``retry_after`` where it said when.

    The message is shown to staff; it must name no secret. ``made``, as JSON, is what an
    adapter without a look-up wants to know of a label that is bought and whose document
    did not come: ``find`` gets it back as ``LabelRequest.made``.
    """

    def __init__(
        self,
        kind: FaultKind,
        message: str,
        *,
        retry_after: timedelta | None = None,
        made: Mapping[str, Any] | None = None,
    ) -> None:
        # They are kept at labels and accounts, and PostgreSQL keeps no NUL.
        super().__init__(message.replace("\0", ""))
        self.kind = kind
        self.made = made
        self.retry_after = retry_after


@dataclass(frozen=True, kw_only=True)
class ParcelItem:
    """What customs and some carriers ask about the contents; ``value`` is per unit,
    ``weight_grams`` too, both ``None`` where unknown."""

    description: str
    quantity: int
    sku: str = ""
    weight_grams: int | None = None
    value: Money | None = None
    hs_code: str = ""
    origin_country: str = ""


@dataclass(frozen=True, kw_only=True)
class LabelRequest:
    """One parcel from the consumer to the merchant.

    ``reference`` is ours, unique, and the carrier's idempotency key. Addresses are
    the wire's ``AddressIn`` fields. ``serial`` is unique too, and numbers own labels.
    The same label is always asked for with the same values; ``made`` is what the
    adapter kept of an attempt (``CarrierFault.made``).
    """

    reference: str
    serial: int
    order_number: str
    rma_number: str
    sender: Mapping[str, Any]
    recipient: Mapping[str, Any]
    email: str = ""
    weight_grams: int | None = None
    method: ReturnMethod = ReturnMethod.DROP_OFF_POINT
    items: tuple[ParcelItem, ...] = ()
    made: Mapping[str, Any] | None = None

    @property
    def readable_reference(self) -> str:
        """Unique too, for carriers that look up by what people read: at most 40
        characters of letters, digits, blanks and hyphens."""
        return readable_reference(self.rma_number, self.serial)


def readable_reference(rma_number: str, serial: int) -> str:
    """What people read in a carrier's own portal."""
    return f"{rma_number} {serial}"


@dataclass(frozen=True, kw_only=True)
class BoughtLabel:
    """``document`` is a PDF, or ``None`` where we print the label ourselves.

    Label-less: ``qr_code`` is an image (PNG or SVG), ``drop_code`` what is typed at a
    locker or told at a counter; ``expires_at`` is when either is taken no longer.
    ``cost`` is what the carrier charges, ``service`` its own name for the product.
    """

    carrier_id: str
    tracking_number: str
    document: bytes | None = None
    qr_code: bytes | None = None
    drop_code: str = ""
    expires_at: datetime | None = None
    tracking_url: str = ""
    cost: Money | None = None
    service: str = ""


class CancelOutcome(StrEnum):
    """``requested``: the carrier will decide, and tells later (``Decides``)."""

    CANCELLED = "cancelled"
    REQUESTED = "requested"
    TOO_LATE = "too_late"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """``countries`` parcels can be sent from; ``None`` is any. ``methods`` are the
    ways back it has something for; it is asked for no other.

    ``lookup``: a label can be found by our reference. A carrier without it must not
    charge for a label that is never used, for after a lost answer another is made
    (``labels.doubts`` keeps account of them); unless it is ``repeatable``: asked again
    under one reference it gives the same label.
    """

    countries: frozenset[str] | None = None
    cancels: bool = False
    lookup: bool = True
    repeatable: bool = False
    methods: frozenset[ReturnMethod] = field(
        default=frozenset({ReturnMethod.DROP_OFF_POINT})
    )


@runtime_checkable
class Carrier(Protocol):
    """An adapter: made anew with an account's settings, and called from one thread.

    Every call raises :class:`CarrierFault` and nothing else.
    """

    kind: ClassVar[str]
    name: ClassVar[str | Promise]
    capabilities: ClassVar[Capabilities]
    settings_class: ClassVar[type[CarrierSettings]]

    def buy(self, request: LabelRequest) -> BoughtLabel: ...

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:
        """The label bought under our reference, if one was; not before ``since``."""
        ...

    def cancel(self, carrier_id: str) -> CancelOutcome: ...

    def test_credentials(self) -> None:
        """Ask for something that costs nothing and needs a valid account."""
        ...


@runtime_checkable
class Quotes(Protocol):
    """A carrier that tells what a label would cost; buys nothing."""

    def quote(self, request: LabelRequest) -> Money | None: ...


@runtime_checkable
class Decides(Protocol):
    """A carrier that decides later whether it takes a label back."""

    def cancellation(self, carrier_id: str) -> CancelOutcome:
        """What became of it; changes nothing. ``too_late``: it was refused."""
        ...


@dataclass(frozen=True)
class PointsPage:
    """``rows`` are those of a file of points (``dropoffs.reading.COLUMNS``)."""

    rows: tuple[dict[str, str], ...]
    is_last: bool


@runtime_checkable
class Locates(Protocol):
    """A carrier that tells where it takes parcels, page by page."""

    point_countries: ClassVar[frozenset[str]]
    point_pages_per_minute: ClassVar[int]

    def points(self, country: str, page: int) -> PointsPage:
        """``page`` counts from 1."""
        ...


@runtime_checkable
class Follows(Protocol):
    """A carrier that can be asked where parcels are.

    ``tracking_source`` names who reads its answers (``domain.tracking.sources``).
    ``asks_per_minute`` is what an account may ask.
    """

    tracking_source: ClassVar[str]
    asks_per_minute: ClassVar[float]

    def news(self, carrier_id: str, tracking_number: str) -> object:
        """The decoded JSON of the carrier's answer."""
        ...


@runtime_checkable
class SharesLimit(Protocol):
    """A carrier whose ``asks_per_minute`` is for all accounts together that have the
    same value in the setting ``asks_shared_by``."""

    asks_shared_by: ClassVar[str]


@runtime_checkable
class FollowsNumbers(Follows, Protocol):
    """A carrier that tells of a parcel by its number alone, whoever made the label:
    ``news`` is asked with an empty ``carrier_id``."""

    @classmethod
    def knows_number(cls, match: CarrierMatch) -> bool:
        """Whether a number read like this is one of its parcels."""
        ...
