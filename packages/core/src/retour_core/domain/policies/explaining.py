"""A decision as sentence ids with parameters: for the customer, and for an agent.

Words are ``sentences.py``'s in English, or the edge's in any language. Merchants'
own texts are parameters, picked for the reader's language here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from retour_core.domain.policies import law
from retour_core.domain.policies.decision import (
    Because,
    Cause,
    Decision,
    ItemDecision,
    NoteCode,
)
from retour_core.domain.policies.fees import Fee
from retour_core.domain.policies.kinds import Approval, Payer
from retour_core.domain.policies.outcomes import Slot
from retour_core.domain.policies.texts import pick_text


class Audience(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"


@dataclass(frozen=True)
class Explanation:
    """``code`` names the sentence, ``line`` the item it is about ("" for all of the
    return). ``because`` is the cause; ``rule`` its rule's name, "" if it is none.
    ``params`` are text, whole numbers, days, moments, Money, or tuples of enum values.
    """

    code: str
    line: str = ""
    because: Because | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        return self.because.name if self.because else ""


def explain(
    decision: Decision, audience: Audience, *, locale: str = "en"
) -> list[Explanation]:
    """What to say about the return, then about each of its items, in a good sequence.

    ``locale`` is the reader's; it picks among the merchant's own texts.
    """
    said = list(_of_whole(decision))
    for item in decision.items or (decision.general,):
        said += _Explaining(decision, item, audience, locale).sentences()
    return said


def explain_item(
    decision: Decision, line: str, audience: Audience, *, locale: str = "en"
) -> list[Explanation]:
    """What to say about one item; raises ``KeyError`` for one that was not asked."""
    item = decision.item(line)
    return list(_Explaining(decision, item, audience, locale).sentences())


def _of_whole(decision: Decision) -> Iterator[Explanation]:
    whole = decision.whole
    if any(note.code is NoteCode.APART for note in whole.notes):
        yield Explanation("travels_apart")
    if whole.returnable and whole.approval is Approval.AGENT:
        yield Explanation("return_needs_approval")
    if whole.returnable and not whole.fee.is_free:
        yield _fee("return_fee", whole.fee, decision.currency)


class _Explaining:
    """One item to one reader."""

    def __init__(
        self, decision: Decision, item: ItemDecision, audience: Audience, locale: str
    ) -> None:
        self.decision = decision
        self.item = item
        self.is_agent = audience is Audience.AGENT
        self.locale = locale

    def sentences(self) -> Iterator[Explanation]:
        item = self.item
        if not item.returnable:
            yield self._refusal()
        else:
            yield from self._window()
            yield from self._conditions()
            yield from self._costs()
            yield from self._offers()
        if text := pick_text(item.message, self.locale):
            yield self._say("message", Slot.MESSAGE, text=text)
        if self.is_agent:
            yield from self._for_agents()

    def _say(self, code: str, slot: Slot | None = None, **params: Any) -> Explanation:
        because = self.item.cause_of(slot) if slot else None
        return Explanation(code, self.item.line, because, params)

    def _is_special(self, slot: Slot) -> bool:
        return slot in self.item.because

    def _refusal(self) -> Explanation:
        item = self.item
        cause = item.cause_of(Slot.RETURNABLE).cause
        if cause is Cause.WINDOW:
            return self._say(
                "window_closed", Slot.RETURNABLE, last_day=item.window.last_day
            )
        code = f"not_returnable_by_{cause.value}"
        reason = pick_text(item.refusal, self.locale)
        return self._say(code, Slot.RETURNABLE, reason=reason)

    def _window(self) -> Iterator[Explanation]:
        window = self.item.window
        slots = (
            Slot.EXTEND_WINDOW_UNTIL,
            Slot.EXTEND_WINDOW_DAYS,
            Slot.WINDOW_DAYS,
        )
        slot = next((s for s in slots if self._is_special(s)), Slot.WINDOW_DAYS)
        if window.terms.days is None:
            yield self._say("window_unlimited", slot)
        elif window.is_late is None:
            yield self._say("window_days", slot, days=window.terms.days)
        elif window.last_day is None:
            yield self._say("window_not_begun", slot)
        elif not window.is_late:
            yield self._say("window_until", slot, last_day=window.last_day)
        elif self.item.approval is Approval.AGENT:
            yield self._say("late_reviewed", slot, last_day=window.last_day)
        elif self.is_agent:
            yield self._say("late_accepted", slot, last_day=window.last_day)

    def _conditions(self) -> Iterator[Explanation]:
        item = self.item
        if item.keep_item:
            yield self._say("keep_item", Slot.KEEP_ITEM)
        if item.approval is Approval.AGENT:
            yield self._say("needs_approval", Slot.APPROVAL)
        elif self.is_agent and self._is_special(Slot.APPROVAL):
            yield self._say("approved_automatically", Slot.APPROVAL)
        if item.require_photo:
            yield self._say("photo_required", Slot.REQUIRE_PHOTO)
        if item.require_answers:
            yield self._say(
                "answers_required", Slot.REQUIRE_ANSWERS, questions=item.require_answers
            )

    def _costs(self) -> Iterator[Explanation]:
        item = self.item
        if not item.travels:
            return
        yield self._fee()
        if item.restocking_percent > 0:
            percent = format(item.restocking_percent, "f")
            yield self._say("restocking", Slot.RESTOCKING, percent=percent)

    def _fee(self) -> Explanation:
        item = self.item
        because = item.cause_of(Slot.FEE)
        if because.cause is Cause.OUR_FAULT:
            return self._say("fee_waived", Slot.FEE)
        if item.fee_payer is Payer.MERCHANT:
            slot = Slot.FEE_PAYER if self._is_special(Slot.FEE_PAYER) else Slot.FEE
            return self._say("fee_free", slot)
        if item.fee.is_free:
            return self._say("fee_own_cost", Slot.FEE_PAYER)
        said = _fee("fee", item.fee, self.decision.currency)
        return Explanation(said.code, item.line, because, said.params)

    def _offers(self) -> Iterator[Explanation]:
        item = self.item
        if self._is_special(Slot.METHODS) and item.travels:
            yield self._say("methods", Slot.METHODS, methods=item.methods)
        if self._is_special(Slot.RESOLUTIONS):
            yield self._say(
                "resolutions", Slot.RESOLUTIONS, resolutions=item.resolutions
            )
        if self.is_agent and item.return_address is not None:
            yield self._say(
                "return_address", Slot.RETURN_ADDRESS, address=item.return_address
            )
        if self.is_agent and item.carrier is not None:
            yield self._say("carrier", Slot.CARRIER, carrier=item.carrier)

    def _for_agents(self) -> Iterator[Explanation]:
        item = self.item
        if item.returnable and item.cause_of(Slot.RETURNABLE).cause is Cause.RULE:
            yield self._say("returnable_by_rule", Slot.RETURNABLE)
        for override in self.decision.overrides:
            if override.line in ("", item.line):
                yield self._say(
                    "overridden",
                    outcome=override.outcome,
                    actor=override.actor,
                    note=override.note or "–",
                )
        for note in self.item.notes:
            match note.code:
                case NoteCode.IGNORED:
                    cause = Because(cause=Cause.RULE, rule=note.rule, name=note.name)
                    days = law.withdrawal_days(self.decision.country)
                    params = {"outcome": note.outcome, "rule": note.name, "days": days}
                    yield Explanation(note.why, self.item.line, cause, params)
                case NoteCode.EXEMPT:
                    yield self._say("seems_exempt", letter=note.why)
                case NoteCode.FEE_CURRENCY:
                    yield self._say("fee_currency_missing", currency=note.why)
                case _:
                    # A late one was told of with its window.
                    continue


def _fee(stem: str, fee: Fee, currency: str) -> Explanation:
    """“fee_fixed_return”, “return_fee_percent_return” …"""
    if fee.percent is not None:
        percent = format(fee.percent, "f")
        return Explanation(
            f"{stem}_percent_{fee.per.value}", params={"percent": percent}
        )
    amount = fee.fixed_in(currency)
    if amount is None:
        return Explanation(f"{stem}_none")
    return Explanation(f"{stem}_fixed_{fee.per.value}", params={"amount": amount})
