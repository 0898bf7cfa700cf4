"""Adding and changing an account at a payment service."""

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

from retour_core.payments.models import PaymentAccount
from retour_core.payments.registry import provider_classes
from retour_portal.backoffice.access import MANAGES_BRAND, brand_ids_with
from retour_portal.backoffice.payments.words import fault_words
from retour_portal.backoffice.screen import Screen


def offered_kinds() -> list[tuple[str, str]]:
    """Kinds and names; the sandbox only where there is one."""
    hidden = set() if settings.RETOUR_PAYMENT_SANDBOX else {"sandbox"}
    offered = provider_classes().items()
    return [(kind, str(made.name)) for kind, made in offered if kind not in hidden]


def _listed() -> dict[str, Any]:
    return {"url": reverse("payments:index"), "label": _("Payments")}


class ChooseService(Screen):
    """Step one: which service."""

    template_name = "retour_backoffice/payments/choose.html"
    page_title = gettext_lazy("Add a payment account")
    permission_required = "add"

    def listed_under(self) -> dict[str, Any]:
        return _listed()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "offered": offered_kinds()}


class _Refusing:
    template_name = "retour_backoffice/payments/form.html"
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        saved, fault = form.save_or_refuse()
        if not saved:
            view: Any = self
            view.produced_error_message = view.get_error_message()
            response: HttpResponse = view.form_invalid(form)
            return response
        if fault is None:
            told = _("Saved. The payment service knows the account.")
            messages.success(self.request, told)
        else:
            told = _("Saved. %(reason)s") % {"reason": fault_words(fault.kind)}
            messages.warning(self.request, told)
        return redirect("payments:inspect", form.instance.pk)

    def get_page_subtitle(self) -> str:
        return ""


class AddAccountView(_Refusing, CreateView):
    """Step two: the account."""

    page_title = gettext_lazy("Add a payment account")
    error_message = gettext_lazy("The payment account could not be added.")
    submit_button_label = gettext_lazy("Add the account")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if kwargs["kind"] not in dict(offered_kinds()):
            raise Http404
        super().setup(request, *args, **kwargs)

    def get_add_url(self) -> str:
        return reverse("payments:add_account", args=[self.kwargs["kind"]])

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "instance": PaymentAccount(kind=self.kwargs["kind"])}

    def get_initial(self) -> dict[str, Any]:
        own = brand_ids_with(self.request.user, MANAGES_BRAND)
        name = dict(offered_kinds())[self.kwargs["kind"]]
        chosen = own[0] if len(own) == 1 else None
        return {**super().get_initial(), "brand": chosen, "name": name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, _listed(), here]


class EditAccountView(_Refusing, EditView):
    error_message = gettext_lazy("The payment account could not be saved.")
