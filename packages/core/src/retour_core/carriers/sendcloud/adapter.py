"""Returns through Sendcloud: some eighty carriers behind one account."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, ClassVar
from urllib.parse import quote

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
from retour_core.carriers.http import (
    Answer,
    CarrierServer,
    unreadable,
    when_bought,
    within,
)
from retour_core.carriers.proofs import Basic
from retour_core.carriers.sendcloud import mapping, prices
from retour_core.carriers.settings_form import CarrierSettings, DefaultGrams, Shown
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money

_SERVER = "https://panel.sendcloud.sc/api"
_PAGE = "40"
# 100 returns a minute is their limit for writing: more cannot have come in between.
_MOST_PAGES = 60
# The id of a label that was found is looked for in their older list, but not for long:
# the label is worth more than the right to cancel it.
_MOST_OLDER_PAGES = 20
_SECONDS_FOR_ID = 15
_PDF = "application/pdf"
_PNG = "image/png"


class SendcloudSettings(CarrierSettings):
    public_key: Annotated[
        SecretStr, Field(min_length=8, max_length=200), Shown(_("Public key"))
    ]
    secret_key: Annotated[
        SecretStr, Field(min_length=8, max_length=200), Shown(_("Secret key"))
    ]
    shipping_option: Annotated[
        str,
        Field(min_length=3, max_length=120),
        Shown(
            _("Shipping option for labels"),
            _("Its code in Sendcloud, such as dpd:return/return."),
        ),
    ]
    labelless_option: Annotated[
        str,
        Field(max_length=120),
        Shown(
            _("Shipping option without a label"),
            _("For handing in with a code; empty if you have none."),
        ),
    ] = ""
    contract: Annotated[
        int | None,
        Field(ge=1),
        Shown(_("Contract"), _("Needed with several contracts for one carrier.")),
    ] = None
    default_grams: DefaultGrams = 1000


class SendcloudCarrier:
    kind: ClassVar[str] = "sendcloud"
    name: ClassVar[str | Promise] = "Sendcloud"
    capabilities: ClassVar[Capabilities] = Capabilities(
        cancels=True,
        methods=frozenset(
            {
                ReturnMethod.DROP_OFF_POINT,
                ReturnMethod.LABELLESS,
                ReturnMethod.PICK_UP,
            }
        ),
    )
    settings_class: ClassVar[type[CarrierSettings]] = SendcloudSettings
    tracking_source: ClassVar[str] = "sendcloud"
    # They allow 1000 readings a minute, of which the merchant's shop needs most.
    asks_per_minute: ClassVar[float] = 60

    def __init__(self, settings: SendcloudSettings) -> None:
        self._settings = settings
        self._server = CarrierServer(
            self.kind,
            _SERVER,
            auth=Basic(settings.public_key, settings.secret_key),
            secrets=settings.secrets(),
            explain=mapping.explain,
            taken=mapping.is_taken,
        )

    def buy(self, request: LabelRequest) -> BoughtLabel:
        body = mapping.request_body(
            request,
            self._ship_with(request.method),
            default_grams=self._settings.default_grams,
        )
        answer = self._server.ask(
            "POST", "/v3/returns/announce-synchronously", buys=True, json=body
        )
        return_id = mapping.announced_id(answer.body)
        with when_bought():
            details = self._server.ask("GET", f"/v3/returns/{return_id}")
            read = mapping.read_return(details.body, request)
            return self._label(read, request.method, return_id)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:
        window = mapping.created_between(since, timezone.now())
        cursor = ""
        for _page in range(_MOST_PAGES):
            params = {**window, "page_size": _PAGE}
            if cursor:
                params["cursor"] = cursor
            answer = self._server.ask("GET", "/v3/returns", params=params)
            read, cursor = mapping.look_up(answer.body, request)
            if read is not None:
                return self._label(read, request.method, self._id_of(read, request))
            if not cursor:
                return None
        raise CarrierFault(FaultKind.TEMPORARY, "There are too many returns to search.")

    def cancel(self, carrier_id: str) -> CancelOutcome:
        if not carrier_id:
            return CancelOutcome.UNSUPPORTED
        answer = self._server.ask(
            "PATCH", f"/v3/returns/{carrier_id}/cancel", ok=(202, 409)
        )
        if answer.status == 409:
            return CancelOutcome.TOO_LATE
        return CancelOutcome.REQUESTED

    def cancellation(self, carrier_id: str) -> CancelOutcome:
        return mapping.cancellation(self._one(carrier_id).body)

    def test_credentials(self) -> None:
        now = timezone.now()
        params = mapping.created_between(now - timedelta(minutes=1), now)
        self._server.ask("GET", "/v3/returns", params={**params, "page_size": "1"})

    def quote(self, request: LabelRequest) -> Money | None:
        """What the option for such a return costs; ``None`` if they tell no price, as
        for a direct contract without prices."""
        asked = prices.options_asked(
            request,
            self._option_for(request.method),
            self._settings.contract,
            default_grams=self._settings.default_grams,
        )
        answer = self._server.ask("POST", "/v3/shipping-options", json=asked)
        return prices.cost_told(answer.body, asked["shipping_option_code"])

    def news(self, carrier_id: str, tracking_number: str) -> object:
        """By the tracking number where the return's id is not known."""
        if carrier_id:
            return parcel_news(self._one(carrier_id).body)
        answer = self._server.ask("GET", f"/v2/tracking/{quote(tracking_number, '')}")
        return mapping.tracked(parcel_news(answer.body), tracking_number)

    def _id_of(self, read: mapping.Read, request: LabelRequest) -> int | None:
        """The id that their list does not show. ``None`` if nothing tells it, also
        where that cannot be asked: the label is good without it."""
        if read.id is not None or read.parcel_id is None:
            return read.id
        with suppress(CarrierFault), within(_SECONDS_FOR_ID):
            found = self._older_id(read.parcel_id)
            if found is not None:
                # Another list, of an older API: believed if it leads to our return.
                details = self._server.ask("GET", f"/v3/returns/{found}")
                mapping.read_return(details.body, request)
                return found
        return None

    def _older_id(self, parcel_id: int) -> int | None:
        cursor = ""
        for _page in range(_MOST_OLDER_PAGES):
            params = {"cursor": cursor} if cursor else {}
            answer = self._server.ask("GET", "/v2/returns", params=params)
            found, cursor = mapping.id_by_parcel(answer.body, parcel_id)
            if found is not None or not cursor:
                return found
        return None

    def _one(self, carrier_id: str) -> Answer:
        if not carrier_id:
            raise CarrierFault(
                FaultKind.PERMANENT, "Sendcloud told no number of this return."
            )
        return self._server.ask("GET", f"/v3/returns/{carrier_id}")

    def _option_for(self, method: ReturnMethod) -> str:
        code = self._settings.shipping_option
        if method is ReturnMethod.LABELLESS:
            code = self._settings.labelless_option
        if not code:
            raise CarrierFault(
                FaultKind.INPUT, "This account has no option without a label."
            )
        return code

    def _ship_with(self, method: ReturnMethod) -> dict[str, object]:
        contract = self._settings.contract
        return {
            "shipping_option_code": self._option_for(method),
            **({"contract": contract} if contract else {}),
        }

    def _label(
        self, read: mapping.Read, method: ReturnMethod, return_id: int | None
    ) -> BoughtLabel:
        parcel_id = read.parcel_id
        if not read.tracking_number or parcel_id is None:
            raise CarrierFault(
                FaultKind.TEMPORARY, "The label is still being announced."
            )
        labelless = method is ReturnMethod.LABELLESS
        document = self._document(parcel_id, labelless=labelless)
        return BoughtLabel(
            carrier_id="" if return_id is None else str(return_id),
            tracking_number=read.tracking_number,
            document=None if labelless else document,
            qr_code=document if labelless else None,
            tracking_url=read.tracking_url or "",
            cost=read.cost,
            service=read.service,
        )

    def _document(self, parcel_id: int, *, labelless: bool) -> bytes:
        kind, media, magic = (
            ("qr", _PNG, b"\x89PNG") if labelless else ("label", _PDF, b"%PDF-")
        )
        answer = self._server.ask(
            "GET",
            f"/v3/parcels/{parcel_id}/documents/{kind}",
            headers={"Accept": media},
        )
        if not answer.body.startswith(magic):
            raise unreadable("The carrier's label is no document.")
        return answer.body
