"""Step one of connecting a shop, and changing what was said there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import CreateView, EditView

from retour_core.orders.models import Shop
from retour_core.orders.shops import ShopConnectedAlready
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.refusing import refused
from retour_portal.backoffice.shops.words import taken_words


class _NotTwice:
    """Answers a shop that is connected already at the form, with the way to it."""

    template_name = "retour_backoffice/shops/form.html"
    existing: Shop | None = None
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except ShopConnectedAlready as refusal:
            return self._taken(form, refusal.existing)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            **kwargs
        )
        return {**context, "existing": self.existing}

    def _taken(self, form: Any, existing: Shop) -> HttpResponse:
        rows = Shop.objects.filter(pk=existing.pk)
        may_see = scoped(rows, self.request.user).exists()
        self.existing = existing if may_see else None
        field = "url" if form.cleaned_data["url"] else "name"
        form.add_error(field, taken_words(existing, may_see=may_see))
        return refused(self, form)


class ConnectShopView(_NotTwice, CreateView):
    """Leads on to the page with what is to be done in the shop."""

    page_title = gettext_lazy("Connect a shop")
    page_subtitle = ""
    error_message = gettext_lazy("The shop could not be connected.")
    submit_button_label = gettext_lazy("Connect the shop")
    submit_button_active_label = gettext_lazy("Connecting…")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse("shops:index"), _("Shops"))

    def get_page_subtitle(self) -> str:
        return ""

    def get_success_url(self) -> str:
        return reverse("shops:connect", args=[self.object.pk])

    def get_success_message(self, instance: Shop) -> str:
        return _("“%(name)s” is added.") % {"name": instance.name}

    def get_success_buttons(self) -> list[Any]:
        return []


class EditShopView(_NotTwice, EditView):
    error_message = gettext_lazy("The shop could not be saved.")

    def get_success_url(self) -> str:
        return reverse("shops:inspect", args=[self.object.pk])

    def get_success_message(self) -> str:
        return _("“%(name)s” is saved.") % {"name": self.object.name}

    def get_success_buttons(self) -> list[Any]:
        return []
