"""The order as it travels: one definition for the shop plugin and the API.

Amounts are decimal strings in major units ("19.90"), never floats; times carry an
offset; weights are grams. Shape is checked here by pydantic; what needs more than
one field is checked by :mod:`retour_core.domain.order_checks`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

MAX_ORDERS_PER_REQUEST = 500
MAX_LINES_PER_ORDER = 500
MAX_SHIPMENTS_PER_ORDER = 100
MAX_TENDERS = 20
MAX_QUANTITY = 100_000

# PostgreSQL text cannot hold NUL, and no other control character belongs in a
# name or a number either.
PRINTABLE_PATTERN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
# What ends up in a mail's header or on a barcode has no line breaks either.
ONE_LINE_PATTERN = r"^[^\x00-\x1f\x7f]*$"
AMOUNT_PATTERN = r"^[0-9]{1,12}(\.[0-9]{1,4})?$"
RATE_PATTERN = r"^[0-9]{1,2}(\.[0-9]{1,6})?$"
COUNTRY_PATTERN = r"^[A-Za-z]{2}$"
CURRENCY_PATTERN = r"^[A-Za-z]{3}$"
EXEMPTION_PATTERN = r"^[A-Ma-m]?$"


def printable(
    maximum: int, minimum: int = 0, pattern: str = PRINTABLE_PATTERN
) -> StringConstraints:
    """Trimmed text of so many characters, free of what no database or paper takes."""
    return StringConstraints(
        strip_whitespace=True,
        min_length=minimum,
        max_length=maximum,
        pattern=pattern,
    )


Key = Annotated[str, printable(100, 1, ONE_LINE_PATTERN)]
ShortText = Annotated[str, printable(100)]
LongText = Annotated[str, printable(255)]
Url = Annotated[str, printable(500)]
Amount = Annotated[str, StringConstraints(pattern=AMOUNT_PATTERN, max_length=17)]
Rate = Annotated[str, StringConstraints(pattern=RATE_PATTERN, max_length=9)]
Quantity = Annotated[int, Field(strict=True, ge=0, le=MAX_QUANTITY)]
CountryCode = Annotated[str, StringConstraints(to_upper=True, pattern=COUNTRY_PATTERN)]
CurrencyCode = Annotated[
    str, StringConstraints(to_upper=True, pattern=CURRENCY_PATTERN)
]
# Of CRD art. 16: see ``withdrawal.exemptions``.
Exemption = Annotated[str, StringConstraints(to_lower=True, pattern=EXEMPTION_PATTERN)]
TenderName = Literal[
    "card", "wallet", "bank", "cash", "gift_card", "store_credit", "other"
]
Instant = AwareDatetime


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AddressIn(Wire):
    """A postal address; ``country`` is ISO 3166-1 alpha-2."""

    name: ShortText = ""
    company: ShortText = ""
    street: LongText = ""
    street2: LongText = ""
    postal_code: Annotated[str, printable(20)] = ""
    city: ShortText = ""
    region: ShortText = ""
    country: CountryCode
    phone: Annotated[str, printable(40)] = ""


class LineIn(Wire):
    """One order line.

    ``total_incl_tax`` and ``total_excl_tax`` are what was paid for the whole line
    after every discount but ``OrderIn.order_discount``; ``unit_list_price`` is the
    price of one unit before any. ``refunded_quantity`` counts units the shop refunded
    by itself, without Retour. ``tax_rate`` is a percentage ("19", "5.5"), ``brand`` the
    make of the product. ``exemption`` is the letter of CRD art. 16 under which there is
    no right of withdrawal.
    """

    id: Key
    sku: ShortText = ""
    ean: Annotated[str, printable(14)] = ""
    title: Annotated[str, printable(255, 1)]
    variant: LongText = ""
    quantity: Annotated[int, Field(strict=True, ge=1, le=MAX_QUANTITY)]
    fulfilled_quantity: Quantity = 0
    refunded_quantity: Quantity = 0
    unit_list_price: Amount | None = None
    total_incl_tax: Amount
    total_excl_tax: Amount | None = None
    discount: Amount = "0"
    tax_rate: Rate | None = None
    weight_grams: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] | None = None
    category: LongText = ""
    brand: ShortText = ""
    exemption: Exemption = ""
    tags: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()
    image_url: Url = ""
    product_url: Url = ""
    hs_code: Annotated[str, printable(14)] = ""
    origin_country: CountryCode | None = None


class ShipmentLineIn(Wire):
    line_id: Key
    quantity: Annotated[int, Field(strict=True, ge=1, le=MAX_QUANTITY)]


class ShipmentIn(Wire):
    """A parcel somebody sent to the customer, here or elsewhere.

    No lines means: which lines it held is not known. ``export_mrn`` is the reference
    of its export declaration; customs ask for it when goods come back.
    """

    id: Key
    tracking_number: ShortText = ""
    carrier: ShortText = ""
    tracking_url: Url = ""
    shipped_at: Instant | None = None
    delivered_at: Instant | None = None
    export_mrn: Annotated[str, printable(35, pattern=ONE_LINE_PATTERN)] = ""
    lines: Annotated[tuple[ShipmentLineIn, ...], Field(max_length=500)] = ()


class TenderIn(Wire):
    """A means the order was paid with; a refund's payouts name it by ``id``."""

    kind: TenderName
    id: Key
    amount: Amount


