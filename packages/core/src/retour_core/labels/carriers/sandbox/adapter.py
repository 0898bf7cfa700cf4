"""A carrier to develop and test against, over a real socket."""

from __future__ import annotations

import re
from datetime import timedelta

import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from retour_core.labels.carriers.base import (
    BoughtLabel,
    CarrierFault,
    FaultKind,
    LabelRequest,
)
from retour_core.labels.carriers.sandbox.mapping import bought_label, request_body

_CONNECT_SECONDS = 3.05
_ANSWER_SECONDS = 15.0


class SandboxCarrier:
    """Talks to the server named by ``RETOUR_CARRIER_SANDBOX_URL``."""

    kind = "sandbox"

    def __init__(self, *, answer_seconds: float = _ANSWER_SECONDS) -> None:
        if not settings.RETOUR_CARRIER_SANDBOX_URL:
            raise ImproperlyConfigured(
                "The sandbox carrier needs RETOUR_CARRIER_SANDBOX_URL."
            )
        self._timeout = (_CONNECT_SECONDS, answer_seconds)
        self._url = settings.RETOUR_CARRIER_SANDBOX_URL.rstrip("/") + "/parcels"

    def buy(self, request: LabelRequest) -> BoughtLabel:
        try:
            response = requests.post(
                self._url,
                json=request_body(request),
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.ConnectTimeout as error:
            raise CarrierFault(FaultKind.TEMPORARY, "No connection.") from error
        except requests.RequestException as error:
            raise CarrierFault(FaultKind.UNCLEAR, "The answer was lost.") from error
        if response.status_code in (200, 201):
            return bought_label(response.content, request.reference)
        raise _fault(response, unsure=FaultKind.UNCLEAR)

    def find(self, reference: str) -> BoughtLabel | None:
        try:
            response = requests.get(
                self._url,
                params={"external_reference": reference},
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise CarrierFault(FaultKind.TEMPORARY, "No connection.") from error
        if response.status_code == 404:
            return None
        if response.status_code == 200:
            return bought_label(response.content, reference)
        raise _fault(response, unsure=FaultKind.TEMPORARY)


def _fault(response: requests.Response, *, unsure: FaultKind) -> CarrierFault:
    status = response.status_code
    message = f"The carrier answered {status}."
    if status == 429:
        # It may be a date too, or nonsense: then our own back-off does.
        seconds = re.fullmatch("[0-9]{1,5}", response.headers.get("Retry-After", ""))
        after = timedelta(seconds=int(seconds[0])) if seconds else None
        return CarrierFault(FaultKind.LIMIT, message, retry_after=after)
    if status in (401, 403):
        return CarrierFault(FaultKind.AUTH, message)
    if status in (400, 422):
        return CarrierFault(FaultKind.INPUT, message)
    # 409: they know our reference already, so a label may be there.
    if status == 409 or status >= 500:
        return CarrierFault(unsure, message)
    return CarrierFault(FaultKind.PERMANENT, message)
