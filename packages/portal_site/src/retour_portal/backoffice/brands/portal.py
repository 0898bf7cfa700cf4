"""Returns → Return portal: what each brand's portal does with unshipped orders."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.brands.models import Brand
from retour_core.brands.operations import set_return_portal
from retour_portal.backoffice.brands.forms import ReturnPortalForm, consequences
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.screen import Screen


class ReturnPortalPage(Screen):
    """A form for each brand its user administers, with a Save of its own."""

    permission_required = "change"
    page_title = gettext_lazy("Return portal")
    template_name = "retour_backoffice/brands/return_portal.html"
    bound: ReturnPortalForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brands = list(
            scoped(Brand.objects.order_by("name"), self.request.user, "change")
        )
        told = consequences(brands)
        context: dict[str, Any] = super().get_context_data(
            **kwargs, forms=[(self._form(brand), told[brand.pk]) for brand in brands]
        )
        return context

    def _form(self, brand: Brand) -> ReturnPortalForm:
        if self.bound is not None and self.bound.instance.pk == brand.pk:
            return self.bound
        return ReturnPortalForm(instance=brand, prefix=f"brand-{brand.pk}")


class SavePortalView(ReturnPortalPage):
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        brand = get_object_or_404(Brand, pk=kwargs["pk"])
        prefix = f"brand-{brand.pk}"
        form = ReturnPortalForm(request.POST, instance=brand, prefix=prefix)
        if not form.is_valid():
            self.bound = form
            return self.refused()
        data = form.cleaned_data
        set_return_portal(
            brand,
            allow=data["allow_unshipped_returns"],
            message=data["unshipped_message"],
            support_url=data["support_url"],
            languages=data["languages"],
        )
        sentence = (
            _("%(brand)s takes back orders that show no outbound shipment.")
            if data["allow_unshipped_returns"]
            else _("%(brand)s takes back only orders that show an outbound shipment.")
        )
        messages.success(request, sentence % {"brand": brand.name})
        return redirect("return-portal:index")
