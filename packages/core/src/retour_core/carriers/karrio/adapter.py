"""A bridge to a Karrio server: many carriers' own APIs behind one.

Karrio is a program of its own (LGPL-3.0) that the installation runs beside Retour and
names in ``RETOUR_KARRIO_URL``; none of it is loaded here. It has no idempotency key:
a shipment is made free of charge under our reference, looked up by it, and bought
second, and of one shipment never more than one label.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
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
from retour_core.carriers.http import CarrierServer, unreadable, when_bought
from retour_core.carriers.karrio import mapping
from retour_core.carriers.proofs import Bearer
from retour_core.carriers.settings_form import CarrierSettings, DefaultGrams, Shown
from retour_core.domain.money import Money


class KarrioSettings(CarrierSettings):
    api_key: Annotated[
        SecretStr,
        Field(min_length=8, max_length=200),
        Shown(_("API key"), _("Of your Karrio server; it begins with key_.")),
    ]
    connection: Annotated[
        str,
        Field(max_length=60),
        Shown(
            _("Connection"),
            _("Its carrier ID in Karrio. Empty: the cheapest of those with returns."),
        ),
    ] = ""
    service: Annotated[
        str,
        Field(max_length=80),
        Shown(_("Service"), _("Its name there. Empty: the cheapest.")),
    ] = ""
    default_grams: DefaultGrams = 1000


class KarrioBridge:
    kind: ClassVar[str] = "karrio"
    name: ClassVar[str | Promise] = "Karrio"
    capabilities: ClassVar[Capabilities] = Capabilities(cancels=True)
    settings_class: ClassVar[type[CarrierSettings]] = KarrioSettings

    def __init__(self, settings: KarrioSettings) -> None:
        if not django_settings.RETOUR_KARRIO_URL:
            raise ImproperlyConfigured("The Karrio bridge needs RETOUR_KARRIO_URL.")
        self._settings = settings
        self._server = CarrierServer(
            self.kind,
            django_settings.RETOUR_KARRIO_URL,
            auth=Bearer(settings.api_key, scheme="Token"),
            secrets=settings.secrets(),
            explain=mapping.explain,
        )

    def buy(self, request: LabelRequest) -> BoughtLabel:
        # One that an earlier attempt made, bought or not, is taken up again.
        made = self._made(request) or self._make(request)
        if not made.is_bought:
            made = self._pay(made, request)
        with when_bought():
            return self._label(made)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:  # noqa: ARG002 - it looks at all
        made = self._made(request)
        return self._label(made) if made is not None and made.is_bought else None

    def cancel(self, carrier_id: str) -> CancelOutcome:
        answer = self._server.ask(
            "POST", f"/v1/shipments/{carrier_id}/cancel", ok=(200, 202, 409)
        )
        if answer.status == 409:
            return CancelOutcome.TOO_LATE
        return CancelOutcome.CANCELLED

    def test_credentials(self) -> None:
        """Ask which carriers are connected, and whether ours is one with returns."""
        answer = self._server.ask("GET", "/v1/connections", params={"limit": "100"})
        wanted = self._settings.connection
        found = [
            one
            for one in mapping.connections(answer.body)
            if one.makes_returns and wanted in ("", one.carrier_id)
        ]
        if not found:
            raise CarrierFault(
                FaultKind.PERMANENT, "Karrio has no such connection with real returns."
            )

    def quote(self, request: LabelRequest) -> Money | None:
        """What the wanted service costs now; ``None`` if it takes no such parcel."""
        made = self._made(request) or self._make(request)
        rate = made.best_rate(self._settings.connection, self._settings.service)
        return rate.cost if rate else None

    def _made(self, request: LabelRequest) -> mapping.Shipment | None:
        answer = self._server.ask(
            "GET",
            "/v1/shipments",
            params={"reference": request.reference, "limit": "20"},
        )
        return mapping.look_up(answer.body, request.reference)

    def _make(self, request: LabelRequest) -> mapping.Shipment:
        body = mapping.request_body(
            request,
            connection=self._settings.connection,
            default_grams=self._settings.default_grams,
        )
        answer = self._server.ask("POST", "/v1/shipments", json=body)
        try:
            return mapping.shipment(answer.body, request.reference)
        except CarrierFault as fault:
            # Nothing is bought yet, and what was made is found by its reference.
            raise CarrierFault(FaultKind.TEMPORARY, str(fault)) from None

    def _pay(self, made: mapping.Shipment, request: LabelRequest) -> mapping.Shipment:
        rate = made.best_rate(self._settings.connection, self._settings.service)
        if rate is None:
            raise CarrierFault(FaultKind.INPUT, "No service there takes this parcel.")
        answer = self._server.ask(
            "POST",
            f"/v1/shipments/{made.id}/purchase",
            buys=True,
            json={
                "selected_rate_id": rate.id,
                "label_type": "PDF",
                "reference": request.reference,
            },
        )
        return mapping.shipment(answer.body, request.reference)

    def _label(self, made: mapping.Shipment) -> BoughtLabel:
        """Karrio may say nothing where a carrier gave nothing: no PDF is a failure."""
        if not made.tracking_number:
            raise unreadable("The carrier named no label.")
        document = made.inline_label
        if not document and (made.label_url or "").startswith("/v1/shipments/"):
            document = self._server.ask("GET", str(made.label_url)).body
        if not document.startswith(b"%PDF-"):
            raise unreadable("The carrier's label is no PDF.")
        rate = made.selected_rate
        return BoughtLabel(
            carrier_id=made.id,
            tracking_number=made.tracking_number,
            document=document,
            tracking_url=made.tracking_url or "",
            cost=rate.cost if rate else None,
            service=rate.service if rate else "",
        )
