from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from retour_core.payments.models import FeeRefund
from retour_core.returns.models import Return
from retour_portal.backoffice.day_input import DayInput
from retour_portal.backoffice.returns.forms import ActionForm


class PaidOtherwiseForm(ActionForm):
    """``refund`` keeps a form sent twice from marking another one."""

    refund = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Paid back on"),
        widget=DayInput(),
        error_messages={
            "required": _("Enter the day on which you paid it back."),
            "invalid": _("Enter a day like 2026-11-20."),
        },
    )
    how = forms.CharField(
        label=_("How"),
        max_length=255,
        help_text=_(
            "Such as “bank transfer, reference 4711”. It stays in the account of fees, "
            "so leave out bank details. The customer does not read it."
        ),
        error_messages={"required": _("Say how you paid it back.")},
    )

    def __init__(
        self, data: Any = None, *, ret: Return, refund: FeeRefund | None = None
    ) -> None:
        super().__init__(data, ret=ret)
        self.fields["refund"].initial = refund.pk if refund else None
        self.fields["day"].initial = timezone.localdate()
