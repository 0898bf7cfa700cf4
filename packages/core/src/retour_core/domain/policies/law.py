"""What the law does not let a merchant write into a policy or a rule.

Sources: ``shared/reference/consumer-law.md``; articles without a name are those of
Directive 2011/83/EU (CRD). A request of the kind “withdrawal” is protected in every
country: a merchant who grants one where no law does plays by the same terms, but for
the length of the window.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.policies.data import UNLIMITED
from retour_core.domain.policies.kinds import (
    Approval,
    FeePer,
    FeeWhen,
    Payer,
    RequestKind,
    Resolution,
    Settlement,
    WhenLate,
)
from retour_core.domain.predicates import Problem
from retour_core.domain.windows.anchors import AnchorKind

if TYPE_CHECKING:
    from retour_core.domain.policies.policy import Policy

_EU = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
    *("HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI"),
    "SK",
)
# Parts of the Union that addresses name by a code of their own.
_EU_TERRITORIES = ("AX", "GF", "GP", "MF", "MQ", "RE", "YT")
_EEA = ("IS", "LI", "NO")
# The United Kingdom kept the directive as it was (Consumer Contracts Regulations 2013).
WITHDRAWAL_DAYS: Mapping[str, int] = dict.fromkeys(
    (*_EU, *_EU_TERRITORIES, *_EEA, "GB"), 14
)
_SENDING_DAYS = 14
_SENDING = frozenset(ReturnMethod) - {ReturnMethod.IN_STORE}

# Why an outcome of a rule has no effect, by code; policies are refused in the same
# words.
REASONS: Mapping[str, str] = {
    "withdrawal_not_refused": "A withdrawal is a right: no rule can refuse it.",
    "withdrawal_not_gated": (
        "A withdrawal takes effect when it is declared: nobody has to approve it."
    ),
    "withdrawal_not_paid_first": (
        "A withdrawal waits for no payment: its cost is kept back from the refund, or "
        "the consumer sends the goods at their own cost."
    ),
    "withdrawal_without_proof": (
        "A withdrawal asks for nothing but name, order and e-mail: no photo, no answer."
    ),
    "withdrawal_without_restocking": (
        "A withdrawal costs no restocking fee (CRD art. 9 and 14)."
    ),
    "withdrawal_without_charge": (
        "No rule can charge for a withdrawal; the cost of sending back belongs in the "
        "withdrawal policy."
    ),
    "withdrawal_cost_not_told": (
        "The consumer bears the cost of sending back only if told so before buying: "
        "confirm that you inform of it, or pay it yourself (CRD art. 14(1))."
    ),
    "withdrawal_direct_cost_only": (
        "Of a withdrawal the consumer bears the direct cost of sending back, no more: "
        "set one fixed amount per return."
    ),
    "withdrawal_without_markup": (
        "Of a withdrawal the consumer bears what the carrier charges, no more: add "
        "nothing to it (CRD art. 14(1))."
    ),
    "withdrawal_label_too_short": (
        "Consumers have 14 days from their withdrawal to send the goods: let its label "
        "be valid for as long at least (CRD art. 14(1))."
    ),
    "withdrawal_refunds_money": (
        "A withdrawal is paid back as it was paid: offer the refund as well."
    ),
    "withdrawal_can_be_sent": (
        "The consumer may send the goods back: offer a way besides the store."
    ),
    "withdrawal_window_too_short": (
        "Consumers there have {days} days to withdraw: no fewer (CRD art. 9)."
    ),
    "withdrawal_from_receipt": (
        "The days to withdraw begin with the delivery: put it first (CRD art. 9(2))."
    ),
    "withdrawal_rolls_over": (
        "A last day on a weekend or public holiday moves on to the next working day "
        "(Regulation 1182/71 art. 3(4))."
    ),
    "withdrawal_late_accepted": (
        "A late withdrawal is recorded and flagged, never refused by a machine."
    ),
    "withdrawal_not_inspected_first": (
        "A withdrawal is paid back once the goods, or the proof that they were sent, "
        "have come: not after inspection (CRD art. 13(3))."
    ),
    "withdrawal_paid_in_time": (
        "A withdrawal is paid back within 14 days of being told of it, or once the "
        "goods or the proof that they were sent have come (CRD art. 13)."
    ),
    "claim_is_free": (
        "Putting right what is faulty or wrong costs the customer nothing "
        "(Directive (EU) 2019/771 art. 14)."
    ),
}


def withdrawal_days(country: str) -> int:
    """For how many days consumers of ``country`` may withdraw by law; 0 if by none.

    An unknown country ("") is taken for one that protects.
    """
    return WITHDRAWAL_DAYS.get(country, 0) if country else 14


def policy_problems(policy: Policy) -> list[Problem]:
    """What the law forbids in this policy; empty is good."""
    if policy.kind is RequestKind.WITHDRAWAL:
        return list(_withdrawal_problems(policy))
    if policy.kind is RequestKind.CLAIM:
        return list(_claim_problems(policy))
    return []


def objection(kind: RequestKind, outcome: str, value: Any, country: str) -> str:
    """The code of ``REASONS`` for which a rule's outcome has no effect; "" if none."""
    if kind is RequestKind.WITHDRAWAL:
        return _withdrawal_objection(outcome, value, country)
    if kind is RequestKind.CLAIM and _charges(outcome, value):
        return "claim_is_free"
    return ""


