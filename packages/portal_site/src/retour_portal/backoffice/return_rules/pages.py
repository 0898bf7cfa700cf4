"""A brand's return rules as a list, and what is done from it without a form."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView

from retour_core.brands.models import Brand
from retour_core.domain.predicates import RuleInvalid
from retour_core.policies.models import ReturnRule
from retour_core.policies.rules import (
    move_rule,
    read_rule,
    reorder_rules,
    rules_of,
    switch_rule,
)
from retour_core.sequences import SequenceChanged
from retour_portal.backoffice.conditions.words import sentences
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.return_rules.words import speech_of
from retour_portal.backoffice.screen import BrandScreen
from retour_portal.backoffice.sequence import take_sequence
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.missing_ways import missing_ways
from retour_portal.backoffice.terms.outcomes import outcome_sentences


def list_url(brand: Brand) -> str:
    return f"{reverse('return-rules:index')}?brand={brand.pk}"


class AboutReturnRules(BrandScreen):
    """A screen about the return rules of one brand."""

    def listed_under(self) -> dict[str, Any] | None:
        return {"url": list_url(self.switch.chosen), "label": _("Return rules")}

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        return response


class ReturnRulesPage(AboutReturnRules):
    template_name = "retour_backoffice/return_rules/index.html"
    page_title = gettext_lazy("Return rules")

    def listed_under(self) -> dict[str, Any] | None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        terms = BrandTerms(brand)
        rules = [_shown(row, terms) for row in rules_of(brand)]
        granted = [way for shown in rules for way in shown["methods"]]
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            rules=rules,
            missing=missing_ways(brand, granted),
            reorder_url=f"{reverse('return-rules:reorder')}?brand={brand.pk}",
        )
        return context


def _shown(row: ReturnRule, terms: BrandTerms) -> dict[str, Any]:
    shown = {"rule": row, "may_change": True, "may_copy": True}
    try:
        rule = read_rule(row)
    except RuleInvalid:
        return {**shown, "sentences": None, "outcomes": [], "methods": []}
    return {
        **shown,
        "sentences": sentences(rule.conditions, speech_of(terms)),
        "outcomes": outcome_sentences(rule.outcomes, terms),
        "off": account_off(row, terms),
        "methods": (rule.outcomes.methods or ()) if row.is_active else (),
    }


def account_off(rule: ReturnRule, terms: BrandTerms) -> dict[str, Any] | None:
    """The account that an active rule has asked first, if it is switched off."""
    known = rule.outcomes if isinstance(rule.outcomes, dict) else {}
    account = known.get("carrier") if rule.is_active else None
    if account is None or account not in terms.carriers_off:
        return None
    return {"pk": account, "name": terms.carriers_off[account]}


class ReorderView(AboutReturnRules):
    """What dragging posts: ``rule`` once for each rule, in the new sequence."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        brand = self.switch.chosen
        shown = rules_of(brand).values_list("pk", flat=True)
        return take_sequence(request, shown, partial(reorder_rules, brand))


class AboutOneRule(ObjectPage):
    """Something done to one rule from the list."""

    permission_required = "change"
    http_method_names = ["post"]

    def get_rows(self) -> QuerySet[ReturnRule]:
        return ReturnRule.objects.select_related("brand")

    def act(self, request: HttpRequest, rule: ReturnRule) -> None:
        raise NotImplementedError

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.act(request, self.object)
        # Whoever goes by keys stays at the rule.
        return redirect(f"{list_url(self.object.brand)}#rule-{self.object.pk}")


class SwitchView(AboutOneRule):
    def act(self, request: HttpRequest, rule: ReturnRule) -> None:
        switch_rule(rule, is_active="on" in request.POST)


class MoveView(AboutOneRule):
    def act(self, request: HttpRequest, rule: ReturnRule) -> None:
        try:
            move_rule(rule, -1 if "up" in request.POST else 1)
        except SequenceChanged as refusal:
            messages.error(request, refusal_words(refusal))


class DeleteReturnRuleView(DeleteView):
    """Decisions made before keep the rule as it was, with its name."""

    http_method_names = ["get", "post", "head", "options"]

    def get_success_url(self) -> str:
        return list_url(self.object.brand)
