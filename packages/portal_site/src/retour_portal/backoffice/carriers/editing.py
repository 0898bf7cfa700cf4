"""Adding and changing an account at a carrier."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import EditView

from retour_core.carriers.registry import carrier_classes
from retour_portal.backoffice.accounts_elsewhere import (
    AccountsElsewhere,
    AddAccount,
    ChooseKind,
    SavingAccount,
)
from retour_portal.backoffice.carriers.words import fault_words


class _Carriers(AccountsElsewhere):
    noun = "carriers"
    list_label = gettext_lazy("Carriers")
    known_words = gettext_lazy("Saved. The carrier knows the account.")

    def offered_kinds(self) -> dict[str, str]:
        """All but those that need a server which this installation has not."""
        servers = {
            "sandbox": settings.RETOUR_CARRIER_SANDBOX_URL,
            "karrio": settings.RETOUR_KARRIO_URL,
        }
        hidden = {kind for kind, server in servers.items() if not server}
        offered = carrier_classes().items()
        return {kind: str(made.name) for kind, made in offered if kind not in hidden}

    def fault_words(self, kind: str) -> str:
        return fault_words(kind)


class ChooseCarrier(_Carriers, ChooseKind):
    template_name = "retour_backoffice/carriers/choose.html"
    page_title = gettext_lazy("Add a carrier")


class AddAccountView(_Carriers, AddAccount):
    template_name = "retour_backoffice/carriers/form.html"
    page_title = gettext_lazy("Add a carrier")
    error_message = gettext_lazy("The carrier could not be added.")
    submit_button_label = gettext_lazy("Add the carrier")


class EditAccountView(_Carriers, SavingAccount, EditView):
    template_name = "retour_backoffice/carriers/form.html"
    error_message = gettext_lazy("The carrier could not be saved.")
