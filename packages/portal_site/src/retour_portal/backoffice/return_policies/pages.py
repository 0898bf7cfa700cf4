"""A brand's return policies: what holds now, as three cards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from retour_core.domain.policies import PolicyInvalid, RequestKind
from retour_core.policies.models import ReturnPolicy
from retour_core.policies.versions import PolicyVersion, policy_of
from retour_portal.backoffice.brand_switch import BrandSwitch, chosen_brand
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.policy_lines import policy_lines
from retour_portal.backoffice.terms.words import KINDS_ABOUT, KINDS_MANY


class ReturnPoliciesPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model: Any = None
    permission_required = "view"
    header_icon = ""
    page_title = gettext_lazy("Return policies")
    template_name = "retour_backoffice/return_policies/index.html"
    http_method_names = ["get", "head", "options"]

    @cached_property
    def switch(self) -> BrandSwitch:
        return chosen_brand(self.request.user, self.request.GET.get("brand"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, here]

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        terms = BrandTerms(brand)
        cards = []
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
            cards.append({**card, "lines": lines, **standing(found)})
        context: dict[str, Any] = super().get_context_data(
            **kwargs, switch=self.switch, cards=cards
        )
        return context


def standing(found: PolicyVersion) -> dict[str, Any]:
    """Which version it is, for templates."""
    row: ReturnPolicy | None = found.row
    return {"version": row, "who": (row.created_by if row else "") or _("Retour")}
