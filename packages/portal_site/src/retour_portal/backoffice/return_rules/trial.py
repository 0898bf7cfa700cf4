"""What a rule would change, tried on the brand's latest orders before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from retour_core.domain.policies import RequestKind, Rule
from retour_core.orders.models import Order, OrderLine
from retour_core.policies.trying import Example, Trial, try_rule
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.words import KINDS, KINDS_MANY, OUTCOMES

TRIED_ORDERS = 200
# Counted as refused and allowed.
_COUNTED = frozenset({"returnable", "refusal"})
_NAMES = {
    **OUTCOMES,
    "window": _("Window"),
    "approval": _("Approval"),
}


@dataclass(frozen=True)
class ShownExample:
    """Only the sentences that differ."""

    order: Order
    line: OrderLine
    before: Sequence[str]
    after: Sequence[str]


@dataclass(frozen=True)
class ShownTrial:
    """``different`` are what changes, with how many items it changes for."""

    trial: Trial
    kind: Any
    different: list[tuple[Any, int]]
    examples: list[ShownExample]


def kind_choices() -> list[tuple[str, Any]]:
    """What the rule can be tried for, the likeliest first."""
    others = [kind for kind in KINDS if kind is not RequestKind.RETURN]
    return [(k.value, KINDS[k]) for k in (RequestKind.RETURN, *others)]


def run_trial(rule: Rule, terms: BrandTerms, asked: str) -> ShownTrial:
    """``asked`` is the kind of request; anything else is a return."""
    known = {kind.value: kind for kind in RequestKind}
    kind = known.get(asked, RequestKind.RETURN)
    trial = try_rule(
        terms.brand,
        rule,
        now=timezone.now(),
        kind=kind,
        limit=TRIED_ORDERS,
        known=terms.names,
    )
    others = {n: c for n, c in trial.outcomes.items() if n not in _COUNTED}
    counted = sorted(others.items(), key=lambda item: -item[1])
    return ShownTrial(
        trial=trial,
        kind=KINDS_MANY[kind],
        different=[(_NAMES.get(name, name), count) for name, count in counted],
        examples=[_shown(example) for example in trial.examples],
    )


def _shown(example: Example) -> ShownExample:
    return ShownExample(
        order=example.order,
        line=example.line,
        before=[text for text in example.before if text not in example.after],
        after=[text for text in example.after if text not in example.before],
    )
