"""How the fields of a policy stand on the page, and which the law fixes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from retour_core.domain.policies import RequestKind


@dataclass(frozen=True)
class Section:
    key: str
    title: Any
    about: Any
    fields: tuple[str, ...]


SECTIONS = (
    Section(
        "window",
        _("How long"),
        _("The day the days are counted from is not counted itself."),
        (
            *("window_days", "anchors", "transit_days", "grace_days", "rolls_over"),
            "when_late",
        ),
    ),
    Section(
        "special",
        _("Other windows"),
        _("Leave this empty if the same days hold everywhere and always."),
        ("country_windows", "seasons"),
    ),
    Section(
        "cost",
        _("What it costs the customer"),
        "",
        (
            *("fee_payer", "fee", "fee_when", "price_source", "price_markup"),
            *("informs_of_return_cost", "waive_fee_if_our_fault", "restocking_percent"),
        ),
    ),
    Section(
        "choice",
        _("What the customer can choose"),
        "",
        (
            *("methods", "most_parcels", "label_days"),
            *("resolutions", "store_credit_bonus"),
        ),
    ),
    Section(
        "asked",
        _("Approval and what is asked for"),
        "",
        ("approval", "require_photo", "require_answers", "message"),
    ),
    Section("money", _("The refund"), "", ("settlement", "refund_days", "gift_cards")),
    Section("orders", _("From when on"), "", ("applies_to",)),
)
# Left as the kind has them. The code of the law's reason says why; "" goes unsaid.
_FIXED: Mapping[RequestKind, Mapping[str, str]] = {
    RequestKind.WITHDRAWAL: {
        "rolls_over": "withdrawal_rolls_over",
        "when_late": "withdrawal_late_accepted",
        "restocking_percent": "withdrawal_without_restocking",
        "fee_when": "withdrawal_not_paid_first",
        "price_markup": "withdrawal_without_markup",
        "approval": "withdrawal_not_gated",
        "require_photo": "withdrawal_without_proof",
        "require_answers": "withdrawal_without_proof",
        "refund_days": "withdrawal_paid_in_time",
    },
    RequestKind.RETURN: {},
    RequestKind.CLAIM: {
        "fee_payer": "claim_is_free",
        "fee": "claim_is_free",
        "fee_when": "",
        "price_source": "",
        "price_markup": "",
        "restocking_percent": "claim_is_free",
        "informs_of_return_cost": "",
        "waive_fee_if_our_fault": "",
    },
}


def fixed_fields(kind: RequestKind) -> Mapping[str, str]:
    """Fields of ``Policy`` nobody can change for this kind, with why by law."""
    return _FIXED[kind]
