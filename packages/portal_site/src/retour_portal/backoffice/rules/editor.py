"""Adding and changing a rule: every button is a post, so no script is needed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.domain.errors import DomainError
from retour_core.domain.shipping_rules import (
    RuleInvalid,
    dump_conditions,
    parse_conditions,
)
from retour_core.orders.models import ShippingRule
from retour_core.orders.rules import rules_in_order, save_rule
from retour_portal.backoffice.conditions.rows import Rows
from retour_portal.backoffice.conditions.speech import Speech
from retour_portal.backoffice.conditions.words import problem_text
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.rules.forms import RuleForm
from retour_portal.backoffice.rules.pages import AboutRules
from retour_portal.backoffice.rules.words import speech_of


class RuleEditor(AboutRules):
    template_name = "retour_backoffice/rules/form.html"
    http_method_names = ["get", "post", "head", "options"]
    rule: ShippingRule
    form: RuleForm
    rows: Rows

    def load(self) -> ShippingRule:
        raise NotImplementedError

    @cached_property
    def speech(self) -> Speech:
        return speech_of(self.reach.shop_names)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.rule = self.load()
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.form = self._form()
        self.rows = Rows.of_rule(self._stored(), self.speech)
        return self._page()

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.rows = Rows.posted(request.POST, self.speech)
        asked = request.POST.get("do", "save")
        if asked == "save":
            return self._save()
        if asked == "add":
            self.rows.add(request.POST.get("new-fact", ""))
        else:
            self.rows.remove(asked.removeprefix("remove-"))
        self.form = self._form(request.POST)
        return self._page()

    def _save(self) -> HttpResponseBase:
        self.form = form = self._form(self.request.POST)
        are_valid = self.rows.are_valid()
        if not form.is_valid() or not are_valid:
            return self._page(status=422)
        try:
            save_rule(
                form.instance,
                self.rows.raw(),
                shop_keys=self.reach.shop_limit,
            )
        except RuleInvalid as refusal:
            self._tell(refusal)
            return self._page(status=422)
        except DomainError as refusal:
            form.add_error(None, refusal_words(refusal))
            return self._page(status=422)
        messages.success(
            self.request,
            _("The rule “%(name)s” is saved. New orders follow it at once.")
            % {"name": form.instance.name},
        )
        return redirect("shipping-rules:index")

    def _tell(self, refusal: RuleInvalid) -> None:
        for problem in refusal.problems:
            if problem.index is None:
                self.form.add_error(None, problem_text(problem, self.speech))
            else:
                self.rows.rows[problem.index].tell(problem)

    def _form(self, data: Any = None) -> RuleForm:
        return RuleForm(data, instance=self.rule, brand_ids=self.reach.brand_ids)

    def _stored(self) -> list[dict[str, Any]]:
        try:
            return dump_conditions(parse_conditions(self.rule.conditions))
        except RuleInvalid:
            # Shown as broken in the list; here it can be said anew.
            return []

    def _page(self, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=self.form,
            rows=self.rows.rows,
            facts=self.speech.facts(),
            rule=self.rule,
            must_name_shops=not self.reach.is_whole,
        )
        response: HttpResponse = self.render_to_response(context, status=status)
        return response


class AddRuleView(RuleEditor):
    permission_required = "add"
    page_title = gettext_lazy("New shipping rule")

    def load(self) -> ShippingRule:
        return ShippingRule()


class EditRuleView(RuleEditor):
    permission_required = "change"

    def load(self) -> ShippingRule:
        rule = get_object_or_404(rules_in_order(), pk=self.kwargs["pk"])
        if not self.reach.may_change(rule):
            raise PermissionDenied
        return rule

    def get_page_title(self) -> str:
        return self.rule.name
