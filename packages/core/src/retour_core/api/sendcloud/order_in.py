"""Their order as it is sent (API v3, ``POST /orders``)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field

from retour_core.api.sendcloud.fields import (
    LOOSE,
    Country,
    Currency,
    Lenient,
    Number,
    OptionalCountry,
    Properties,
    Quantity,
    limits,
)
from retour_core.domain.wire import MAX_LINES_PER_ORDER

MAX_ORDERS = 100


class PriceIn(Lenient):
    value: Number
    currency: Currency


class WeightIn(Lenient):
    value: Number = None
    unit: Literal["kg", "g", "lbs", "oz"] = "kg"


class MeasurementIn(Lenient):
    weight: WeightIn | None = None


class OrderItemIn(Lenient):
    """``total_price`` is what was paid for all units, ``measurement`` one unit's."""

    name: Annotated[str, limits(255, 1), LOOSE]
    quantity: Quantity
    total_price: PriceIn
    unit_price: PriceIn | None = None
    item_id: Annotated[str, limits(255), LOOSE] = ""
    product_id: Annotated[str, limits(255), LOOSE] = ""
    variant_id: Annotated[str, limits(255), LOOSE] = ""
    sku: Annotated[str, limits(100), LOOSE] = ""
    ean: Annotated[str, limits(14), LOOSE] = ""
    hs_code: Annotated[str, limits(14), LOOSE] = ""
    country_of_origin: OptionalCountry = None
    image_url: Annotated[str, limits(500), LOOSE] = ""
    properties: Properties = {}
    measurement: MeasurementIn | None = None


class IntegrationIn(Lenient):
    id: Annotated[int, Field(strict=True)]


class StatusIn(Lenient):
    code: Annotated[str, limits(100, 1), LOOSE]


def _no_tags(value: Any) -> Any:
    return () if value is None else value


class OrderDetailsIn(Lenient):
    integration: IntegrationIn
    status: StatusIn
    order_created_at: AwareDatetime
    order_updated_at: AwareDatetime | None = None
    order_items: Annotated[
        tuple[OrderItemIn, ...], Field(min_length=1, max_length=MAX_LINES_PER_ORDER)
    ]
    tags: Annotated[
        tuple[Annotated[str, limits(100), LOOSE], ...],
        BeforeValidator(_no_tags),
        Field(max_length=50),
    ] = ()


class PaymentDetailsIn(Lenient):
    total_price: PriceIn
    status: StatusIn
    estimated_shipping_price: PriceIn | None = None


class CustomerIn(Lenient):
    name: Annotated[str, limits(100, 1), LOOSE]
    phone_number: Annotated[str, limits(40), LOOSE] = ""
    email: Annotated[str, limits(254), LOOSE] = ""


class PostalAddressIn(Lenient):
    country_code: Country
    name: Annotated[str, limits(100), LOOSE] = ""
    company_name: Annotated[str, limits(100), LOOSE] = ""
    address_line_1: Annotated[str, limits(200), LOOSE] = ""
    house_number: Annotated[str, limits(20), LOOSE] = ""
    address_line_2: Annotated[str, limits(255), LOOSE] = ""
    postal_code: Annotated[str, limits(20), LOOSE] = ""
    city: Annotated[str, limits(100), LOOSE] = ""
    state_province_code: Annotated[str, limits(100), LOOSE] = ""
    email: Annotated[str, limits(254), LOOSE] = ""
    phone_number: Annotated[str, limits(40), LOOSE] = ""


class SendcloudOrderIn(Lenient):
    """``id`` is our own, as text; it must agree with ``order_id``."""

    order_id: Annotated[str, limits(100, 1), LOOSE]
    order_number: Annotated[str, limits(100, 1), LOOSE]
    order_details: OrderDetailsIn
    payment_details: PaymentDetailsIn
    id: Annotated[str, Field(pattern=r"^[0-9]{1,18}$")] | None = None
    customer_details: CustomerIn | None = None
    shipping_address: PostalAddressIn | None = None
    billing_address: PostalAddressIn | None = None