class OrderIn(Wire):
    """The full snapshot of one order; a push replaces what was known before.

    ``id`` is the shop's own stable key, ``number`` what the customer reads.
    ``changed_at`` orders two pushes of one order: the older one is ``stale``.
    ``order_discount`` (incl. tax) is not taken off the lines yet: it is shared over
    them, and lines − ``order_discount`` + shipping are the total.
    ``standard_shipping_incl_tax`` is the cheapest standard delivery, all that a
    withdrawal gives back (CRD art. 13(2)); none: shipping was that.
    ``tenders`` are all or none and add up to ``captured``, or else to the total.
    ``invoice_number`` is the seller's.
    """

    id: Key
    number: Key
    currency: CurrencyCode
    placed_at: Instant
    changed_at: Instant
    status: Literal["open", "cancelled"] = "open"
    email: Annotated[str, printable(254, pattern=ONE_LINE_PATTERN)] = ""
    phone: Annotated[str, printable(40)] = ""
    locale: Annotated[str, printable(16)] = ""
    sales_channel: ShortText = ""
    tags: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()
    shipping_address: AddressIn
    billing_address: AddressIn | None = None
    lines: Annotated[
        tuple[LineIn, ...], Field(min_length=1, max_length=MAX_LINES_PER_ORDER)
    ]
    shipments: Annotated[
        tuple[ShipmentIn, ...], Field(max_length=MAX_SHIPMENTS_PER_ORDER)
    ] = ()
    shipping_incl_tax: Amount = "0"
    standard_shipping_incl_tax: Amount | None = None
    shipping_tax_rate: Rate | None = None
    order_discount: Amount = "0"
    total_incl_tax: Amount
    captured: Amount | None = None
    tenders: Annotated[tuple[TenderIn, ...], Field(max_length=MAX_TENDERS)] = ()
    invoice_number: Annotated[str, printable(100, pattern=ONE_LINE_PATTERN)] = ""
    url: Url = ""


class FieldProblem(BaseModel):
    """What is wrong with one field; ``pointer`` is an RFC 6901 JSON pointer."""

    model_config = ConfigDict(frozen=True)

    pointer: str
    code: str
    message: str


ResultStatus = Literal["created", "updated", "unchanged", "stale", "rejected"]


class OrderResult(BaseModel):
    """The answer to one order of a push, in the order they were sent."""

    id: str | None
    status: ResultStatus
    errors: list[FieldProblem] = []


class OrdersIn(Wire):
    """The body of ``PUT /api/v1/orders``: 1 to 500 orders."""

    orders: Annotated[
        list[OrderIn], Field(min_length=1, max_length=MAX_ORDERS_PER_REQUEST)
    ]


class OrdersOut(BaseModel):
    results: list[OrderResult]


class ShopOut(BaseModel):
    """Who a token speaks for; the connection test of every plugin."""

    key: str
    name: str
    platform: str
    brand: str
    portal_url: str
    scopes: list[str]
