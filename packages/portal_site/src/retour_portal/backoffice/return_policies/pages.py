"""A brand's return policies: what holds now, as three cards."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.policies import PolicyInvalid, RequestKind
from retour_core.policies.models import ReturnPolicy
from retour_core.policies.versions import PolicyVersion, policy_of
from retour_portal.backoffice.screen import BrandScreen
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.missing_ways import missing_ways
from retour_portal.backoffice.terms.policy_lines import policy_lines
from retour_portal.backoffice.terms.words import KINDS_ABOUT, KINDS_MANY


class ReturnPoliciesPage(BrandScreen):
    page_title = gettext_lazy("Return policies")
    template_name = "retour_backoffice/return_policies/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        terms = BrandTerms(brand)
        cards, granted = [], set[ReturnMethod]()
        for kind in RequestKind:
            card: dict[str, Any] = {
                "kind": kind.value,
                "title": KINDS_MANY[kind],
                "about": KINDS_ABOUT[kind],
            }
            try:
                found = policy_of(brand, kind)
            except PolicyInvalid:
                cards.append({**card, "lines": None})
                continue
            lines = policy_lines(found.policy, terms)
            granted.update(found.policy.methods)
            cards.append({**card, "lines": lines, **standing(found)})
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            cards=cards,
            missing=missing_ways(brand, granted),
        )
        return context


def standing(found: PolicyVersion) -> dict[str, Any]:
    """Which version it is, for templates."""
    row: ReturnPolicy | None = found.row
    return {"version": row, "who": (row.created_by if row else "") or _("Retour")}
