"""What the migration makes of a brand's former settings."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from retour_core.domain.policies import Approval, RequestKind, parse_policy

granted_by = import_module(
    "retour_core.policies.migrations.0002_first_versions"
).granted_by


def granted(**values: Any) -> dict[str, Any]:
    settings = {
        "auto_approve": True,
        "return_window_days": 30,
        "methods": ["drop_off_point"],
    }
    return dict(granted_by(SimpleNamespace(**settings | values)))


def read(kind: str, data: dict[str, Any]) -> Any:
    return parse_policy({**data, "brand": "nordwand", "kind": kind})


@pytest.mark.parametrize(
    ("automatic", "approval"), [(True, Approval.AUTOMATIC), (False, Approval.AGENT)]
)
def test_days_ways_and_approval_stay_what_they_were(
    automatic: bool, approval: Approval
) -> None:
    found = granted(
        auto_approve=automatic, return_window_days=45, methods=["own_carrier"]
    )
    policy = read("return", found["return"])
    assert (policy.window_days, policy.approval) == (45, approval)
    assert (policy.transit_days, list(policy.methods)) == (0, ["own_carrier"])
    assert list(policy.resolutions) == ["refund"]


def test_a_withdrawal_keeps_the_laws_days_and_the_brands_ways() -> None:
    policy = read(
        "withdrawal", granted(return_window_days=60, methods=["pick_up"])["withdrawal"]
    )
    assert (policy.kind, policy.window_days) == (RequestKind.WITHDRAWAL, 14)
    assert list(policy.methods) == ["pick_up"]


def test_a_brand_with_a_store_only_grants_withdrawals_what_the_law_wants() -> None:
    assert set(granted(methods=["in_store"])) == {"return", "claim"}


def test_a_claim_keeps_the_laws_two_years() -> None:
    assert read("claim", granted()["claim"]).window_days == 730
