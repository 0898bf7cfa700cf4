"""EasyPost: carriers of North America and beyond behind one account.

A shipment is made first, which costs nothing, and bought second: of one shipment never
more than one label. Our reference is the shipment's, by which it is found.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field, SecretStr

from retour_core.carriers.base import (
    BoughtLabel,
    CancelOutcome,
    Capabilities,
    CarrierFault,
    FaultKind,
    LabelRequest,
)
from retour_core.carriers.easypost import mapping
from retour_core.carriers.http import CarrierServer, unreadable, when_bought
from retour_core.carriers.proofs import Basic
from retour_core.carriers.settings_form import CarrierSettings, DefaultGrams, Shown
from retour_core.domain.money import Money

_SERVER = "https://api.easypost.com/v2"
_REFUNDS = {
    "submitted": CancelOutcome.REQUESTED,
    "refunded": CancelOutcome.CANCELLED,
    "rejected": CancelOutcome.TOO_LATE,
}


class EasyPostSettings(CarrierSettings):
    api_key: Annotated[
        SecretStr,
        Field(min_length=8, max_length=200),
        Shown(_("API key"), _("A test key makes test labels.")),
    ]
    carrier: Annotated[
        str,
        Field(max_length=60),
        Shown(_("Carrier"), _("Its name there, such as USPS. Empty: the cheapest.")),
    ] = ""
    service: Annotated[
        str,
        Field(max_length=60),
        Shown(_("Service"), _("Its name there. Empty: the cheapest.")),
    ] = ""
    default_grams: DefaultGrams = 1000


class EasyPostCarrier:
    kind: ClassVar[str] = "easypost"
    name: ClassVar[str | Promise] = "EasyPost"
    capabilities: ClassVar[Capabilities] = Capabilities(cancels=True)
    settings_class: ClassVar[type[CarrierSettings]] = EasyPostSettings
    tracking_source: ClassVar[str] = "easypost"
    # They publish no limit.
    asks_per_minute: ClassVar[float] = 60

    def __init__(self, settings: EasyPostSettings) -> None:
        self._settings = settings
        self._server = CarrierServer(
            self.kind,
            _SERVER,
            auth=Basic(settings.api_key, SecretStr("")),
            secrets=settings.secrets(),
            explain=mapping.explain,
            taken=mapping.is_taken,
        )

    def buy(self, request: LabelRequest) -> BoughtLabel:
        # One that an earlier attempt made, bought or not, is taken up again.
        made = self._made(request) or self._make(request, request.reference)
        if made.postage_label is None:
            made = self._pay(made, request)
        with when_bought():
            return self._label(made)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:  # noqa: ARG002 - it looks at all
        made = self._made(request)
        if made is None or made.postage_label is None:
            return None
        return self._label(made)

    def cancel(self, carrier_id: str) -> CancelOutcome:
        answer = self._server.ask("POST", f"/shipments/{carrier_id}/refund")
        status = mapping.refund_status(answer.body)
        return _REFUNDS.get(status, CancelOutcome.UNSUPPORTED)

    def cancellation(self, carrier_id: str) -> CancelOutcome:
        answer = self._server.ask("GET", f"/shipments/{carrier_id}")
        status = mapping.refund_status(answer.body)
        return _REFUNDS.get(status, CancelOutcome.UNSUPPORTED)

    def test_credentials(self) -> None:
        self._server.ask("GET", "/shipments", params={"page_size": "1"})

    def quote(self, request: LabelRequest) -> Money | None:
        """What the wanted service costs now; ``None`` if it takes no such parcel."""
        made = self._make(request, "")
        rate = made.best_rate(self._settings.carrier, self._settings.service)
        return rate.cost if rate else None

    def news(self, carrier_id: str, tracking_number: str) -> object:  # noqa: ARG002 - the shipment knows it
        answer = self._server.ask("GET", f"/shipments/{carrier_id}")
        return mapping.tracker(answer.body)

    def _made(self, request: LabelRequest) -> mapping.Shipment | None:
        answer = self._server.ask(
            "GET", f"/shipments/{request.reference}", ok=(200, 404)
        )
        if answer.status == 404:
            return None
        return mapping.shipment(answer.body, request.reference)

    def _make(self, request: LabelRequest, reference: str) -> mapping.Shipment:
        grams = self._settings.default_grams
        body = mapping.request_body(request, default_grams=grams, reference=reference)
        answer = self._server.ask("POST", "/shipments", json=body)
        try:
            return mapping.shipment(answer.body, reference)
        except CarrierFault as fault:
            # Nothing is bought yet, and what was made is found by its reference.
            raise CarrierFault(FaultKind.TEMPORARY, str(fault)) from None

    def _pay(self, made: mapping.Shipment, request: LabelRequest) -> mapping.Shipment:
        rate = made.best_rate(self._settings.carrier, self._settings.service)
        if rate is None:
            raise CarrierFault(FaultKind.INPUT, "No service there takes this parcel.")
        answer = self._server.ask(
            "POST",
            f"/shipments/{made.id}/buy",
            buys=True,
            json={"rate": {"id": rate.id}},
        )
        return mapping.shipment(answer.body, request.reference)

    def _label(self, made: mapping.Shipment) -> BoughtLabel:
        if not made.tracking_code or not made.label_url:
            raise unreadable("The carrier named no label.")
        document = self._server.fetch(made.label_url)
        if not document.startswith(b"%PDF-"):
            raise unreadable("The carrier's label is no PDF.")
        rate = made.selected_rate
        return BoughtLabel(
            carrier_id=made.id,
            tracking_number=made.tracking_code,
            document=document,
            tracking_url=(made.tracker and made.tracker.public_url) or "",
            cost=rate.cost if rate else None,
            service=f"{rate.carrier} {rate.service}" if rate else "",
        )
