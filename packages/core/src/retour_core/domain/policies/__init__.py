"""Return policies and rules: what a brand grants, what decides otherwise, and why.

Pure: what is known comes in as :class:`Facts`, the policy and its rules as validated
data. ``decide()`` answers with a :class:`Decision` that is stored whole;
``explain()`` puts it into sentence ids for customer or agent.

How windows come in: the caller finds each item's anchor day with
``windows.find_anchor`` and ``Policy.terms_for(country)`` and writes it into the facts
(rules may compare ``days_since_anchor``). ``decide`` works the rules' extensions into
those terms and hands them, line by line, to ``window_of(line, terms)``, which is the
caller's ``windows.window`` with the order's dates, place and holidays. Rules never
change anchors, so both reckon from the same day.
"""

from __future__ import annotations

from retour_core.domain.policies.compiled import CompiledRules, compile_rules
from retour_core.domain.policies.data import (
    MOST_LABEL_DAYS,
    MOST_PARCELS,
    MOST_REFUND_DAYS,
    UNLIMITED,
)
from retour_core.domain.policies.deciding import PolicyMismatch, WindowOf, decide
from retour_core.domain.policies.decision import (
    Because,
    Cause,
    Decision,
    FiredRule,
    ItemDecision,
    Note,
    NoteCode,
    Override,
    WholeDecision,
    WindowBounds,
)
from retour_core.domain.policies.explaining import (
    Audience,
    Explanation,
    explain,
    explain_item,
)
from retour_core.domain.policies.facts import Facts, ItemFacts, discount_share
from retour_core.domain.policies.fees import FREE, Fee
from retour_core.domain.policies.general import GeneralTerm, general_terms
from retour_core.domain.policies.kinds import (
    Approval,
    FeePer,
    FeeWhen,
    GiftCards,
    Payer,
    PriceSource,
    RequestKind,
    Resolution,
    Settlement,
    WhenLate,
)
from retour_core.domain.policies.law import WITHDRAWAL_DAYS, withdrawal_days
from retour_core.domain.policies.outcomes import OUTCOMES, Outcomes, Slot, slot_of
from retour_core.domain.policies.overrides import OverrideRefused, apply_override
from retour_core.domain.policies.policy import (
    DEFAULTS,
    Policy,
    dump_policy,
    parse_policy,
)
from retour_core.domain.policies.problems import PolicyInvalid
from retour_core.domain.policies.rules import (
    Rule,
    dump_rule,
    parse_conditions,
    parse_rule,
)
from retour_core.domain.policies.sentences import (
    CAUSES,
    FACT_NAMES,
    SENTENCES,
    describe,
    render,
)
from retour_core.domain.policies.texts import Texts, pick_text, text_in
from retour_core.domain.policies.vocabulary import EXEMPTIONS, FACTS, OPERATORS

__all__ = [
    "CAUSES",
    "DEFAULTS",
    "EXEMPTIONS",
    "FACTS",
    "FACT_NAMES",
    "FREE",
    "MOST_LABEL_DAYS",
    "MOST_PARCELS",
    "MOST_REFUND_DAYS",
    "OPERATORS",
    "OUTCOMES",
    "SENTENCES",
    "UNLIMITED",
    "WITHDRAWAL_DAYS",
    "Approval",
    "Audience",
    "Because",
    "Cause",
    "CompiledRules",
    "Decision",
    "Explanation",
    "Facts",
    "Fee",
    "FeePer",
    "FeeWhen",
    "FiredRule",
    "GeneralTerm",
    "GiftCards",
    "ItemDecision",
    "ItemFacts",
    "Note",
    "NoteCode",
    "Outcomes",
    "Override",
    "OverrideRefused",
    "Payer",
    "Policy",
    "PolicyInvalid",
    "PolicyMismatch",
    "PriceSource",
    "RequestKind",
    "Resolution",
    "Rule",
    "Settlement",
    "Slot",
    "Texts",
    "WhenLate",
    "WholeDecision",
    "WindowBounds",
    "WindowOf",
    "apply_override",
    "compile_rules",
    "decide",
    "describe",
    "discount_share",
    "dump_policy",
    "dump_rule",
    "explain",
    "explain_item",
    "general_terms",
    "parse_conditions",
    "parse_policy",
    "parse_rule",
    "pick_text",
    "render",
    "slot_of",
    "text_in",
    "withdrawal_days",
]
