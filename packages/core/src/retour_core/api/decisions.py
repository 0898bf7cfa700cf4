"""Decisions as bodies of the API; the sentences are in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from retour_core.api.schemas import (
    ItemDecisionOut,
    ItemOutcome,
    ProblemOut,
    ValidationOut,
)
from retour_core.domain.errors import DomainError
from retour_core.domain.money import Money
from retour_core.domain.policies import (
    Audience,
    Decision,
    Fee,
    FeePer,
    ItemDecision,
    Payer,
    Resolution,
)
from retour_core.policies.explaining import item_sentences, sentences_of
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.validating import Validated


def validation_out(validated: Validated, *, locale: str) -> ValidationOut:
    decision = validated.asked.decision
    whole = decision.whole
    version = validated.asked.version
    worth = sum(validated.worth.values())
    return ValidationOut(
        is_valid=not validated.problems,
        kind=decision.kind.value,
        policy_version=version.version if version else None,
        approval=whole.approval,
        methods=validated.methods,
        fee=_amount(whole.fee, whole.fee_payer, worth, decision.currency),
        currency=decision.currency,
        items=[
            _item(decision, line, validated.worth[line.order_line_id], locale)
            for line in validated.lines
        ],
        problems=[_problem(error) for error in validated.problems],
    )


def agents_sentences(ret: Return, *, locale: str) -> list[str]:
    """Empty for a return that is older than its policies."""
    if ret.decision is None:
        return []
    decision = Decision.model_validate(ret.decision)
    said = sentences_of(decision, Audience.AGENT, locale=locale)
    return [one.text for one in said]


def outcomes(lines: Iterable[ReturnLine]) -> list[ItemOutcome]:
    return [
        ItemOutcome(
            line_id=line.order_line.external_id,
            resolution=Resolution(line.resolution),
            keep_item=line.is_kept,
        )
        for line in lines
    ]


def _item(
    decision: Decision, line: ReturnLine, worth: int, locale: str
) -> ItemDecisionOut:
    key = line.order_line.external_id
    item: ItemDecision = decision.item(key)
    said = item_sentences(decision, key, Audience.CUSTOMER, locale=locale)
    own_fee = item.travels and item.fee.per is FeePer.ITEM
    return ItemDecisionOut(
        line_id=key,
        returnable=item.returnable,
        sentences=[one.text for one in said],
        last_day=item.window.last_day,
        is_late=bool(item.window.is_late),
        fee=_amount(
            item.fee, item.fee_payer, worth, decision.currency, units=line.quantity
        )
        if own_fee
        else Money.zero(decision.currency).to_string(),
        restocking_percent=format(item.restocking_percent, "f"),
        methods=list(item.methods),
        resolutions=list(item.resolutions),
        approval=item.approval,
        keep_item=item.keep_item,
        photo_required=item.require_photo,
        questions=list(item.require_answers),
    )


def _amount(
    fee: Fee, payer: Payer, worth: int, currency: str, *, units: int = 1
) -> str:
    if payer is not Payer.CUSTOMER:
        return Money.zero(currency).to_string()
    return fee.amount(Money(worth, currency), units=units).to_string()


def _problem(error: DomainError) -> ProblemOut:
    return ProblemOut(
        code=error.code,
        message=error.message,
        line_id=str(error.context.get("line_id", "")),
    )
