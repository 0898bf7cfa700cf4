"""The sandbox carrier's JSON, both ways; pure."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

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
    qr_code: str | None = None
    drop_code: Annotated[str, Field(max_length=60)] = ""
    expires_at: AwareDatetime | None = None


def request_body(request: LabelRequest) -> dict[str, Any]:
    return {
        "external_reference": request.reference,
        "order_number": request.order_number,
        "rma_number": request.rma_number,
        "method": request.method.value,
        "from": dict(request.sender),
        "to": dict(request.recipient),
        "weight_grams": request.weight_grams,
    }


def bought_label(body: bytes, reference: str) -> BoughtLabel:
    """Raises an ``unclear`` fault for anything but our parcel, numbered, with a PDF or
    the PNG of a code in its place."""
    try:
        parcel = _Parcel.model_validate_json(body)
        document = _decoded(parcel.label)
        qr_code = _decoded(parcel.qr_code)
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
    if qr_code is not None and not qr_code.startswith(b"\x89PNG"):
        raise CarrierFault(FaultKind.UNCLEAR, "The carrier's code is no PNG.")
    return BoughtLabel(
        carrier_id=parcel.id,
        tracking_number=parcel.tracking_number,
        document=document,
        qr_code=qr_code,
        drop_code=parcel.drop_code,
        expires_at=parcel.expires_at,
    )


def _decoded(content: str | None) -> bytes | None:
    return base64.b64decode(content, validate=True) if content else None
