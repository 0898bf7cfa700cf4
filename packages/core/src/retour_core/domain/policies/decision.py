"""What was decided about a request, and why: plain data that is stored whole.

``Decision.model_dump(mode="json")`` and ``Decision.model_validate`` are each other's
inverse.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.policies.data import Data, Percent
from retour_core.domain.policies.fees import Fee
from retour_core.domain.policies.kinds import (
    Approval,
    FeeWhen,
    Payer,
    RequestKind,
    Resolution,
)
from retour_core.domain.policies.outcomes import Slot
from retour_core.domain.policies.texts import Texts
from retour_core.domain.windows.anchors import AnchorKind
from retour_core.domain.windows.terms import WindowTerms


class Cause(StrEnum):
    """``WINDOW``: the time is over. ``OUR_FAULT``: the reason is the merchant's."""

    POLICY = "policy"
    RULE = "rule"
    WINDOW = "window"
    OUR_FAULT = "our_fault"
    STAFF = "staff"


class Because(Data):
    """Why something is as it is. ``rule`` and ``name`` are the rule's key and name,
    ``actor`` and ``note`` the member of staff's who decided otherwise."""

    cause: Cause
    rule: int | None = None
    name: str = ""
    actor: str = ""
    note: str = ""


BY_POLICY = Because(cause=Cause.POLICY)
BY_WINDOW = Because(cause=Cause.WINDOW)
BY_OUR_FAULT = Because(cause=Cause.OUR_FAULT)


class NoteCode(StrEnum):
    """``IGNORED``: the law kept a rule's outcome from having an effect."""

    IGNORED = "ignored"
    LATE = "late"
    EXEMPT = "exempt"
    FEE_CURRENCY = "fee_currency"
    APART = "apart"


class Note(Data):
    """Something an agent should know. ``why`` is the code of ``law.REASONS`` for what
    was ignored, the letter of art. 16 for what seems exempt."""

    code: NoteCode
    outcome: str = ""
    why: str = ""
    rule: int | None = None
    name: str = ""


class WindowBounds(Data):
    """``terms`` are what the window was reckoned from, with every extension in it;
    ``extension_days`` are those a rule added to the policy's days.

    ``last_day`` is the day to tell the customer, ``ends_at`` the first instant that is
    late. ``is_late`` is None where nobody reckoned; all others are None then.
    """

    terms: WindowTerms
    extension_days: int = 0
    anchor_kind: AnchorKind | None = None
    anchor_day: date | None = None
    last_day: date | None = None
    ends_at: AwareDatetime | None = None
    is_late: bool | None = None


class ItemDecision(Data):
    """What holds for one order line.

    ``refusal`` is what the customer reads if it is not returnable because of a rule
    or of staff. ``fee`` is charged if ``fee_payer`` is the customer. ``methods`` and
    ``resolutions`` are those offered. ``return_address`` None is the brand's own,
    ``carrier`` None nobody in particular. ``because`` names the cause of everything
    that is not the policy's.
    """

    line: str
    returnable: bool
    refusal: Texts = {}
    window: WindowBounds
    fee: Fee
    fee_payer: Payer
    restocking_percent: Percent
    methods: tuple[ReturnMethod, ...]
    resolutions: tuple[Resolution, ...]
    approval: Approval
    keep_item: bool = False
    return_address: int | None = None
    carrier: int | None = None
    require_photo: bool = False
    require_answers: tuple[str, ...] = ()
    message: Texts = {}
    because: dict[Slot, Because] = {}
    notes: tuple[Note, ...] = ()

    @property
    def travels(self) -> bool:
        """Whether the item has to be sent back."""
        return self.returnable and not self.keep_item

    def cause_of(self, slot: Slot) -> Because:
        return self.because.get(slot, BY_POLICY)


class WholeDecision(Data):
    """What holds for the return as a whole, drawn from its returnable items.

    ``methods`` are those every item that travels can take; none, or several
    ``return_addresses`` (None is the brand's own), mean that the items travel apart,
    which a note says. ``carrier`` is the account to ask first, the first that an item
    prefers. ``fee`` is the one fee per return; fees per item are the items'.
    ``fee_when`` is for both; a withdrawal's is always deducted.
    """

    returnable: bool
    approval: Approval
    methods: tuple[ReturnMethod, ...]
    resolutions: tuple[Resolution, ...]
    fee: Fee
    fee_payer: Payer
    fee_when: FeeWhen = FeeWhen.DEDUCTED
    require_photo: bool
    require_answers: tuple[str, ...]
    return_addresses: tuple[int | None, ...]
    carrier: int | None = None
    notes: tuple[Note, ...] = ()


class FiredRule(Data):
    """A rule as it was when it decided something; ``conditions`` are its data."""

    key: int
    name: str
    conditions: tuple[dict[str, Any], ...]


class Override(Data):
    """Staff deciding otherwise. ``outcome`` and ``value`` are those of ``Outcomes``, as
    JSON; no ``line`` means every item. ``before`` is what it replaced, by line."""

    outcome: str
    value: Any
    actor: str
    note: str = ""
    line: str = ""
    at: AwareDatetime | None = None
    before: dict[str, Any] = {}


class Decision(Data):
    """``general`` holds where no item says otherwise: what to tell before an item is
    chosen, or of an order that is not found."""

    kind: RequestKind
    brand: str
    country: str
    currency: str
    policy_version: int
    decided_at: AwareDatetime
    general: ItemDecision
    items: tuple[ItemDecision, ...]
    whole: WholeDecision
    fired: tuple[FiredRule, ...] = ()
    overrides: tuple[Override, ...] = ()

    def item(self, line: str) -> ItemDecision:
        """What holds for ``line``; raises ``KeyError`` for one that was not asked."""
        for item in self.items:
            if item.line == line:
                return item
        raise KeyError(line)
