"""What was decided about a return, and why, as an agent reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError

from retour_core.domain.policies import Audience, Decision, Outcomes, Override
from retour_core.policies.explaining import Said, outcome_name, sentences_of
from retour_core.returns.models import Return, ReturnLine
from retour_portal.backoffice.returns.asked_price import asked_price_text
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.outcomes import outcome_sentence


@dataclass(frozen=True)
class ShownItem:
    title: str
    returnable: bool
    sentences: list[Said]


@dataclass(frozen=True)
class ShownOverride:
    """``what`` is a sentence, ``about`` the item's title or all of them."""

    what: str
    about: str
    actor: str
    note: str
    at: datetime | None


@dataclass(frozen=True)
class ShownDecision:
    policy: str
    whole: list[Said]
    items: list[ShownItem]
    overrides: list[ShownOverride]
    price: str = ""


def decision_of(ret: Return) -> Decision | None:
    """None for a return that is older than its policies, or than today's words."""
    if ret.decision is None:
        return None
    try:
        return Decision.model_validate(ret.decision)
    except ValidationError:
        return None


def shown_decision(ret: Return, lines: Iterable[ReturnLine]) -> ShownDecision | None:
    """``lines`` with their order lines; four queries."""
    decision = decision_of(ret)
    if decision is None:
        return None
    terms = BrandTerms(ret.brand)
    titles = {line.order_line.external_id: line.order_line.title for line in lines}
    said = sentences_of(
        decision,
        Audience.AGENT,
        locale=get_language() or "en",
        known=terms.names,
    )
    return ShownDecision(
        policy=_policy(ret, decision),
        whole=[one for one in said if not one.line],
        items=[
            ShownItem(
                titles.get(item.line, item.line),
                item.returnable,
                # Told below, with who and when.
                [s for s in said if s.line == item.line and s.code != "overridden"],
            )
            for item in decision.items
        ],
        overrides=[_shown(one, titles, terms) for one in decision.overrides],
        price=asked_price_text(ret),
    )


def override_text(outcome: str, value: object, terms: BrandTerms) -> str:
    """What was decided, as a sentence; its name if the value cannot be read."""
    try:
        outcomes = Outcomes.model_validate({outcome: value})
    except ValidationError:
        return outcome_name(outcome)
    return outcome_sentence(outcome, getattr(outcomes, outcome), terms)


def _policy(ret: Return, decision: Decision) -> str:
    if ret.policy is None:
        return _("By the usual terms: nobody had saved a policy then.")
    return _("By version %(version)d of the policy: %(kind)s.") % {
        "version": decision.policy_version,
        "kind": ret.get_kind_display(),
    }


def _shown(one: Override, titles: dict[str, str], terms: BrandTerms) -> ShownOverride:
    return ShownOverride(
        what=override_text(one.outcome, one.value, terms),
        about=titles.get(one.line, one.line) if one.line else _("all items"),
        actor=one.actor,
        note=one.note,
        at=one.at,
    )
