"""The merchant's own label: our document, the merchant's number, no company asked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from retour_core.accounts.queries import account
from retour_core.carriers.base import (
    BoughtLabel,
    CancelOutcome,
    Capabilities,
    CarrierFault,
    FaultKind,
    LabelRequest,
)
from retour_core.carriers.settings_form import CarrierSettings, Shown
from retour_core.domain.identifiers import InvalidSscc, sscc


class OwnSettings(CarrierSettings):
    extension: Annotated[
        int,
        Field(ge=0, le=9),
        Shown(
            _("Extension digit"),
            _("The first digit of each number: give each warehouse its own."),
        ),
    ] = 0


class OwnLabel:
    """Numbers parcels with an SSCC under the account's GS1 company prefix."""

    kind: ClassVar[str] = "own"
    name: ClassVar[str | Promise] = _("Own label")
    capabilities: ClassVar[Capabilities] = Capabilities(lookup=False, cancels=True)
    settings_class: ClassVar[type[CarrierSettings]] = OwnSettings

    def __init__(self, settings: OwnSettings | None = None) -> None:
        self._settings = settings or OwnSettings()

    def buy(self, request: LabelRequest) -> BoughtLabel:
        try:
            number = sscc(
                self._settings.extension, account().gs1_company_prefix, request.serial
            )
        except InvalidSscc as error:
            raise CarrierFault(FaultKind.PERMANENT, error.message) from error
        return BoughtLabel(carrier_id=request.reference, tracking_number=number)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:  # noqa: ARG002 - the protocol's
        """Nothing is bought outside, so nothing can be found there."""
        return None

    def cancel(self, carrier_id: str) -> CancelOutcome:  # noqa: ARG002 - the protocol's
        return CancelOutcome.CANCELLED

    def test_credentials(self) -> None:
        """Nobody is asked, so nobody refuses."""
