"""Versions of a brand's return policies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from retour_core.domain.policies import PolicyInvalid, RequestKind
from retour_core.policies.models import ReturnPolicy
from retour_core.policies.versions import policy_of, save_policy
from tests.factories import NOW, make_brand

pytestmark = pytest.mark.django_db
RETURN = RequestKind.RETURN


def test_a_brand_that_decided_nothing_grants_what_the_kind_says() -> None:
    found = policy_of(make_brand(), RequestKind.WITHDRAWAL)
    assert (found.row, found.policy.window_days) == (None, 14)


def test_each_change_is_a_version_of_its_own() -> None:
    brand = make_brand()
    for days in (40, 50):
        save_policy(brand, RETURN, {"window_days": days}, actor="anna", now=NOW)
    found = policy_of(brand, RETURN)
    assert (found.policy.version, found.policy.window_days) == (2, 50)
    assert ReturnPolicy.objects.count() == 2


def test_saving_what_counts_already_makes_no_version() -> None:
    brand = make_brand()
    first = save_policy(brand, RETURN, {"window_days": 40}, actor="anna", now=NOW)
    again = save_policy(brand, RETURN, {"window_days": 40}, actor="ben", now=NOW)
    assert (again, again.created_by) == (first, "anna")


def test_older_orders_keep_the_policy_of_their_day_where_that_was_chosen() -> None:
    brand = make_brand()
    save_policy(brand, RETURN, {"window_days": 60}, actor="anna", now=NOW)
    save_policy(
        brand, RETURN, {"window_days": 20}, actor="anna", now=NOW,
        for_new_orders_only=True,
    )  # fmt: skip
    moments = (NOW - timedelta(seconds=1), NOW)
    found = [policy_of(brand, RETURN, placed_at=at).policy for at in moments]
    assert [policy.window_days for policy in found] == [60, 20]


def test_what_the_law_forbids_is_not_saved() -> None:
    with pytest.raises(PolicyInvalid) as refused:
        save_policy(
            make_brand(), RequestKind.WITHDRAWAL, {"window_days": 7},
            actor="anna", now=NOW,
        )  # fmt: skip
    assert [problem.pointer for problem in refused.value.problems] == ["/window_days"]
    assert not ReturnPolicy.objects.exists()
