"""Adding and changing an account at a carrier."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, EditView

from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier_classes
from retour_portal.backoffice.access import MANAGES_BRAND, brand_ids_with
from retour_portal.backoffice.carriers.words import fault_words
from retour_portal.backoffice.screen import Screen


def offered_kinds() -> list[tuple[str, str]]:
    """Kinds and names; the sandbox only where there is one."""
    servers = {
        "sandbox": settings.RETOUR_CARRIER_SANDBOX_URL,
        "karrio": settings.RETOUR_KARRIO_URL,
    }
    hidden = {kind for kind, server in servers.items() if not server}
    offered = carrier_classes().items()
    return [(kind, str(made.name)) for kind, made in offered if kind not in hidden]


def _listed() -> dict[str, Any]:
    return {"url": reverse("carriers:index"), "label": _("Carriers")}


class ChooseCarrier(Screen):
    """Step one: which carrier."""

    template_name = "retour_backoffice/carriers/choose.html"
    page_title = gettext_lazy("Add a carrier")
    permission_required = "add"

    def listed_under(self) -> dict[str, Any]:
        return _listed()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "offered": offered_kinds()}


class _Refusing:
    template_name = "retour_backoffice/carriers/form.html"
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        saved, fault = form.save_or_refuse()
        if not saved:
            view: Any = self
            view.produced_error_message = view.get_error_message()
            response: HttpResponse = view.form_invalid(form)
            return response
        if fault is None:
            messages.success(self.request, _("Saved. The carrier knows the account."))
        else:
            messages.warning(
                self.request,
                _("Saved. %(reason)s") % {"reason": fault_words(fault.kind)},
            )
        return redirect("carriers:inspect", form.instance.pk)

    def get_page_subtitle(self) -> str:
        return ""


class AddAccountView(_Refusing, CreateView):
    """Step two: the account."""

    page_title = gettext_lazy("Add a carrier")
    error_message = gettext_lazy("The carrier could not be added.")
    submit_button_label = gettext_lazy("Add the carrier")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if kwargs["kind"] not in dict(offered_kinds()):
            raise Http404
        super().setup(request, *args, **kwargs)

    def get_add_url(self) -> str:
        return reverse("carriers:add_account", args=[self.kwargs["kind"]])

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "instance": CarrierAccount(kind=self.kwargs["kind"])}

    def get_initial(self) -> dict[str, Any]:
        own = brand_ids_with(self.request.user, MANAGES_BRAND)
        name = dict(offered_kinds())[self.kwargs["kind"]]
        chosen = own if len(own) == 1 else []
        return {**super().get_initial(), "brands": chosen, "name": name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, _listed(), here]


class EditAccountView(_Refusing, EditView):
    error_message = gettext_lazy("The carrier could not be saved.")
