"""Bodies of the API; what an order is made of is in ``retour_core.domain.wire``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.policies import MOST_PARCELS, Approval, Resolution
from retour_core.domain.wire import (
    ONE_LINE_PATTERN,
    Amount,
    Instant,
    Key,
    LongText,
    ShipmentLineIn,
    ShortText,
    Url,
    Wire,
    printable,
)
from retour_core.domain.wire_parts import ReplacementOut, StoreCreditOut
from retour_core.domain.wire_returns import RefundOut, ReturnOut
from retour_core.orders.shipments import MAX_ID
from retour_core.returns.refund_models import MAX_REASON


class ExchangeIn(Wire):
    """What is wanted; without a price it is the same product or one of its price band,
    and even. ``unit_price`` incl. tax, in the order's currency."""

    sku: ShortText = ""
    title: Annotated[str, printable(255)] = ""
    variant: Annotated[str, printable(255)] = ""
    unit_price: Amount | None = None


class ReturnLineIn(Wire):
    """``reason`` is a key of ``GET /reasons``; ``answers`` are by the question's key,
    the one to the reason's own question under “reason”. Without a resolution it is the
    refund, or what is offered instead; a line may be named once for each resolution.
    """

    line_id: Key
    quantity: Annotated[int, Field(strict=True, ge=1)]
    reason: Annotated[str, printable(40, 1)]
    comment: LongText = ""
    answers: Annotated[
        dict[Annotated[str, printable(40, 1)], str | bool], Field(max_length=50)
    ] = {}
    resolution: Resolution | None = None
    exchange: ExchangeIn | None = None


class ReturnIn(Wire):
    """A return for one order of the shop, by the shop's own order id.

    A withdrawal is declared by the consumer, so there is none to be created here.
    """

    order_id: Key
    kind: Literal["return", "claim"] = "return"
    lines: Annotated[list[ReturnLineIn], Field(min_length=1, max_length=500)]
    method: ReturnMethod | None = None
    parcels: Annotated[int, Field(ge=1, le=MOST_PARCELS)] = 1
    locale: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,16}$")] = ""


class ProblemOut(BaseModel):
    """``code`` is stable; creating the return would be refused with it."""

    code: str
    message: str
    line_id: str = ""


class ItemDecisionOut(BaseModel):
    """What holds for one line as asked.

    ``last_day`` is the last day to return it, null if there is none; ``fee`` is that
    of each unit or of this line, charged to the customer; ``restocking_percent`` is
    kept of its price. ``sentences`` are what the customer reads, ``keep_item``: there
    is nothing to send back.
    """

    line_id: str
    returnable: bool
    sentences: list[str]
    last_day: date | None
    is_late: bool
    fee: str
    restocking_percent: str
    methods: list[ReturnMethod]
    resolutions: list[Resolution]
    approval: Approval
    keep_item: bool
    photo_required: bool
    questions: list[str]


class ValidationOut(BaseModel):
    """``is_valid``: creating this return now would succeed.

    ``methods`` are those all items can take, ``fee`` the one for all of the return.
    """

    is_valid: bool
    kind: str
    policy_version: int | None
    approval: Approval
    methods: list[ReturnMethod]
    fee: str
    currency: str
    items: list[ItemDecisionOut]
    problems: list[ProblemOut]


class ItemOutcome(BaseModel):
    line_id: str
    resolution: Resolution
    keep_item: bool


class RejectIn(Wire):
    reason: Annotated[str, printable(1000, 1)]


class ReceivedLineIn(Wire):
    line_id: Key
    good: Annotated[int, Field(strict=True, ge=0)] = 0
    not_good: Annotated[int, Field(strict=True, ge=0)] = 0


class ReceiveIn(Wire):
    """Without lines, everything announced came and is in order."""

    lines: list[ReceivedLineIn] | None = None


class SentBackLineIn(Wire):
    line_id: Key
    quantity: Annotated[int, Field(strict=True, ge=1)]


class SendBackIn(Wire):
    """Units that came and are not in order."""

    lines: Annotated[list[SentBackLineIn], Field(min_length=1, max_length=500)]


class RefundIn(Wire):
    """Without an amount, the money computed for the received units. ``reason`` is plain
    text: where the amount is less than computed the customer reads it, else it is
    dropped."""

    amount: Amount | None = None
    reference: LongText = ""
    reason: Annotated[str, printable(MAX_REASON)] = ""


class ShipmentRegisterIn(Wire):
    """A parcel of one order of the shop, sent elsewhere; ``id`` is the sender's own.

    No lines means: which lines it held is not known.
    """

    id: Annotated[str, printable(MAX_ID, 1, r"^[^\x00-\x1f\x7f]*$")]
    order_id: Key
    tracking_number: Annotated[str, printable(100, 1)]
    carrier: ShortText = ""
    tracking_url: Url = ""
    shipped_at: Instant | None = None
    delivered_at: Instant | None = None
    export_mrn: Annotated[str, printable(35, pattern=ONE_LINE_PATTERN)] = ""
    lines: Annotated[tuple[ShipmentLineIn, ...], Field(max_length=500)] = ()


class CarrierCandidate(BaseModel):
    """A carrier whose number this may be, the likeliest first."""

    carrier: str
    name: str
    tracking_url: str


class ShipmentLineOut(BaseModel):
    line_id: str
    quantity: int


class ShipmentOut(BaseModel):
    """``is_registered`` unless a push of the order told of it.

    ``carrier`` is the one given, or the only one the number can be of.
    """

    id: str
    order_id: str
    is_registered: bool
    tracking_number: str
    carrier: str
    tracking_url: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    export_mrn: str = ""
    lines: list[ShipmentLineOut]
    candidates: list[CarrierCandidate]


class ShipmentsOut(BaseModel):
    items: list[ShipmentOut]


class ReturnPage(BaseModel):
    items: list[ReturnOut]
    next_cursor: str | None


class StoreCreditPage(BaseModel):
    items: list[StoreCreditOut]
    next_cursor: str | None


class ReplacementPage(BaseModel):
    items: list[ReplacementOut]
    next_cursor: str | None


class RefundPage(BaseModel):
    items: list[RefundOut]
    next_cursor: str | None


class EventOut(BaseModel):
    kind: str
    at: datetime
    actor: Literal["customer", "staff", "shop", "system"]
    from_state: str
    to_state: str


class ReturnDetail(ReturnOut):
    """``policy_version`` is null where the brand had decided nothing; ``sentences``
    are the decision as an agent reads it, ``outcomes`` what each line comes to."""

    policy_version: int | None
    sentences: list[str]
    outcomes: list[ItemOutcome]
    events: list[EventOut]
