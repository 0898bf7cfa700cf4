"""``decide()``: one request under a policy and its rules. Pure, without a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import law
from retour_core.domain.policies.compiled import (
    CompiledRule,
    CompiledRules,
    compile_rules,
)
from retour_core.domain.policies.data import UNLIMITED
from retour_core.domain.policies.decision import (
    BY_OUR_FAULT,
    BY_WINDOW,
    Because,
    Decision,
    ItemDecision,
    Note,
    NoteCode,
    WindowBounds,
)
from retour_core.domain.policies.facts import (
    Facts,
    ItemFacts,
    known_of_item,
    known_of_return,
)
from retour_core.domain.policies.fees import FREE, Fee
from retour_core.domain.policies.kinds import (
    Approval,
    FeeWhen,
    Payer,
    RequestKind,
    WhenLate,
)
from retour_core.domain.policies.outcomes import Slot
from retour_core.domain.policies.policy import Policy
from retour_core.domain.policies.rules import Rule
from retour_core.domain.policies.whole import whole_of
from retour_core.domain.predicates import Known
from retour_core.domain.windows.terms import MOST_DAYS, WindowTerms
from retour_core.domain.windows.window import Window

# The line's id and the terms its window is to be reckoned from.
WindowOf = Callable[[str, WindowTerms], Window]
_Taken = dict[Slot, tuple[str, Any, CompiledRule]]


class PolicyMismatch(DomainError):
    """This policy is another brand's or for another kind of request."""

    code = "policy_mismatch"


def decide(
    facts: Facts,
    policy: Policy,
    rules: CompiledRules | Iterable[Rule],
    *,
    now: datetime,
    window_of: WindowOf | None = None,
) -> Decision:
    """What holds for each item and for the return, and which rules made it so.

    For each item the first rule that fits and says something about a slot decides it;
    what no rule says is the policy's. Nothing a rule says can gate or charge a
    withdrawal: it is passed over, and a note says why. ``window_of`` reckons a window
    (``windows.window``) from the terms found here; without it nothing is late. ``now``
    is aware. Raises ``PolicyMismatch``.
    """
    if (policy.kind, policy.brand) != (facts.kind, facts.brand):
        raise PolicyMismatch(kind=policy.kind.value, brand=policy.brand)
    if not isinstance(rules, CompiledRules):
        rules = compile_rules(rules)
    rules_left = tuple(rules.for_return(known_of_return(facts)))
    everywhere = tuple(rule for rule in rules_left if not rule.speaks_of_items)
    deciding = _Deciding(facts, policy, now, window_of)
    general = deciding.item(everywhere, None)
    items = tuple(
        deciding.item(_fitting(rules_left, known_of_item(facts, item)), item)
        for item in facts.items
    )
    return Decision(
        kind=facts.kind,
        brand=facts.brand,
        country=facts.country,
        currency=facts.currency,
        policy_version=policy.version,
        decided_at=now,
        general=general,
        items=items,
        whole=whole_of(
            general,
            items,
            facts.currency,
            # A stored policy of another kind could say otherwise; the law does not.
            fee_when=FeeWhen.DEDUCTED if deciding.is_withdrawal else policy.fee_when,
        ),
        fired=tuple(rule.record for rule in rules_left if id(rule) in deciding.named),
    )


def _fitting(rules: Iterable[CompiledRule], known: Known) -> list[CompiledRule]:
    return [rule for rule in rules if rule.fits_item(known)]


