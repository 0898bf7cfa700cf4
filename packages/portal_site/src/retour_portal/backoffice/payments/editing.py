"""Adding and changing an account at a payment service."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import EditView

from retour_core.payments.registry import provider_classes
from retour_portal.backoffice.accounts_elsewhere import (
    AccountsElsewhere,
    AddAccount,
    ChooseKind,
    SavingAccount,
)
from retour_portal.backoffice.payments.words import fault_words


class _Payments(AccountsElsewhere):
    noun = "payments"
    list_label = gettext_lazy("Payments")
    known_words = gettext_lazy("Saved. The payment service knows the account.")

    def offered_kinds(self) -> dict[str, str]:
        """The sandbox only where there is one."""
        hidden = set() if settings.RETOUR_PAYMENT_SANDBOX else {"sandbox"}
        offered = provider_classes().items()
        return {kind: str(made.name) for kind, made in offered if kind not in hidden}

    def fault_words(self, kind: str) -> str:
        return fault_words(kind)


class ChooseService(_Payments, ChooseKind):
    template_name = "retour_backoffice/payments/choose.html"
    page_title = gettext_lazy("Add a payment account")


class AddAccountView(_Payments, AddAccount):
    template_name = "retour_backoffice/payments/form.html"
    page_title = gettext_lazy("Add a payment account")
    error_message = gettext_lazy("The payment account could not be added.")
    submit_button_label = gettext_lazy("Add the account")


class EditAccountView(_Payments, SavingAccount, EditView):
    template_name = "retour_backoffice/payments/form.html"
    error_message = gettext_lazy("The payment account could not be saved.")
