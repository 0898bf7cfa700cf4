"""Shippo: carriers of North America and beyond behind one account.

A shipment is made first, which costs nothing, and one of its rates is bought second.
Labels are found again by their metadata, which is our reference. Their list can be
filtered neither by it nor by day (docs.goshippo.com/api-concepts/filtering: dates of
shipments only), so it is read until its rows are older than the purchase. Returns are
scan-based: who never posts one pays nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field, SecretStr

from retour_core.carriers.answers import parcel_news
from retour_core.carriers.base import (
    BoughtLabel,
    CancelOutcome,
    Capabilities,
    CarrierFault,
    FaultKind,
    LabelRequest,
)
from retour_core.carriers.http import CarrierServer, unreadable, when_bought
from retour_core.carriers.proofs import Bearer
from retour_core.carriers.settings_form import CarrierSettings, DefaultGrams, Shown
from retour_core.carriers.shippo import mapping
from retour_core.carriers.shippo.units import REFUNDED, REFUNDS, UNDER_WAY
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money

_SERVER = "https://api.goshippo.com"
_VERSION = {"SHIPPO-API-VERSION": "2018-02-08"}
_PAGE = 100
_MOST_PAGES = 20
# Nobody buys the same label again later than this without looking it up.
_SAME = timedelta(hours=1)
_CLOCKS_DIFFER = timedelta(minutes=2)
_SOON = timedelta(seconds=20)


class ShippoSettings(CarrierSettings):
    api_token: Annotated[
        SecretStr,
        Field(min_length=8, max_length=200),
        Shown(_("API token"), _("A test token makes test labels.")),
    ]
    carrier: Annotated[
        str,
        Field(max_length=60),
        Shown(_("Carrier"), _("Its name there, such as USPS. Empty: the cheapest.")),
    ] = ""
    service: Annotated[
        str,
        Field(max_length=60),
        Shown(
            _("Service"),
            _("Its token there, such as usps_priority. Empty: the cheapest."),
        ),
    ] = ""
    label_file_type: Annotated[
        Literal["PDF_4x6", "PDF_A6", "PDF_A4", "PDF"], Shown(_("Paper of the label"))
    ] = "PDF_4x6"
    default_grams: DefaultGrams = 1000
    length_cm: Annotated[
        int, Field(ge=1, le=300), Shown(_("Length of the parcel in cm"))
    ] = 30
    width_cm: Annotated[
        int, Field(ge=1, le=300), Shown(_("Width of the parcel in cm"))
    ] = 20
    height_cm: Annotated[
        int, Field(ge=1, le=300), Shown(_("Height of the parcel in cm"))
    ] = 10


class ShippoCarrier:
    kind: ClassVar[str] = "shippo"
    name: ClassVar[str | Promise] = "Shippo"
    capabilities: ClassVar[Capabilities] = Capabilities(
        cancels=True,
        methods=frozenset({ReturnMethod.DROP_OFF_POINT, ReturnMethod.LABELLESS}),
    )
    settings_class: ClassVar[type[CarrierSettings]] = ShippoSettings
    tracking_source: ClassVar[str] = "shippo"
    # They publish no limit.
    asks_per_minute: ClassVar[float] = 60

    def __init__(self, settings: ShippoSettings) -> None:
        self._settings = settings
        self._server = CarrierServer(
            self.kind,
            _SERVER,
            auth=Bearer(settings.api_token, scheme="ShippoToken"),
            secrets=settings.secrets(),
            explain=mapping.explain,
        )

    def buy(self, request: LabelRequest) -> BoughtLabel:
        # Of one rate any number of labels can be bought: only looking prevents it.
        bought = self._bought(request.reference, timezone.now() - _SAME)
        if bought is None:
            bought = self._pay(self._make(request), request)
        return self._label(bought, request.method)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:
        bought = self._bought(request.reference, since)
        return None if bought is None else self._label(bought, request.method)

    def cancel(self, carrier_id: str) -> CancelOutcome:
        body = {"transaction": carrier_id, "async": False}
        answer = self._server.ask("POST", "/refunds", headers=_VERSION, json=body)
        status = mapping.refund_status(answer.body)
        return REFUNDS.get(status, CancelOutcome.UNSUPPORTED)

    def cancellation(self, carrier_id: str) -> CancelOutcome:
        answer = self._server.ask(
            "GET", f"/transactions/{carrier_id}", headers=_VERSION
        )
        status = mapping.transaction(answer.body).status
        return REFUNDED.get(status, CancelOutcome.UNSUPPORTED)

    def test_credentials(self) -> None:
        self._server.ask(
            "GET", "/carrier_accounts", headers=_VERSION, params={"results": "1"}
        )

    def quote(self, request: LabelRequest) -> Money | None:
        """What the wanted service costs now; ``None`` if it takes no such parcel."""
        made = self._make(request)
        rate = made.best_rate(self._settings.carrier, self._settings.service)
        return rate.cost if rate else None

    def news(self, carrier_id: str, tracking_number: str) -> object:
        answer = self._server.ask(
            "GET", f"/transactions/{carrier_id}", headers=_VERSION
        )
        rate = mapping.transaction(answer.body).rate
        if isinstance(rate, str):
            told = self._server.ask("GET", f"/rates/{rate}", headers=_VERSION)
            rate = mapping.rate(told.body)
        if rate is None:
            raise CarrierFault(FaultKind.TEMPORARY, "The carrier told no carrier.")
        path = f"/tracks/{rate.carrier_token}/{tracking_number}"
        return parcel_news(self._server.ask("GET", path, headers=_VERSION).body)

    def _bought(self, reference: str, since: datetime) -> mapping.Transaction | None:
        for page in range(1, _MOST_PAGES + 1):
            answer = self._server.ask(
                "GET",
                "/transactions",
                headers=_VERSION,
                params={"results": str(_PAGE), "page": str(page)},
            )
            found, more = mapping.look_up(
                answer.body, reference, since - _CLOCKS_DIFFER
            )
            if found is not None or not more:
                return found
        raise CarrierFault(FaultKind.TEMPORARY, "There are too many labels to search.")

    def _make(self, request: LabelRequest) -> mapping.Shipment:
        settings = self._settings
        body = mapping.request_body(
            request,
            default_grams=settings.default_grams,
            box=(settings.length_cm, settings.width_cm, settings.height_cm),
        )
        answer = self._server.ask("POST", "/shipments", headers=_VERSION, json=body)
        return mapping.shipment(answer.body, request.reference)

    def _pay(
        self, made: mapping.Shipment, request: LabelRequest
    ) -> mapping.Transaction:
        rate = made.best_rate(self._settings.carrier, self._settings.service)
        if rate is None:
            told = " ".join(message.text for message in made.messages)[:180]
            raise CarrierFault(
                FaultKind.INPUT, told or "No service there takes this parcel."
            )
        body = mapping.purchase_body(
            rate, request.reference, self._settings.label_file_type
        )
        answer = self._server.ask(
            "POST", "/transactions", buys=True, headers=_VERSION, json=body
        )
        bought = mapping.transaction(answer.body, request.reference)
        if bought.status == "ERROR":
            raise CarrierFault(FaultKind.INPUT, bought.objection)
        return bought

    def _label(self, bought: mapping.Transaction, method: ReturnMethod) -> BoughtLabel:
        """It is bought: whatever fails here, the label is still to be looked up."""
        if bought.status in UNDER_WAY:
            raise CarrierFault(
                FaultKind.UNCLEAR, "The label is being made.", retry_after=_SOON
            )
        labelless = method is ReturnMethod.LABELLESS
        url = bought.qr_code_url if labelless else bought.label_url
        if not bought.tracking_number or not url:
            raise unreadable("The carrier named no label.")
        with when_bought():
            content = self._server.fetch(url)
        is_pdf = content.startswith(b"%PDF-")
        if not is_pdf and not (labelless and content.startswith(b"\x89PNG")):
            raise unreadable("The carrier's label is no document.")
        rate = bought.told_rate
        return BoughtLabel(
            carrier_id=bought.object_id,
            tracking_number=bought.tracking_number,
            document=content if is_pdf else None,
            qr_code=None if is_pdf else content,
            tracking_url=bought.tracking_url_provider or "",
            cost=rate.cost if rate else None,
            service=rate.service if rate else "",
        )
