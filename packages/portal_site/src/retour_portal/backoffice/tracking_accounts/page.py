"""The page of one account: how it stands, its test, its switch."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.tracking.accounts import check_account, set_active
from retour_core.tracking.models import TrackingAccount
from retour_portal.backoffice.carriers.words import state_of, state_words
from retour_portal.backoffice.object_page import ObjectAction, ObjectPage
from retour_portal.backoffice.tracking_accounts.words import (
    fault_words,
    tracker_words,
)


class AccountPage(ObjectPage):
    template_name = "retour_backoffice/tracking_accounts/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account: TrackingAccount = self.object
        registered = account.parcels.exclude(tracker_ref="").count()
        return super().get_context_data(
            **kwargs,
            service=tracker_words(account),
            state=state_of(account),
            state_words=state_words(account),
            fault=fault_words(account.last_fault_kind),
            brands=list(account.brands.order_by("name")),
            registered=registered,
        )


class TestAccount(ObjectAction):
    def act(self, account: TrackingAccount) -> None:
        fault = check_account(account)
        if fault is None:
            messages.success(self.request, _("The service knows the account."))
        else:
            messages.error(self.request, fault_words(fault.kind))


class SwitchOff(ObjectAction):
    def act(self, account: TrackingAccount) -> None:
        set_active(account, active=False)
        told = _("Switched off: no new number is registered there.")
        messages.success(self.request, told)


class SwitchOn(ObjectAction):
    def act(self, account: TrackingAccount) -> None:
        set_active(account, active=True)
        messages.success(self.request, _("Switched on."))
