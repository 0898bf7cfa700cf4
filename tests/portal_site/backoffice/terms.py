"""Policies and rules of a house."""

from __future__ import annotations

from typing import Any

from retour_core.domain.policies import RequestKind
from retour_core.policies.models import ReturnPolicy, ReturnRule
from retour_core.policies.rules import save_rule
from retour_core.policies.versions import save_policy
from tests.factories import NOW
from tests.portal_site.backoffice.conftest import House

SALE = {"fact": "item_tag", "operator": "is", "values": ["sale"]}


def make_return_rule(house: House, name: str = "Sale", **raw: Any) -> ReturnRule:
    """Items on sale are not returnable, unless ``raw`` says otherwise."""
    data = {
        "name": name,
        "conditions": [SALE],
        "outcomes": {"not_returnable": {"en": "Sale is final"}},
        **raw,
    }
    return save_rule(ReturnRule(brand=house.brand), data)


def make_policy(house: House, days: int = 45) -> ReturnPolicy:
    """The next version for returns, by Otto."""
    raw = {"window_days": days}
    return save_policy(house.brand, RequestKind.RETURN, raw, actor="otto", now=NOW)
