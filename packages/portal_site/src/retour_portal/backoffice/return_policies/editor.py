"""Saving the next version of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.brands.models import Brand
from retour_core.domain.policies import PolicyInvalid, RequestKind, parse_policy
from retour_core.policies.versions import PolicyVersion, policy_of, save_policy
from retour_core.returns.actors import Actor
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.return_policies.forms import PolicyForm
from retour_portal.backoffice.return_policies.pages import standing
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.words import (
    KINDS_ABOUT,
    KINDS_MANY,
    POLICY_TITLES,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def policies_url(brand: Brand) -> str:
    return f"{reverse('return-policies:index')}?brand={brand.pk}"


class AboutOneKind(ObjectPage):
    """A screen about one kind of request of the brand that is ``object``."""

    model = Brand
    permission_required = "change"

    @cached_property
    def kind(self) -> RequestKind:
        try:
            return RequestKind(self.kwargs["kind"])
        except ValueError:
            raise Http404 from None

    @cached_property
    def terms(self) -> BrandTerms:
        return BrandTerms(self.object)

    @cached_property
    def found(self) -> PolicyVersion:
        """What counts now; the kind's own terms if that cannot be read any more."""
        try:
            return policy_of(self.object, self.kind)
        except PolicyInvalid:
            plain = {"brand": self.object.slug, "kind": self.kind.value}
            return PolicyVersion(None, parse_policy(plain))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, policies_url(self.object), _("Return policies"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            brand=self.object,
            kind=self.kind.value,
            kind_name=KINDS_MANY[self.kind],
            list_url=policies_url(self.object),
        )
        return context


class EditPolicyView(AboutOneKind):
    template_name = "retour_backoffice/return_policies/form.html"
    http_method_names = ["get", "post", "head", "options"]
    form: PolicyForm

    def get_page_title(self) -> str:
        return str(POLICY_TITLES[self.kind])

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.form = self._form(None)
        return self._page()

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.form = form = self._form(request.POST)
        if not form.is_valid():
            return self._page(status=422)
        if request.POST.get("version", "") != str(self._version):
            form.add_error(
                None,
                _(
                    "Somebody saved version %(version)d meanwhile. Compare it in the "
                    "history, then save again if yours shall count."
                )
                % {"version": self._version},
            )
            return self._page(status=422)
        try:
            row = save_policy(
                self.object,
                self.kind,
                form.raw(),
                actor=Actor.staff(cast("User", request.user)).name,
                now=timezone.now(),
                for_new_orders_only=form.for_new_orders_only,
            )
        except PolicyInvalid as refusal:
            for problem in refusal.problems:
                form.tell(problem)
            return self._page(status=422)
        messages.success(
            request,
            _("Version %(version)d is saved. New returns follow it at once.")
            % {"version": row.version},
        )
        return redirect(policies_url(self.object))

    @property
    def _version(self) -> int:
        return self.found.row.version if self.found.row else 0

    def _form(self, data: Any) -> PolicyForm:
        policy = self.found.policy
        return PolicyForm(data, kind=self.kind, policy=policy, terms=self.terms)

    def _page(self, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=self.form,
            sections=self.form.sections(),
            about=KINDS_ABOUT[self.kind],
            current=self._version,
            **standing(self.found),
        )
        response: HttpResponse = self.render_to_response(context, status=status)
        return response
