"""The merchant's own label: our document, the merchant's number, no company asked."""

from __future__ import annotations

from retour_core.accounts.queries import account
from retour_core.domain.identifiers import InvalidSscc, sscc
from retour_core.labels.carriers.base import (
    BoughtLabel,
    CarrierFault,
    FaultKind,
    LabelRequest,
)


class OwnLabel:
    """Numbers parcels with an SSCC under the account's GS1 company prefix."""

    kind = "own"

    def buy(self, request: LabelRequest) -> BoughtLabel:
        try:
            number = sscc(0, account().gs1_company_prefix, request.serial)
        except InvalidSscc as error:
            raise CarrierFault(FaultKind.PERMANENT, error.message) from error
        return BoughtLabel(carrier_id=request.reference, tracking_number=number)

    def find(self, reference: str) -> BoughtLabel | None:  # noqa: ARG002 - the protocol's
        """Nothing is bought outside, so nothing can be found there."""
        return None
