"""Forms for the parts of a settlement and for units that leave a return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from retour_core.returns.choices import ReplacementState
from retour_core.returns.models import Return
from retour_core.returns.part_models import ReplacementItem
from retour_core.returns.parts import latest_parts
from retour_portal.backoffice.returns.forms import ActionForm, RefundForm

_REFERENCE_LENGTH = 255


def _reference(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reference"),
        max_length=_REFERENCE_LENGTH,
        required=False,
        help_text=help_text,
    )


class SettleForm(RefundForm):
    """Money is asked for only where some is due."""

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        if not self.computed:
            for name in ("amount", "reason", "reference"):
                self.fields.pop(name, None)

    @property
    def money(self) -> int | None:
        amount: int | None = self.cleaned_data.get("amount")
        return amount


class SendBackForm(ActionForm):
    """A count for each line of which units are not in order."""

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        self.return_lines = [
            line for line in ret.lines.all() if line.received_not_good > line.sent_back
        ]
        for line in self.return_lines:
            most = line.received_not_good - line.sent_back
            self.fields[f"line-{line.pk}"] = forms.IntegerField(
                min_value=0,
                max_value=most,
                initial=most,
                label=line.order_line.title,
                help_text=ngettext(
                    "%(count)d is not in order.", "%(count)d are not in order.", most
                )
                % {"count": most},
            )

    def counts(self) -> Mapping[int, int]:
        return {
            line.pk: self.cleaned_data[f"line-{line.pk}"] for line in self.return_lines
        }


class CreditForm(ActionForm):
    code = forms.CharField(
        label=_("Code the customer uses"),
        max_length=64,
        help_text=_("Make a voucher of this code in your shop, or enter its own."),
    )
    reference = _reference(_("Your shop's number of the voucher, if it has one."))

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        credit = latest_parts(ret).credit
        self.fields["code"].initial = credit.code if credit else ""

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()


class FailureForm(ActionForm):
    message = forms.CharField(label=_("Why, for your colleagues"), max_length=255)


class _ItemForm(ActionForm):
    """One of the goods to be sent; a single one need not be chosen."""

    item = forms.ChoiceField(label=_("Item"))

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        self.waiting = {
            str(item.pk): item
            for item in latest_parts(ret).replacements
            if item.state == ReplacementState.TO_SEND
        }
        field = self.fields["item"]
        field.choices = [(pk, worded(item)) for pk, item in self.waiting.items()]  # type: ignore[attr-defined]
        field.initial = next(iter(self.waiting), "")

    @property
    def chosen(self) -> ReplacementItem:
        return self.waiting[self.cleaned_data["item"]]


class SentForm(_ItemForm):
    reference = _reference(_("The new order's number or the parcel's."))


class NotSentForm(_ItemForm):
    message = forms.CharField(label=_("Why, for your colleagues"), max_length=255)


def worded(item: ReplacementItem) -> str:
    parts = [f"{item.quantity} × {item.title}", item.variant, item.sku]
    return ", ".join(part for part in parts if part)
