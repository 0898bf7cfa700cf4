"""A return policy: what a brand grants for one kind of request, before any rule."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError, model_validator

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.policies import law
from retour_core.domain.policies.data import (
    UNLIMITED,
    CountryCode,
    Data,
    DayCount,
    Days,
    EachOnce,
    LabelDays,
    Name,
    ParcelCount,
    Percent,
    RefundDays,
    Some,
)
from retour_core.domain.policies.fees import FREE, Fee
from retour_core.domain.policies.kinds import (
    Approval,
    FeeWhen,
    GiftCards,
    Payer,
    PriceSource,
    RequestKind,
    Resolution,
    Settlement,
    WhenLate,
)
from retour_core.domain.policies.problems import PolicyInvalid, Problems, problems_of
from retour_core.domain.policies.texts import Texts
from retour_core.domain.windows.anchors import AnchorKind
from retour_core.domain.windows.terms import Season, WindowTerms

Questions = Annotated[
    tuple[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")], ...],
    Field(max_length=20),
    EachOnce,
]
Methods = Annotated[tuple[ReturnMethod, ...], Some, EachOnce]
Resolutions = Annotated[tuple[Resolution, ...], Some, EachOnce]

_R = Resolution
# What a new policy of each kind says where the merchant has not decided yet.
DEFAULTS: Mapping[RequestKind, Mapping[str, Any]] = {
    RequestKind.WITHDRAWAL: {
        "window_days": 14,
        "rolls_over": True,
        "when_late": WhenLate.ACCEPT,
        "resolutions": (_R.REFUND,),
        "settlement": Settlement.ON_RECEIPT,
    },
    RequestKind.RETURN: {
        "window_days": 30,
        "when_late": WhenLate.REFUSE,
        "resolutions": (_R.REFUND, _R.EXCHANGE, _R.STORE_CREDIT),
    },
    RequestKind.CLAIM: {
        # Two years (Directive (EU) 2019/771 art. 10); some countries grant more, so
        # a late claim is looked at rather than refused.
        "window_days": 730,
        "when_late": WhenLate.REVIEW,
        "resolutions": (_R.REPLACEMENT, _R.REFUND),
        "approval": Approval.AGENT,
        "require_photo": True,
    },
}


class Policy(Data):
    """One brand's terms for one kind of request; what is left out follows the kind.

    ``window_days`` are counted from the best known of ``anchors``; ``transit_days``
    stand for the journey where only the dispatch is known. ``informs_of_return_cost``
    is the merchant's word that consumers are told, before they buy, that they bear
    the cost of sending back (CRD art. 6(1)(i)). ``waive_fee_if_our_fault`` also waives
    restocking. ``price_source`` says where the price of a label is from that the
    customer pays; ``price_markup`` goes on top of a carrier's. ``most_parcels`` is how
    many labels of ours one return may have at a time, ``label_days`` for how many days
    one is valid where its carrier does not say fewer. ``require_answers`` holds ids of
    questions. ``store_credit_bonus`` is a percentage on top. ``refund_days`` after the
    items came, at the latest, the money is promised to be paid back (None: no promise);
    a withdrawal has the law's days instead. Raises pydantic's ``ValidationError``;
    ``parse_policy`` tells the problems field by field.
    """

    brand: Name
    kind: RequestKind
    version: Annotated[int, Field(strict=True, ge=1)] = 1

    window_days: Days = 30
    anchors: Annotated[tuple[AnchorKind, ...], Some, EachOnce] = (
        AnchorKind.DELIVERED,
        AnchorKind.SHIPPED,
        AnchorKind.ORDERED,
    )
    transit_days: DayCount = 7
    grace_days: DayCount = 0
    rolls_over: bool = False
    seasons: Annotated[tuple[Season, ...], Field(max_length=20)] = ()
    country_windows: dict[CountryCode, Days] = {}
    when_late: WhenLate = WhenLate.REFUSE

    methods: Methods = (
        ReturnMethod.DROP_OFF_POINT,
        ReturnMethod.LABELLESS,
        ReturnMethod.OWN_CARRIER,
    )
    most_parcels: ParcelCount = 3
    label_days: LabelDays | None = None
    resolutions: Resolutions = (Resolution.REFUND,)
    fee: Fee = FREE
    fee_payer: Payer = Payer.MERCHANT
    fee_when: FeeWhen = FeeWhen.DEDUCTED
    price_source: PriceSource = PriceSource.TABLE
    price_markup: Fee = FREE
    informs_of_return_cost: bool = False
    waive_fee_if_our_fault: bool = True
    restocking_percent: Percent = Decimal(0)
    approval: Approval = Approval.AUTOMATIC
    require_photo: bool = False
    require_answers: Questions = ()
    message: Texts = {}

    store_credit_bonus: Percent = Decimal(0)
    gift_cards: GiftCards = GiftCards.FIRST
    settlement: Settlement = Settlement.AFTER_INSPECTION
    refund_days: RefundDays | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        try:
            defaults = DEFAULTS[RequestKind(str(given.get("kind")))]
        except ValueError:
            return given
        return {**defaults, **given}

    @model_validator(mode="after")
    def _lawful(self) -> Policy:
        if problems := law.policy_problems(self):
            raise Problems(problems)
        return self

    def days_for(self, country: str) -> int | None:
        """The window in days for a consumer's country; None is unlimited."""
        days = self.country_windows.get(country, self.window_days)
        return None if days == UNLIMITED else int(days)

    def terms_for(self, country: str) -> WindowTerms:
        """What ``windows.window`` and ``windows.find_anchor`` reckon with, before any
        rule changes it."""
        return WindowTerms(
            days=self.days_for(country),
            anchors=self.anchors,
            transit_days=self.transit_days,
            rolls_over=self.rolls_over,
            seasons=self.seasons,
            grace_days=self.grace_days,
        )


def parse_policy(raw: Any) -> Policy:
    """A policy from JSON, checked against the law. Raises ``PolicyInvalid``."""
    try:
        return Policy.model_validate(raw)
    except ValidationError as error:
        raise PolicyInvalid(problems_of(error)) from error


def dump_policy(policy: Policy) -> dict[str, Any]:
    """What ``parse_policy`` reads, whole, for a JSON column."""
    return policy.model_dump(mode="json")
