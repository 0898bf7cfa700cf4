"""DHL Parcel DE Returns v1: labels and codes for returns to Germany.

DHL has no look-up by reference and charges a return when it is posted, so after a lost
answer another label is made and the first one is never used. Where a parcel is tells
DHL's unified tracking, which the same app must be given at developer.dhl.com.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field, SecretStr

from retour_core.carriers.answers import access_token, parcel_news
from retour_core.carriers.base import (
    BoughtLabel,
    CancelOutcome,
    Capabilities,
    CarrierFault,
    FaultKind,
    LabelRequest,
)
from retour_core.carriers.dhl_de import mapping
from retour_core.carriers.dhl_de.units import SENDER_COUNTRIES
from retour_core.carriers.http import CarrierServer
from retour_core.carriers.proofs import ApiKey, Bearer
from retour_core.carriers.settings_form import CarrierSettings, Shown
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.tracking_numbers import CarrierMatch

_SERVER = "https://api-eu.dhl.com/parcel/de"
_TRACKING = "https://api-eu.dhl.com"
_SANDBOX = "https://api-sandbox.dhl.com/parcel/de"
_RETURNS = "/shipping/returns/v1"


class DhlSettings(CarrierSettings):
    username: Annotated[
        str,
        Field(min_length=2, max_length=100),
        Shown(_("User"), _("Of DHL's business customer portal.")),
    ]
    password: Annotated[
        SecretStr, Field(min_length=4, max_length=200), Shown(_("Password"))
    ]
    api_key: Annotated[
        SecretStr,
        Field(min_length=8, max_length=200),
        Shown(_("API key"), _("Of your app at developer.dhl.com.")),
    ]
    api_secret: Annotated[
        SecretStr, Field(min_length=4, max_length=200), Shown(_("API secret"))
    ]
    receiver_id: Annotated[
        str,
        Field(max_length=30),
        Shown(_("Receiver"), _("Empty: the one DHL keeps for each country.")),
    ] = ""
    sandbox: Annotated[bool, Shown(_("Use DHL’s test system"))] = False


class DhlParcelDe:
    kind: ClassVar[str] = "dhl_de"
    name: ClassVar[str | Promise] = "DHL Parcel DE"
    capabilities: ClassVar[Capabilities] = Capabilities(
        countries=frozenset(SENDER_COUNTRIES),
        lookup=False,
        methods=frozenset({ReturnMethod.DROP_OFF_POINT, ReturnMethod.LABELLESS}),
    )
    settings_class: ClassVar[type[CarrierSettings]] = DhlSettings
    tracking_source: ClassVar[str] = "dhl"
    # They allow 250 a day at first, one in five seconds; a few are left to people.
    asks_per_minute: ClassVar[float] = 240 / (24 * 60)
    # Of the app, which several accounts may use.
    asks_shared_by: ClassVar[str] = "api_key"

    def __init__(self, settings: DhlSettings) -> None:
        self._settings = settings
        self._server = CarrierServer(
            self.kind,
            _SANDBOX if settings.sandbox else _SERVER,
            secrets=settings.secrets(),
            explain=mapping.explain,
        )

    def buy(self, request: LabelRequest) -> BoughtLabel:
        body = mapping.request_body(request, self._settings.receiver_id)
        answer = self._server.ask(
            "POST",
            f"{_RETURNS}/orders",
            buys=True,
            auth=self._token(),
            params={"labelType": mapping.label_type(request.method)},
            json=body,
        )
        return mapping.bought_label(answer.body, request.method)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:  # noqa: ARG002 - the protocol's
        return None

    def cancel(self, carrier_id: str) -> CancelOutcome:  # noqa: ARG002 - the protocol's
        return CancelOutcome.UNSUPPORTED

    def test_credentials(self) -> None:
        self._server.ask(
            "GET",
            f"{_RETURNS}/locations",
            auth=self._token(),
            params={"countryCode": "DEU", "maxResult": "1"},
        )

    @classmethod
    def knows_number(cls, match: CarrierMatch) -> bool:
        """DHL's parcels within Germany; its express is another company's."""
        return match.carrier == "deutsche_post" or match.format_name.startswith(
            "DHL Paket"
        )

    def news(self, carrier_id: str, tracking_number: str) -> object:  # noqa: ARG002 - its number says it
        """A parcel DHL does not know yet has no news; its test system has none ever."""
        if self._settings.sandbox:
            return {"shipments": []}
        key = self._settings.api_key
        server = CarrierServer(
            self.kind,
            _TRACKING,
            auth=ApiKey("DHL-API-Key", key),
            secrets=self._settings.secrets(),
            explain=mapping.explain,
        )
        answer = server.ask(
            "GET",
            "/track/shipments",
            ok=(200, 404),
            # Without the service it looks for others' parcels of this number, too.
            params={
                "trackingNumber": tracking_number,
                "service": "parcel-de",
                "language": "en",
            },
        )
        if answer.status == 404:
            return {"shipments": []}
        return parcel_news(answer.body)

    def _token(self) -> Bearer:
        settings = self._settings
        form = SecretStr(
            urlencode(
                {
                    "grant_type": "password",
                    "username": settings.username,
                    "password": settings.password.get_secret_value(),
                    "client_id": settings.api_key.get_secret_value(),
                    "client_secret": settings.api_secret.get_secret_value(),
                }
            )
        )
        try:
            answer = self._server.ask("POST", "/account/auth/ropc/v1/token", form=form)
        except CarrierFault as fault:
            if fault.kind is not FaultKind.INPUT:
                raise
            # RFC 6749 answers 400 for a wrong password.
            raise CarrierFault(FaultKind.AUTH, str(fault)) from None
        return Bearer(SecretStr(access_token(answer.body)))
