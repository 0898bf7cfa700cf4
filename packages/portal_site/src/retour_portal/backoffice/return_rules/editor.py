"""Adding and changing a return rule: every button is a post, so no script is needed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.policies import (
    OUTCOMES,
    Outcomes,
    parse_conditions,
    parse_rule,
)
from retour_core.domain.predicates import Problem, RuleInvalid, dump_conditions
from retour_core.policies.models import ReturnRule
from retour_core.policies.rules import save_rule
from retour_portal.backoffice.conditions.rows import Rows
from retour_portal.backoffice.conditions.speech import Speech
from retour_portal.backoffice.conditions.words import problem_text
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.return_rules.pages import (
    AboutReturnRules,
    account_off,
    list_url,
)
from retour_portal.backoffice.return_rules.trial import kind_choices, run_trial
from retour_portal.backoffice.return_rules.words import speech_of
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.law import term_problem
from retour_portal.backoffice.terms.outcome_form import OutcomesForm

_COPIED = 80


class AboutRuleForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy(
            "Agents read it on every return this rule decides about; customers do not."
        ),
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("The rule is active"), required=False, initial=True
    )


class ReturnRuleEditor(AboutReturnRules):
    template_name = "retour_backoffice/return_rules/form.html"
    http_method_names = ["get", "post", "head", "options"]
    rule: ReturnRule
    form: AboutRuleForm
    rows: Rows
    outcomes: OutcomesForm

    def load(self) -> ReturnRule:
        raise NotImplementedError

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.rule = self.load()
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def brand(self) -> Brand:
        return self.rule.brand

    @cached_property
    def terms(self) -> BrandTerms:
        return BrandTerms(self.brand)

    @cached_property
    def speech(self) -> Speech:
        return speech_of(self.terms)

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        about = {"name": self.rule.name, "is_active": self.rule.is_active}
        self.form = AboutRuleForm(initial=about)
        self.rows = Rows.of_rule(_readable(self.rule), self.speech)
        stored = _known(self.rule.outcomes)
        self.outcomes = OutcomesForm(stored, terms=self.terms, initial=stored)
        return self._page()

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        data = request.POST
        self.form = AboutRuleForm(data)
        self.rows = Rows.posted(data, self.speech)
        self.outcomes = OutcomesForm.posted(data, terms=self.terms)
        asked = data.get("do", "save")
        if asked == "save":
            return self._save()
        if asked == "try":
            return self._try()
        if asked == "add":
            self.rows.add(data.get("new-fact", ""))
        elif asked == "add-outcome":
            self._show_outcomes({*self.outcomes.fields, data.get("new-outcome", "")})
        elif asked.startswith("drop-"):
            self._show_outcomes({*self.outcomes.fields} - {asked[5:]})
        else:
            self.rows.remove(asked.removeprefix("remove-"))
        return self._page()

    def _show_outcomes(self, names: set[str]) -> None:
        posted = OutcomesForm(names, self.request.POST, terms=self.terms)
        typed = {
            name: posted.fields[name].widget.value_from_datadict(
                self.request.POST, {}, posted.add_prefix(name)
            )
            for name in self.outcomes.fields
            if name in names
        }
        # Unbound: what was just added is empty, not wrong.
        self.outcomes = OutcomesForm(names, terms=self.terms, initial=typed)

    def _save(self) -> HttpResponseBase:
        if not self._is_valid():
            return self._page(status=422)
        try:
            save_rule(self.rule, self._raw())
        except RuleInvalid as refusal:
            self._tell(refusal)
            return self._page(status=422)
        except DomainError as refusal:
            self.form.add_error(None, refusal_words(refusal))
            return self._page(status=422)
        messages.success(
            self.request,
            _("The rule “%(name)s” is saved. New returns follow it at once.")
            % {"name": self.rule.name},
        )
        return redirect(list_url(self.brand))

    def _try(self) -> HttpResponseBase:
        """The draft over past orders; nothing is saved."""
        if not self._is_valid():
            return self._page(status=422)
        try:
            draft = parse_rule(self._raw(), key=self.rule.pk or 0)
        except RuleInvalid as refusal:
            self._tell(refusal)
            return self._page(status=422)
        kind = self.request.POST.get("trial-kind", "")
        return self._page(tried=run_trial(draft, self.terms, kind))

    def _is_valid(self) -> bool:
        """Asked of all three parts, so that all that is wrong is told at once."""
        parts = [self.form.is_valid(), self.rows.are_valid(), self.outcomes.is_valid()]
        return all(parts)

    def _raw(self) -> dict[str, Any]:
        """What ``parse_rule`` reads; only of valid parts."""
        return {
            **self.form.cleaned_data,
            "conditions": self.rows.raw(),
            "outcomes": self.outcomes.raw(),
        }

    def _tell(self, refusal: RuleInvalid) -> None:
        for problem in refusal.problems:
            self._tell_one(problem)

    def _tell_one(self, problem: Problem) -> None:
        if problem.index is not None:
            self.rows.rows[problem.index].tell(problem)
        elif problem.pointer.startswith("/outcomes"):
            self.outcomes.tell(problem)
        elif problem.pointer == "/name":
            self.form.add_error("name", term_problem(problem))
        else:
            self.form.add_error(None, problem_text(problem, self.speech))

    def _page(self, status: int = 200, **more: Any) -> HttpResponse:
        context = self.get_context_data(
            form=self.form,
            rows=self.rows.rows,
            facts=self.speech.facts(),
            outcomes=self.outcomes,
            rule=self.rule,
            off=account_off(self.rule, self.terms),
            brand=self.brand,
            list_url=list_url(self.brand),
            trial_kinds=kind_choices(),
            trial_kind=self.request.POST.get("trial-kind", ""),
            **more,
        )
        response: HttpResponse = self.render_to_response(context, status=status)
        return response


class AddReturnRuleView(ReturnRuleEditor):
    """``?brand=`` says for which brand; ``?copy=`` names a rule to begin with."""

    permission_required = "add"
    page_title = gettext_lazy("New return rule")

    def load(self) -> ReturnRule:
        copied = self.request.GET.get("copy", "")
        if not copied:
            return ReturnRule(brand=self.switch.chosen)
        rows = scoped(ReturnRule.objects.select_related("brand"), self.request.user)
        rule = get_object_or_404(rows, pk=_key(copied))
        name = _("Copy of %(name)s") % {"name": rule.name}
        return ReturnRule(
            brand=rule.brand,
            name=name[:_COPIED],
            # Two active rules that say the same help nobody.
            is_active=False,
            conditions=rule.conditions,
            outcomes=rule.outcomes,
        )


class EditReturnRuleView(ReturnRuleEditor):
    permission_required = "change"

    def load(self) -> ReturnRule:
        rows = ReturnRule.objects.select_related("brand")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.rule.name


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _readable(rule: ReturnRule) -> list[dict[str, Any]]:
    """None of a rule that is shown as broken in the list: it can be said anew."""
    try:
        return dump_conditions(parse_conditions(rule.conditions))
    except RuleInvalid:
        return []


def _known(outcomes: Any) -> dict[str, Any]:
    """As JSON, without what is no outcome (any more)."""
    try:
        read = Outcomes.model_validate(outcomes)
    except ValueError:
        return {}
    dumped: dict[str, Any] = read.model_dump(mode="json", exclude_none=True)
    return {name: dumped[name] for name in OUTCOMES if name in dumped}
