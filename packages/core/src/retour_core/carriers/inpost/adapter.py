"""InPost Returns: a code for the locker, or a label, in Poland, Italy and Britain.

InPost has no look-up by reference and charges a return when it is posted, so after a
lost answer another one is made and the first is never used.
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
    PointsPage,
)
from retour_core.carriers.http import CarrierServer, unreadable, when_bought
from retour_core.carriers.inpost import mapping
from retour_core.carriers.inpost.points import PER_PAGE, SERVERS, points_page
from retour_core.carriers.inpost.units import SCOPES, SENDER_COUNTRIES
from retour_core.carriers.proofs import Bearer
from retour_core.carriers.settings_form import CarrierSettings, Shown
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.tracking_numbers import CarrierMatch

_SERVER = "https://api.inpost-group.com"
_SANDBOX = "https://stage-api.inpost-group.com"
_NOBODY = "00000000-0000-0000-0000-000000000000"


class InPostSettings(CarrierSettings):
    organization: Annotated[
        str,
        Field(pattern=r"^[A-Za-z0-9-]{1,60}$"),
        Shown(_("Organisation"), _("Its number, from InPost’s integration team.")),
    ]
    client_id: Annotated[
        str, Field(min_length=2, max_length=100), Shown(_("Client ID"))
    ]
    client_secret: Annotated[
        SecretStr, Field(min_length=4, max_length=200), Shown(_("Client secret"))
    ]
    phone: Annotated[
        str,
        Field(max_length=20),
        Shown(
            _("Phone number"),
            _("InPost asks for one. For customers whose own is not known."),
        ),
    ] = ""
    default_grams: Annotated[
        int,
        Field(ge=1, le=25_000),
        Shown(_("Weight in grams"), _("For parcels whose weight is not known.")),
    ] = 1000
    sandbox: Annotated[bool, Shown(_("Use InPost’s test system"))] = False


class InPostReturns:
    kind: ClassVar[str] = "inpost"
    name: ClassVar[str | Promise] = "InPost Returns"
    capabilities: ClassVar[Capabilities] = Capabilities(
        countries=SENDER_COUNTRIES,
        lookup=False,
        methods=frozenset({ReturnMethod.DROP_OFF_POINT, ReturnMethod.LABELLESS}),
    )
    settings_class: ClassVar[type[CarrierSettings]] = InPostSettings
    tracking_source: ClassVar[str] = "inpost"
    # They publish no limit.
    asks_per_minute: ClassVar[float] = 30
    point_countries: ClassVar[frozenset[str]] = frozenset(SERVERS)
    point_pages_per_minute: ClassVar[int] = 20

    def __init__(self, settings: InPostSettings) -> None:
        self._settings = settings
        self._server = CarrierServer(
            self.kind,
            _SANDBOX if settings.sandbox else _SERVER,
            secrets=settings.secrets(),
            explain=mapping.explain,
        )
        self._returns = f"/returns/v1/organizations/{settings.organization}/shipments"

    def buy(self, request: LabelRequest) -> BoughtLabel:
        settings = self._settings
        body = mapping.request_body(
            request, phone=settings.phone, default_grams=settings.default_grams
        )
        token = self._token()
        answer = self._server.ask(
            "POST", self._returns, buys=True, auth=token, json=body
        )
        made = mapping.bought(answer.body)
        if request.method is ReturnMethod.LABELLESS:
            if not made.drop_off_code:
                raise unreadable("The carrier sent no code.")
            return mapping.label(made, None)
        return self._with_document(made, token)

    def points(self, country: str, page: int) -> PointsPage:
        asked = {"page": str(page), "per_page": str(PER_PAGE), "country": country}
        # Told without a key, so none is sent.
        server = CarrierServer(self.kind, SERVERS[country])
        answer = server.ask("GET", "/v1/points", params=asked)
        return points_page(answer.body, country)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:  # noqa: ARG002 - the protocol's
        """What an attempt made whose document did not come; they find nothing else."""
        if request.made is None:
            return None
        made = mapping.kept(request.made)
        return self._with_document(made, self._token())

    def cancel(self, carrier_id: str) -> CancelOutcome:  # noqa: ARG002 - the protocol's
        return CancelOutcome.UNSUPPORTED

    def test_credentials(self) -> None:
        """Ask for a return that nobody made: the organisation is looked at first."""
        path = f"{self._returns}/{_NOBODY}"
        self._server.ask("GET", path, ok=(404,), auth=self._token())

    @classmethod
    def knows_number(cls, match: CarrierMatch) -> bool:
        return match.carrier == cls.kind

    def news(self, carrier_id: str, tracking_number: str) -> object:  # noqa: ARG002 - the parcel's number says it
        answer = self._server.ask(
            "GET",
            "/tracking/v1/parcels",
            auth=self._token(),
            headers={"x-inpost-event-version": "V1"},
            params={"trackingNumbers": tracking_number},
        )
        return parcel_news(answer.body)

    def _with_document(self, made: mapping.Return, token: Bearer) -> BoughtLabel:
        with when_bought(made.model_dump(mode="json")):
            answer = self._server.ask(
                "GET",
                f"{self._returns}/{made.number}/label",
                auth=token,
                headers={"Accept": "application/pdf;format=A4"},
            )
            return mapping.label(made, mapping.document(answer.body))

    def _token(self) -> Bearer:
        settings = self._settings
        form = SecretStr(
            urlencode(
                {
                    "grant_type": "client_credentials",
                    "client_id": settings.client_id,
                    "client_secret": settings.client_secret.get_secret_value(),
                    "scope": SCOPES,
                }
            )
        )
        try:
            answer = self._server.ask("POST", "/oauth2/token", form=form)
        except CarrierFault as fault:
            if fault.kind is not FaultKind.INPUT:
                raise
            # RFC 6749 answers 400 for a wrong secret.
            raise CarrierFault(FaultKind.AUTH, str(fault)) from None
        return Bearer(SecretStr(access_token(answer.body)))
