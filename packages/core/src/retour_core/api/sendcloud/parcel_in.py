"""Their parcel as it is sent (API v2, ``POST`` and ``PUT /parcels``).

Lengths are those they publish for addresses and items; where they publish none, ours.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from retour_core.api.sendcloud.fields import (
    LOOSE,
    Country,
    Currency,
    Flag,
    Lenient,
    Number,
    OptionalCountry,
    Properties,
    Quantity,
    WholeNumber,
    limits,
)
from retour_core.domain.wire import MAX_LINES_PER_ORDER


class ItemIn(Lenient):
    """``value`` and ``weight`` (kilograms) are those of one unit."""

    description: Annotated[str, limits(255, 1), LOOSE]
    quantity: Quantity
    value: Number = None
    weight: Number = None
    sku: Annotated[str, limits(100), LOOSE] = ""
    product_id: Annotated[str, limits(255), LOOSE] = ""
    item_id: Annotated[str, limits(255), LOOSE] = ""
    hs_code: Annotated[str, limits(12), LOOSE] = ""
    origin_country: OptionalCountry = None
    properties: Properties = {}


class ShipmentMethodIn(Lenient):
    id: WholeNumber = None


def _no_items(value: Any) -> Any:
    return () if value is None else value


class ParcelUpdate(Lenient):
    """The fields we keep; only those that are sent change a parcel.

    ``sender_address`` is checked for its type alone: they, too, do not keep it for a
    parcel without a label.
    """

    name: Annotated[str, limits(75), LOOSE] = ""
    company_name: Annotated[str, limits(50), LOOSE] = ""
    address: Annotated[str, limits(75), LOOSE] = ""
    address_2: Annotated[str, limits(75), LOOSE] = ""
    house_number: Annotated[str, limits(20), LOOSE] = ""
    city: Annotated[str, limits(30), LOOSE] = ""
    postal_code: Annotated[str, limits(12), LOOSE] = ""
    country: OptionalCountry = None
    country_state: Annotated[str, limits(10), LOOSE] = ""
    telephone: Annotated[str, limits(20), LOOSE] = ""
    email: Annotated[str, limits(254), LOOSE] = ""
    order_number: Annotated[str, limits(100), LOOSE] = ""
    weight: Number = None
    total_order_value: Number = None
    total_order_value_currency: Currency = ""
    quantity: Annotated[WholeNumber, Field(ge=1, le=20)] = None
    shipment: ShipmentMethodIn | None = None
    sender_address: WholeNumber = None
    parcel_items: Annotated[
        tuple[ItemIn, ...],
        BeforeValidator(_no_items),
        Field(max_length=MAX_LINES_PER_ORDER),
    ] = ()
    request_label: Flag = False
    request_label_old: Annotated[Flag, Field(alias="requestLabel")] = False
    request_label_async: Flag = False
    is_return: Flag = False

    @property
    def wants_label(self) -> bool:
        return any(
            (self.request_label, self.request_label_old, self.request_label_async)
        )


class ParcelIn(ParcelUpdate):
    """A parcel to be made: theirs asks for a name and a whole address."""

    name: Annotated[str, limits(75, 1), LOOSE]
    address: Annotated[str, limits(75, 1), LOOSE]
    city: Annotated[str, limits(30, 1), LOOSE]
    postal_code: Annotated[str, limits(12, 1), LOOSE]
    country: Country
    external_reference: Annotated[str, limits(100), LOOSE] = ""
    external_order_id: Annotated[str, limits(100), LOOSE] = ""
    external_shipment_id: Annotated[str, limits(100), LOOSE] = ""


class ParcelId(BaseModel):
    id: Annotated[int, Field(strict=True, ge=1, lt=2**63)]
