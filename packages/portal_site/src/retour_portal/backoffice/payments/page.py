"""The page of one account: how it stands, its test, its switch."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.payments.accounts import check_account, set_active
from retour_core.payments.models import PaymentAccount
from retour_portal.backoffice.carriers.words import state_of, state_words
from retour_portal.backoffice.object_page import ObjectAction, ObjectPage
from retour_portal.backoffice.payments.words import (
    fault_words,
    mode_words,
    service_words,
)


class AccountPage(ObjectPage):
    template_name = "retour_backoffice/payments/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account: PaymentAccount = self.object
        return super().get_context_data(
            **kwargs,
            service=service_words(account),
            mode=mode_words(account),
            state=state_of(account),
            state_words=state_words(account),
            fault=fault_words(account.last_fault_kind),
        )


class TestAccount(ObjectAction):
    def act(self, account: PaymentAccount) -> None:
        fault = check_account(account)
        if fault is None:
            told = _("The payment service knows the account.")
            messages.success(self.request, told)
        else:
            messages.error(self.request, fault_words(fault.kind))


class SwitchOff(ObjectAction):
    def act(self, account: PaymentAccount) -> None:
        set_active(account, active=False)
        told = _("Switched off: fees are kept back from the refund.")
        messages.success(self.request, told)


class SwitchOn(ObjectAction):
    def act(self, account: PaymentAccount) -> None:
        set_active(account, active=True)
        messages.success(self.request, _("Switched on."))
