"""Deciding otherwise: choose what, then say it in a form made for that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_core.returns.overriding import override
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.returns.overridable import overridable
from retour_portal.backoffice.returns.page import AboutReturn
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.outcome_form import OutcomesForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class AboutOverrideForm(forms.Form):
    line = forms.ChoiceField(label=gettext_lazy("Item"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For your colleagues; the customer does not read it."),
    )

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data)
        lines = [line.order_line for line in ret.lines.all()]
        field: Any = self.fields["line"]
        named = [(line.external_id, f"{line.title} · {line.sku}") for line in lines]
        field.choices = [("", _("All items")), *named]
        if len(lines) < 2:
            del self.fields["line"]


class OverrideView(AboutReturn):
    """``?outcome=`` names what is decided otherwise."""

    permission_required = "change"
    template_name = "retour_backoffice/returns/override.html"
    http_method_names = ["get", "post", "head", "options"]
    form: AboutOverrideForm
    value: OutcomesForm

    def get_page_title(self) -> str:
        return _("Decide otherwise about %(rma)s") % {"rma": self.object.rma_number}

    @cached_property
    def offered(self) -> list[tuple[str, Any]]:
        return overridable(self.object)

    @cached_property
    def outcome(self) -> str:
        asked = self.request.GET.get("outcome", "")
        return asked if asked in dict(self.offered) else ""

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self._bind(None)
        return self._page()

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        if not self.outcome:
            messages.error(request, _("This cannot be decided otherwise any more."))
            return redirect("returns:inspect", self.object.pk)
        self._bind(request.POST)
        are_valid = [self.form.is_valid(), self.value.is_valid()]
        if not all(are_valid):
            return self._page(status=422)
        try:
            override(
                self.object,
                self.outcome,
                self.value.raw()[self.outcome],
                actor=Actor.staff(cast("User", request.user)),
                now=timezone.now(),
                line=self.form.cleaned_data.get("line", ""),
                note=self.form.cleaned_data["note"],
            )
        except DomainError as refusal:
            self.form.add_error(None, refusal_words(refusal))
            return self._page(status=422)
        messages.success(request, _("It is decided as you say; the timeline says so."))
        return redirect("returns:inspect", self.object.pk)

    def _bind(self, data: Any) -> None:
        names = [self.outcome] if self.outcome else []
        self.form = AboutOverrideForm(data, ret=self.object)
        self.value = OutcomesForm(names, data, terms=BrandTerms(self.object.brand))

    def _page(self, status: int = 200) -> HttpResponse:
        url = reverse("returns:inspect", args=[self.object.pk])
        context = self.get_context_data(
            form=self.form,
            rows=self.value.rows(),
            outcome=self.outcome,
            offered=self.offered,
            return_url=url,
        )
        response: HttpResponse = self.render_to_response(context, status=status)
        return response