class _Deciding:
    """One request's items, one after the other."""

    def __init__(
        self,
        facts: Facts,
        policy: Policy,
        now: datetime,
        window_of: WindowOf | None,
    ) -> None:
        self.facts = facts
        self.policy = policy
        self.now = now
        self.window_of = window_of
        self.terms = policy.terms_for(facts.window_country or facts.country)
        self.is_withdrawal = facts.kind is RequestKind.WITHDRAWAL
        # By identity: drafts that are tried have no keys yet.
        self.named: set[int] = set()

    def item(
        self, fitting: Iterable[CompiledRule], item: ItemFacts | None
    ) -> ItemDecision:
        taken, notes = self._take(fitting)
        because = {slot: rule.because for slot, (_, _, rule) in taken.items()}
        said = {name: value for name, value, _ in taken.values()}
        bounds = self._window(said, item)
        is_late = bounds.is_late is True
        if is_late and self.policy.when_late is not WhenLate.REFUSE:
            notes.append(Note(code=NoteCode.LATE))
        if self.is_withdrawal and item is not None and item.exemption:
            notes.append(Note(code=NoteCode.EXEMPT, why=item.exemption))
        returnable = self._returnable(said, because, is_late=is_late)
        approval = self._approval(said, because, is_late=is_late)
        fee, payer, restocking = self._fees(said, because, item)
        if payer is Payer.CUSTOMER and self._lacks_amount(fee):
            notes.append(Note(code=NoteCode.FEE_CURRENCY, why=self.facts.currency))
        policy = self.policy
        questions = (*policy.require_answers, *said.get("require_answers", ()))
        return ItemDecision(
            line=item.line if item else "",
            returnable=returnable,
            refusal=said.get("not_returnable", {}),
            window=bounds,
            fee=fee,
            fee_payer=payer,
            restocking_percent=restocking,
            methods=said.get("methods", policy.methods),
            resolutions=said.get("resolutions", policy.resolutions),
            approval=approval,
            keep_item=said.get("keep_item", False),
            return_address=said.get("return_address"),
            carrier=said.get("carrier"),
            require_photo=said.get("require_photo", policy.require_photo),
            require_answers=tuple(dict.fromkeys(questions)),
            message=said.get("message", policy.message),
            because=because,
            notes=tuple(notes),
        )

    def _take(self, fitting: Iterable[CompiledRule]) -> tuple[_Taken, list[Note]]:
        """The first say on each slot, and what the law kept from being said."""
        taken: _Taken = {}
        notes: list[Note] = []
        kind, country = self.facts.kind, self.facts.country
        for rule in fitting:
            for slot, name, value in rule.outcomes:
                if slot in taken:
                    continue
                self.named.add(id(rule))
                if why := law.objection(kind, name, value, country):
                    notes.append(_ignored(rule, name, why))
                else:
                    taken[slot] = (name, value, rule)
        return taken, notes

    def _window(self, said: dict[str, Any], item: ItemFacts | None) -> WindowBounds:
        terms, extension = with_window(self.terms, said)
        if item is None or self.window_of is None:
            return WindowBounds(terms=terms, extension_days=extension)
        return reckoned(self.window_of(item.line, terms), extension, self.now)

    def _returnable(
        self, said: dict[str, Any], because: dict[Slot, Because], *, is_late: bool
    ) -> bool:
        if "not_returnable" in said:
            return False
        if is_late and self.policy.when_late is WhenLate.REFUSE:
            because[Slot.RETURNABLE] = BY_WINDOW
            return False
        return True

    def _approval(
        self, said: dict[str, Any], because: dict[Slot, Because], *, is_late: bool
    ) -> Approval:
        if is_late and self.policy.when_late is WhenLate.REVIEW:
            because[Slot.APPROVAL] = BY_WINDOW
            return Approval.AGENT
        if "needs_approval" in said:
            return Approval.AGENT
        return Approval.AUTOMATIC if "auto_approve" in said else self.policy.approval

    def _fees(
        self,
        said: dict[str, Any],
        because: dict[Slot, Because],
        item: ItemFacts | None,
    ) -> tuple[Fee, Payer, Decimal]:
        policy = self.policy
        if item and item.our_fault and policy.waive_fee_if_our_fault:
            for slot in (Slot.FEE, Slot.FEE_PAYER, Slot.RESTOCKING):
                because[slot] = BY_OUR_FAULT
            return FREE, Payer.MERCHANT, Decimal(0)
        fee = said.get("fee", policy.fee)
        payer = said.get("fee_payer", policy.fee_payer)
        if "fee" in said and "fee_payer" not in said:
            # A rule that names a fee means it to be paid, one that waives it does not.
            payer = Payer.MERCHANT if fee.is_free else Payer.CUSTOMER
            because[Slot.FEE_PAYER] = because[Slot.FEE]
        restocking = said.get("restocking_percent", policy.restocking_percent)
        return fee, payer, restocking

    def _lacks_amount(self, fee: Fee) -> bool:
        return bool(fee.fixed) and fee.fixed_in(self.facts.currency) is None


def with_window(terms: WindowTerms, said: dict[str, Any]) -> tuple[WindowTerms, int]:
    """The terms with what rules or staff said of them, and the days they add.

    An extension only ever lengthens: ``open_until`` counts if it is later.
    """
    days = said.get("window_days", terms.days)
    days = None if days == UNLIMITED else days
    extension = 0 if days is None else said.get("extend_window_days", 0)
    until = said.get("extend_window_until", terms.open_until)
    if days is not None:
        days = min(days + extension, MOST_DAYS)
    if (days, until) == (terms.days, terms.open_until):
        return terms, extension
    return replace(terms, days=days, open_until=until), extension


def reckoned(window: Window, extension: int, now: datetime) -> WindowBounds:
    ends_at = window.ends_at
    if ends_at is not None:
        # The offset is what counts and what is stored, not the zone's rules.
        ends_at = ends_at.replace(
            tzinfo=timezone(ends_at.utcoffset() or timedelta()), fold=0
        )
    return WindowBounds(
        terms=window.terms,
        extension_days=extension,
        anchor_kind=window.anchor_kind,
        anchor_day=window.anchor_day,
        last_day=window.last_day,
        ends_at=ends_at,
        is_late=not window.is_open(now),
    )


def _ignored(rule: CompiledRule, outcome: str, why: str) -> Note:
    return Note(
        code=NoteCode.IGNORED, outcome=outcome, why=why, rule=rule.key, name=rule.name
    )
