from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView

from retour_core.brands.addresses import written_lines
from retour_core.brands.models import ReturnAddress, SenderAddress
from retour_core.domain.countries import country_name
from retour_portal.backoffice.addresses.forms import SenderAddressForm
from retour_portal.backoffice.addresses.return_address_form import ReturnAddressForm
from retour_portal.backoffice.listing import ListingView
from retour_portal.backoffice.scoping import BrandScopedViewSet

_TEMPLATE = "retour_backoffice/addresses/form.html"


class AddAddressView(CreateView):
    """``?brand=`` says whose address it is likely to be."""

    template_name = _TEMPLATE

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "brand": self.request.GET.get("brand")}


class EditAddressView(EditView):
    """Shows beside the form how a label writes the address."""

    template_name = _TEMPLATE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        written = written_lines(self.object, locale=get_language() or "en")
        context: dict[str, Any] = super().get_context_data(
            **kwargs, written_lines=written
        )
        return context


class DeleteAddressView(DeleteView):
    """An address that is in use stays: labels or rules name it."""

    refusal: Any = _("Returns go to this address, so it cannot be deleted.")

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, self.refusal)
            return redirect(self.index_url_name)
        return response


class DeleteSenderAddressView(DeleteAddressView):
    refusal = _("Shipping rules name this address: change or delete them first.")


class ReturnAddressListing(ListingView):
    queryset = ReturnAddress.objects.select_related("brand")
    show_list_buttons = True


class SenderAddressListing(ListingView):
    queryset = SenderAddress.objects.select_related("brand")
    show_list_buttons = True


def _country(address: ReturnAddress | SenderAddress) -> str:
    return country_name(address.country, get_language() or "en")


class AddressViewSet(BrandScopedViewSet):
    icon = "retour-address"
    offered = frozenset({"index", "add", "edit", "delete", "history"})
    ordering = "label"
    list_display = [
        "label",
        Column("brand", label=_("Brand"), accessor="brand.name"),
        Column("company", label=_("Company")),
        Column("city", label=_("City")),
        Column("country", label=_("Country"), accessor=_country),
        BooleanColumn("is_store", label=_("Store")),
    ]
    list_filter = ["brand", "is_store"]
    search_fields = ["label", "company", "city", "postal_code"]
    list_export = [
        "label", "brand.name", "company", "contact", "street", "street2",
        "postal_code", "city", "region", "country", "phone", "email",
        "vat_number", "eori_number", "is_store",
    ]  # fmt: skip
    export_headings = {"brand.name": _("Brand")}
    add_view_class = AddAddressView
    edit_view_class = EditAddressView


class ReturnAddressViewSet(AddressViewSet):
    model = ReturnAddress
    name = "return-addresses"
    menu_label = _("Return addresses")
    list_display = [
        *AddressViewSet.list_display,
        BooleanColumn("is_default", label=_("Default")),
    ]
    list_export = [
        *AddressViewSet.list_export,
        "is_default", "hours_text", "latitude", "longitude",
    ]  # fmt: skip
    export_headings = {
        **AddressViewSet.export_headings,
        "hours_text": _("Opening hours"),
    }
    export_filename = "return-addresses"
    index_view_class = ReturnAddressListing
    delete_view_class = DeleteAddressView
    model_form = ReturnAddressForm


class SenderAddressViewSet(AddressViewSet):
    model = SenderAddress
    name = "sender-addresses"
    menu_label = _("Sender addresses")
    export_filename = "sender-addresses"
    index_view_class = SenderAddressListing
    delete_view_class = DeleteSenderAddressView
    model_form = SenderAddressForm
