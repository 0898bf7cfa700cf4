"""Returns → Domain: the address of a brand's portal, and what DNS must say for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from retour_core.domain.errors import DomainError
from retour_portal.backoffice.domains.records import card_of
from retour_portal.backoffice.domains.words import refusal_words
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.screen import BrandScreen
from retour_portal.domains.models import PortalDomain
from retour_portal.domains.operations import check, claim, remove
from retour_portal.domains.queries import domains_of
from retour_portal.domains.switching import use_domain
from retour_portal.theming.models import Theme


class AddDomainForm(forms.Form):
    domain = forms.CharField(
        label=gettext_lazy("Domain"),
        help_text=gettext_lazy("Such as returns.example.com."),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "inputmode": "url"}
        ),
    )


class DomainsPage(BrandScreen):
    permission_required = "change"
    header_icon = "link"
    page_title = gettext_lazy("Domain")
    template_name = "retour_backoffice/domains/index.html"
    http_method_names = ["get", "post", "head", "options"]
    form: AddDomainForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        theme = Theme.objects.filter(brand=brand).select_related("site").first()
        host = theme.site.hostname if theme else ""
        cards = [card_of(domain, host) for domain in domains_of(brand)]
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            theme=theme,
            cards=sorted(cards, key=lambda card: not card.is_in_use),
            form=self.form or AddDomainForm(),
        )
        return context

    def post(self, request: HttpRequest, *_args: Any, **_kw: Any) -> HttpResponseBase:
        brand = self.switch.chosen
        self.form = form = AddDomainForm(request.POST)
        if not form.is_valid():
            return self.refused()
        try:
            domain = claim(brand, form.cleaned_data["domain"], now=timezone.now())
        except DomainError as refusal:
            form.add_error(
                "domain", forms.ValidationError(refusal_words(refusal), refusal.code)
            )
            return self.refused()
        log(instance=domain, action="wagtail.create", user=request.user)
        messages.success(
            request,
            _("Now enter the records of %(domain)s at your DNS provider.")
            % {"domain": domain},
        )
        return _back(domain)


class _DomainAct(ObjectPage):
    """What is done to one domain by a button."""

    permission_required = "change"
    http_method_names = ["post"]
    object: PortalDomain

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        try:
            self.act()
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        return _back(self.object)

    def act(self) -> None:
        raise NotImplementedError


class CheckDomain(_DomainAct):
    def act(self) -> None:
        check(self.object)
        messages.success(
            self.request, _("%(domain)s was looked up.") % {"domain": self.object}
        )


class UseDomain(_DomainAct):
    def act(self) -> None:
        used = use_domain(self.object)
        log(instance=used, action="wagtail.edit", user=self.request.user)
        messages.success(
            self.request,
            _("The portal is at %(domain)s now. Its old address leads there.")
            % {"domain": used},
        )


class RemoveDomain(_DomainAct):
    def act(self) -> None:
        remove(self.object, now=timezone.now())
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        messages.success(
            self.request, _("%(domain)s was removed.") % {"domain": self.object}
        )


def _back(domain: PortalDomain) -> HttpResponse:
    page = f"{reverse('domains:index')}?brand={domain.brand_id}"
    return redirect(f"{page}#domain-{domain.pk}")