def _withdrawal_objection(outcome: str, value: Any, country: str) -> str:
    if _charges(outcome, value):
        return (
            "withdrawal_without_restocking"
            if outcome == "restocking_percent"
            else "withdrawal_without_charge"
        )
    shortest = withdrawal_days(country)
    checks = {
        "not_returnable": ("withdrawal_not_refused", True),
        "needs_approval": ("withdrawal_not_gated", True),
        "require_photo": ("withdrawal_without_proof", value is True),
        "require_answers": ("withdrawal_without_proof", True),
        "resolutions": ("withdrawal_refunds_money", _lacks_refund(value)),
        "methods": ("withdrawal_can_be_sent", _cannot_be_sent(value)),
        "window_days": (
            "withdrawal_window_too_short",
            isinstance(value, int) and value < shortest,
        ),
    }
    code, applies = checks.get(outcome, ("", False))
    return code if applies else ""


def _charges(outcome: str, value: Any) -> bool:
    if outcome == "fee":
        return not value.is_free
    if outcome == "fee_payer":
        return value is Payer.CUSTOMER
    return outcome == "restocking_percent" and value > 0


def _lacks_refund(resolutions: Any) -> bool:
    return isinstance(resolutions, tuple) and Resolution.REFUND not in resolutions


def _cannot_be_sent(methods: Any) -> bool:
    return isinstance(methods, tuple) and _SENDING.isdisjoint(methods)


def _withdrawal_problems(policy: Policy) -> Iterator[Problem]:
    wrong = {
        "anchors": (
            policy.anchors[0] is not AnchorKind.DELIVERED,
            "withdrawal_from_receipt",
        ),
        "rolls_over": (not policy.rolls_over, "withdrawal_rolls_over"),
        "when_late": (
            policy.when_late is not WhenLate.ACCEPT,
            "withdrawal_late_accepted",
        ),
        "methods": (_cannot_be_sent(policy.methods), "withdrawal_can_be_sent"),
        "resolutions": (_lacks_refund(policy.resolutions), "withdrawal_refunds_money"),
        "restocking_percent": (
            policy.restocking_percent > 0,
            "withdrawal_without_restocking",
        ),
        "approval": (policy.approval is Approval.AGENT, "withdrawal_not_gated"),
        "fee_when": (
            policy.fee_when is FeeWhen.BEFORE_LABEL,
            "withdrawal_not_paid_first",
        ),
        "price_markup": (
            not policy.price_markup.is_free,
            "withdrawal_without_markup",
        ),
        "label_days": (
            policy.label_days is not None and policy.label_days < _SENDING_DAYS,
            "withdrawal_label_too_short",
        ),
        "require_photo": (policy.require_photo, "withdrawal_without_proof"),
        "require_answers": (bool(policy.require_answers), "withdrawal_without_proof"),
        "settlement": (
            policy.settlement is Settlement.AFTER_INSPECTION,
            "withdrawal_not_inspected_first",
        ),
        "refund_days": (policy.refund_days is not None, "withdrawal_paid_in_time"),
    }
    yield from _short_windows(policy)
    for field, (is_wrong, code) in wrong.items():
        if is_wrong:
            yield _problem(code, f"/{field}")
    if policy.fee_payer is not Payer.CUSTOMER:
        return
    if not policy.informs_of_return_cost:
        yield _problem("withdrawal_cost_not_told", "/informs_of_return_cost")
    if policy.fee.percent is not None or policy.fee.per is FeePer.ITEM:
        yield _problem("withdrawal_direct_cost_only", "/fee")


def _short_windows(policy: Policy) -> Iterator[Problem]:
    windows = {"/window_days": (policy.window_days, max(WITHDRAWAL_DAYS.values()))}
    for country, days in policy.country_windows.items():
        windows[f"/country_windows/{country}"] = (days, withdrawal_days(country))
    for pointer, (granted, shortest) in windows.items():
        if granted != UNLIMITED and int(granted) < shortest:
            yield _problem("withdrawal_window_too_short", pointer, days=shortest)


def _claim_problems(policy: Policy) -> Iterator[Problem]:
    if not policy.fee.is_free:
        yield _problem("claim_is_free", "/fee")
    if policy.fee_payer is Payer.CUSTOMER:
        yield _problem("claim_is_free", "/fee_payer")
    if policy.restocking_percent > 0:
        yield _problem("claim_is_free", "/restocking_percent")


def _problem(code: str, pointer: str, **context: Any) -> Problem:
    return Problem(code, REASONS[code].format(**context), None, context, pointer)
