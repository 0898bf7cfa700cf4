"""AfterShip follows a number for some thousand couriers (tracking API 2025-07).

A parcel is registered once and counts there as one shipment of the merchant's plan.
News comes by their webhooks, where a tracking address is entered there, and by asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field, SecretStr

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.http import CarrierServer
from retour_core.carriers.proofs import ApiKey
from retour_core.carriers.settings_form import CarrierSettings, Shown
from retour_core.tracking.aftership import mapping
from retour_core.tracking.base import Registered

_SERVER = "https://api.aftership.com/tracking/2025-07"
# Their limits are by the second; they name no time to wait in words we could read.
_A_WHILE = timedelta(minutes=1)


class AfterShipServer(CarrierServer):
    called: ClassVar[str] = "AfterShip"


class AfterShipSettings(CarrierSettings):
    api_key: Annotated[
        SecretStr,
        Field(min_length=8, max_length=200),
        Shown(
            _("API key"),
            _("Of AfterShip’s settings. It needs to read and write trackings."),
        ),
    ]


class AfterShip:
    kind: ClassVar[str] = "aftership"
    name: ClassVar[str | Promise] = "AfterShip"
    settings_class: ClassVar[type[CarrierSettings]] = AfterShipSettings
    tracking_source: ClassVar[str] = "aftership"
    # They allow five questions a second about single parcels; other software asks, too.
    asks_per_minute: ClassVar[float] = 120.0

    def __init__(self, settings: AfterShipSettings) -> None:
        self._server = AfterShipServer(
            self.kind,
            _SERVER,
            auth=ApiKey("as-api-key", settings.api_key),
            secrets=settings.secrets(),
            explain=mapping.explain,
        )

    def register(self, number: str) -> Registered:
        """The courier is theirs to find out: among those enabled in the account."""
        with _soon_again():
            answer = self._server.ask(
                "POST",
                "/trackings",
                ok=(200, 201, 400),
                json={"tracking_number": number},
            )
            if answer.status != 400:
                found = mapping.tracking(answer.body, number)
            elif mapping.code(answer.body) == mapping.EXISTS:
                found = self._found(number)
            else:
                raise self._server.refusal(answer)
        return Registered(ref=mapping.ref_of(found), news=found)

    def news(self, ref: str, number: str) -> object | None:
        with _soon_again():
            answer = self._server.ask("GET", f"/trackings/{ref}", ok=(200, 404))
        if answer.status == 404:
            return None
        return mapping.tracking(answer.body, number)

    def test_credentials(self) -> None:
        with _soon_again():
            self._server.ask("GET", "/couriers")

    def _found(self, number: str) -> dict[str, object]:
        params = {"tracking_numbers": number, "limit": "100"}
        answer = self._server.ask("GET", "/trackings", params=params)
        return mapping.listed(answer.body, number)


@contextmanager
def _soon_again() -> Iterator[None]:
    try:
        yield
    except CarrierFault as fault:
        if fault.kind is not FaultKind.LIMIT or fault.retry_after is not None:
            raise
        raise CarrierFault(fault.kind, str(fault), retry_after=_A_WHILE) from None
