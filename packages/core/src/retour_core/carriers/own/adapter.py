"""The merchant's own label: our document, the merchant's number, no company asked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BeforeValidator, Field

from retour_core.accounts.queries import account
from retour_core.carriers.base import (
    BoughtLabel,
    CancelOutcome,
    Capabilities,
    CarrierFault,
    FaultKind,
    LabelRequest,
)
from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.number_models import NumberRange
from retour_core.carriers.own.ranges import RangeUsedUp, Wanted, draw, keep_range
from retour_core.carriers.settings_form import CarrierSettings, Shown
from retour_core.domain.countries import is_country
from retour_core.domain.identifiers import S10_LAST_SERIAL, InvalidSscc, sscc
from retour_core.domain.methods import ReturnMethod


def _capitals(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


class OwnSettings(CarrierSettings):
    square_code: Annotated[
        Literal["qr", "datamatrix"],
        Shown(
            _("2-D code"),
            _(
                "qr: the link to the return, for phones and for booking in. datamatrix:"
                " the parcel’s number for the warehouse’s scanners, of an SSCC as GS1"
                " DataMatrix."
            ),
        ),
    ] = "qr"
    numbers: Annotated[
        Literal["sscc", "s10"],
        Shown(
            _("Kind of numbers"),
            _("sscc: of GS1, under your company prefix. s10: of a post (UPU S10)."),
        ),
    ] = "sscc"
    extension: Annotated[
        int,
        Field(ge=0, le=9),
        Shown(
            _("Extension digit"),
            _("The first digit of each number: give each warehouse its own."),
        ),
    ] = 0
    service_indicator: Annotated[
        str,
        BeforeValidator(_capitals),
        Field(pattern="^$|^[A-IL-RUVX-Z][A-Z]$"),
        Shown(
            _("Service indicator"),
            _("For postal numbers, such as RR; with it, the next three are needed."),
        ),
    ] = ""
    country: Annotated[
        str,
        BeforeValidator(_capitals),
        Field(pattern="^$|^[A-Z]{2}$"),
        Shown(_("Country of the post"), _("Its two letters, such as DE.")),
    ] = ""
    first_serial: Annotated[
        int,
        Field(ge=0, le=S10_LAST_SERIAL),
        Shown(_("First number of the range"), _("8 digits, without the check digit.")),
    ] = 0
    last_serial: Annotated[
        int,
        Field(ge=0, le=S10_LAST_SERIAL),
        Shown(_("Last number of the range")),
    ] = 0

    @property
    def range(self) -> Wanted | None:
        """The range of postal numbers (UPU S10); ``None`` where labels get an SSCC."""
        if self.numbers == "sscc":
            return None
        return Wanted(
            self.service_indicator,
            self.country,
            self.first_serial,
            self.last_serial,
        )

    def claim(self, account: CarrierAccount) -> None:
        wanted = self.range
        if wanted is not None:
            _check(wanted)
        keep_range(account, wanted)


class OwnLabel:
    """Numbers parcels from a postal range (UPU S10), or with an SSCC under the
    account's GS1 company prefix."""

    kind: ClassVar[str] = "own"
    name: ClassVar[str | Promise] = _("Own label")
    capabilities: ClassVar[Capabilities] = Capabilities(
        lookup=False,
        repeatable=True,
        cancels=True,
        # Who collects it is the merchant's to arrange.
        methods=frozenset({ReturnMethod.DROP_OFF_POINT, ReturnMethod.PICK_UP}),
    )
    settings_class: ClassVar[type[CarrierSettings]] = OwnSettings

    def __init__(self, settings: OwnSettings | None = None) -> None:
        self._settings = settings or OwnSettings()

    def buy(self, request: LabelRequest) -> BoughtLabel:
        try:
            number = self._number(request)
        except (InvalidSscc, RangeUsedUp, NumberRange.DoesNotExist) as error:
            raise CarrierFault(FaultKind.PERMANENT, str(error)) from error
        return BoughtLabel(carrier_id=request.reference, tracking_number=number)

    def _number(self, request: LabelRequest) -> str:
        wanted = self._settings.range
        if wanted is not None:
            return draw(wanted, request.reference)
        prefix = account().gs1_company_prefix
        return sscc(self._settings.extension, prefix, request.serial)

    def find(self, request: LabelRequest, *, since: datetime) -> BoughtLabel | None:  # noqa: ARG002 - the protocol's
        """Nothing is bought outside, so nothing can be found there."""
        return None

    def cancel(self, carrier_id: str) -> CancelOutcome:  # noqa: ARG002 - the protocol's
        return CancelOutcome.CANCELLED

    def test_credentials(self) -> None:
        """Nobody is asked, so nobody refuses."""


def _check(wanted: Wanted) -> None:
    """Raises ``SettingsInvalid`` for what is missing or in the wrong order."""
    fields = {}
    if not wanted.indicator:
        fields["service_indicator"] = "missing"
    if not is_country(wanted.country):
        fields["country"] = "not_a_country" if wanted.country else "missing"
    if wanted.last < wanted.first:
        fields["last_serial"] = "less_than_first"
    if fields:
        raise SettingsInvalid(fields=fields)
