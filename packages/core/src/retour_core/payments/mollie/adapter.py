"""Mollie: payments by the methods a merchant has switched on there."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, SecretStr
from pydantic_core import PydanticCustomError

from retour_core.carriers.proofs import Bearer
from retour_core.carriers.settings_form import CarrierSettings, Shown
from retour_core.domain.money import Money
from retour_core.payments.base import (
    FaultKind,
    PaymentRequest,
    ToldPayment,
    ToldRefund,
)
from retour_core.payments.mollie import mapping
from retour_core.payments.server import PaymentServer

_SERVER = "https://api.mollie.com"
_KEY = re.compile(r"(test|live)_[A-Za-z0-9]{10,100}")


def _is_key(value: SecretStr) -> SecretStr:
    if not _KEY.fullmatch(value.get_secret_value()):
        raise PydanticCustomError("not_a_mollie_key", "That is no API key of Mollie's.")
    return value


class MollieSettings(CarrierSettings):
    api_key: Annotated[
        SecretStr,
        Shown(
            _("API key"),
            _("In Mollie’s dashboard under Developers. It begins with test_ or live_."),
        ),
        AfterValidator(_is_key),
    ]


class MollieProvider:
    """Mollie's Payments API v2 with an API key."""

    kind: ClassVar[str] = "mollie"
    name: ClassVar[str | Promise] = "Mollie"
    settings_class: ClassVar[type[CarrierSettings]] = MollieSettings

    def __init__(self, settings: MollieSettings) -> None:
        self._settings = settings
        self._server = PaymentServer(
            self.kind,
            _SERVER,
            auth=Bearer(settings.api_key),
            secrets=settings.secrets(),
            explain=mapping.explain,
        )

    @property
    def is_live(self) -> bool:
        return self._settings.api_key.get_secret_value().startswith("live_")

    def create(self, request: PaymentRequest) -> ToldPayment:
        answer = self._server.ask(
            "POST",
            "/v2/payments",
            buys=True,
            headers={"Idempotency-Key": request.key},
            json=mapping.payment_body(request),
        )
        return mapping.payment(answer.body, unsure=FaultKind.UNCLEAR)

    def fetch(self, provider_id: str) -> ToldPayment:
        answer = self._server.ask("GET", f"/v2/payments/{provider_id}")
        return mapping.payment(answer.body, unsure=FaultKind.TEMPORARY)

    def refund(self, provider_id: str, key: str, amount: Money) -> ToldRefund:
        answer = self._server.ask(
            "POST",
            f"/v2/payments/{provider_id}/refunds",
            buys=True,
            headers={"Idempotency-Key": key},
            json=mapping.refund_body(key, amount, "Return fee"),
        )
        return mapping.refund(answer.body, key)

    def find_refund(self, provider_id: str, key: str) -> ToldRefund | None:
        answer = self._server.ask(
            "GET", f"/v2/payments/{provider_id}/refunds", params={"limit": "250"}
        )
        return mapping.find_refund(answer.body, key)

    def test_credentials(self) -> None:
        self._server.ask("GET", "/v2/methods")
