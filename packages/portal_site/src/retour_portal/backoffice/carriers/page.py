"""The page of one account: how it stands, its test, its switch."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import check_account, set_active
from retour_core.domain.countries import country_name
from retour_core.policies.queries import rules_preferring
from retour_core.returns.choices import MethodChoices
from retour_portal.backoffice.carriers.doubts import doubts_of
from retour_portal.backoffice.carriers.words import (
    carrier_state,
    carrier_state_words,
    carrier_words,
    fault_words,
    range_of,
)
from retour_portal.backoffice.object_page import ObjectAction, ObjectPage


class AccountPage(ObjectPage):
    template_name = "retour_backoffice/carriers/page.html"

    def get_rows(self) -> QuerySet[CarrierAccount]:
        return CarrierAccount.objects.prefetch_related("brands")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account: CarrierAccount = self.object
        locale = get_language() or "en"
        return super().get_context_data(
            **kwargs,
            carrier=carrier_words(account),
            state=carrier_state(account),
            state_words=carrier_state_words(account),
            fault=fault_words(account.last_fault_kind),
            numbers=range_of(account),
            **doubts_of(account),
            rules=rules_preferring([account])[account.pk],
            brands=sorted(account.brands.all(), key=lambda brand: brand.name),
            countries=[country_name(code, locale) for code in account.countries],
            methods=[str(MethodChoices(value).label) for value in account.methods],
        )


class TestAccount(ObjectAction):
    def act(self, account: CarrierAccount) -> None:
        fault = check_account(account)
        if fault is None:
            messages.success(self.request, _("The carrier knows the account."))
        else:
            messages.error(self.request, fault_words(fault.kind))


class SwitchOff(ObjectAction):
    def act(self, account: CarrierAccount) -> None:
        set_active(account, active=False)
        messages.success(self.request, _("Switched off: no new label is bought there."))


class SwitchOn(ObjectAction):
    def act(self, account: CarrierAccount) -> None:
        set_active(account, active=True)
        messages.success(self.request, _("Switched on."))
