"""Adding and changing an account at a tracking service."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import EditView

from retour_core.tracking.trackers import TRACKERS
from retour_portal.backoffice.accounts_elsewhere import (
    AccountsElsewhere,
    AddAccount,
    ChooseKind,
    SavingAccount,
)
from retour_portal.backoffice.tracking_accounts.words import fault_words


class _Trackers(AccountsElsewhere):
    noun = "tracking-accounts"
    list_label = gettext_lazy("Tracking services")
    known_words = gettext_lazy("Saved. The service knows the account.")

    def offered_kinds(self) -> dict[str, str]:
        return {kind: str(made.name) for kind, made in TRACKERS.items()}

    def fault_words(self, kind: str) -> str:
        return fault_words(kind)


class ChooseTracker(_Trackers, ChooseKind):
    template_name = "retour_backoffice/tracking_accounts/choose.html"
    page_title = gettext_lazy("Add a tracking service")


class AddAccountView(_Trackers, AddAccount):
    template_name = "retour_backoffice/tracking_accounts/form.html"
    page_title = gettext_lazy("Add a tracking service")
    error_message = gettext_lazy("The tracking service could not be added.")
    submit_button_label = gettext_lazy("Add the tracking service")


class EditAccountView(_Trackers, SavingAccount, EditView):
    template_name = "retour_backoffice/tracking_accounts/form.html"
    error_message = gettext_lazy("The tracking service could not be saved.")
