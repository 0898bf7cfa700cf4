"""The sandbox carrier's JSON, both ways; pure."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from pydantic import BaseModel, Field

from retour_core.carriers.base import (
    BoughtLabel,
    CarrierFault,
    FaultKind,
    LabelRequest,
)


class _Parcel(BaseModel):
    id: Annotated[str, Field(min_length=1, max_length=100)]
    external_reference: str
    tracking_number: Annotated[str, Field(min_length=1, max_length=100)]
    label: str | None = None


def request_body(request: LabelRequest) -> dict[str, Any]:
    return {
        "external_reference": request.reference,
        "order_number": request.order_number,
        "rma_number": request.rma_number,
        "from": dict(request.sender),
        "to": dict(request.recipient),
        "weight_grams": request.weight_grams,
    }


def bought_label(body: bytes, reference: str) -> BoughtLabel:
    """Raises an ``unclear`` fault for anything but our parcel, numbered, with a PDF."""
    try:
        parcel = _Parcel.model_validate_json(body)
        document = (
            base64.b64decode(parcel.label, validate=True) if parcel.label else None
        )
    except ValueError as error:
        raise CarrierFault(
            FaultKind.UNCLEAR, "The carrier's answer could not be read."
        ) from error
    if parcel.external_reference != reference:
        raise CarrierFault(
            FaultKind.UNCLEAR, "The carrier answered for another parcel."
        )
    if document is not None and not document.startswith(b"%PDF-"):
        raise CarrierFault(FaultKind.UNCLEAR, "The carrier's label is no PDF.")
    return BoughtLabel(
        carrier_id=parcel.id,
        tracking_number=parcel.tracking_number,
        document=document,
    )
