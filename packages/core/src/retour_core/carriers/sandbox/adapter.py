"""A carrier to develop and test against, over a real socket."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.carriers.base import (
    BoughtLabel,
    CancelOutcome,
    Capabilities,
    LabelRequest,
)
from retour_core.carriers.http import CarrierServer
from retour_core.carriers.sandbox.mapping import bought_label, request_body
from retour_core.carriers.settings_form import CarrierSettings
from retour_core.domain.methods import ReturnMethod


class SandboxSettings(CarrierSettings):
    """Nothing: the server is the installation's."""


class SandboxCarrier:
    """Talks to the server named by ``RETOUR_CARRIER_SANDBOX_URL``."""

    kind: ClassVar[str] = "sandbox"
    name: ClassVar[str | Promise] = _("Sandbox")
    capabilities: ClassVar[Capabilities] = Capabilities(
        methods=frozenset({ReturnMethod.DROP_OFF_POINT, ReturnMethod.LABELLESS}),
    )
    settings_class: ClassVar[type[CarrierSettings]] = SandboxSettings

    def __init__(self, settings_: SandboxSettings | None = None) -> None:
        del settings_
        if not settings.RETOUR_CARRIER_SANDBOX_URL:
            raise ImproperlyConfigured(
                "The sandbox carrier needs RETOUR_CARRIER_SANDBOX_URL."
            )
        self._server = CarrierServer(self.kind, settings.RETOUR_CARRIER_SANDBOX_URL)

    def buy(self, request: LabelRequest) -> BoughtLabel:
        answer = self._server.ask(
            "POST", "/parcels", buys=True, json=request_body(request)
        )
        return bought_label(answer.body, request.reference)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:  # noqa: ARG002 - it looks at all
        params = {"external_reference": request.reference}
        answer = self._server.ask("GET", "/parcels", ok=(200, 404), params=params)
        if answer.status == 404:
            return None
        return bought_label(answer.body, request.reference)

    def cancel(self, carrier_id: str) -> CancelOutcome:  # noqa: ARG002 - the protocol's
        return CancelOutcome.UNSUPPORTED

    def test_credentials(self) -> None:
        self._server.ask(
            "GET", "/parcels", ok=(404,), params={"external_reference": "-"}
        )
