from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.domain.withdrawal import RefundState
from retour_core.orders.models import Order, Shop
from retour_core.withdrawals.models import Withdrawal
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.withdrawals.candidates import (
    likely_orders,
    orders_of_number,
)
from retour_portal.backoffice.withdrawals.standing import standing_of


class CaseForm(forms.Form):
    """What an agent adds to an action on a withdrawal; some need nothing."""

    def __init__(self, data: Any = None, *, withdrawal: Withdrawal) -> None:
        super().__init__(data)
        self.withdrawal = withdrawal


class MatchForm(CaseForm):
    """One of the likely orders, or the number of another; cleans to ``found``."""

    order = forms.ChoiceField(
        label=gettext_lazy("Orders it may be about"),
        required=False,
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the order"), max_length=100, required=False
    )
    shop = forms.ModelChoiceField(
        label=gettext_lazy("Shop"),
        queryset=Shop.objects.none(),
        required=False,
        empty_label=gettext_lazy("whichever has this number"),
    )

    def __init__(self, data: Any = None, *, withdrawal: Withdrawal) -> None:
        super().__init__(data, withdrawal=withdrawal)
        self.likely = {str(order.pk): order for order in likely_orders(withdrawal)}
        shops = Shop.objects.filter(brand_id=withdrawal.brand_id).order_by("name")
        self.fields["shop"].queryset = shops  # type: ignore[attr-defined]
        if len(shops) < 2:
            del self.fields["shop"]
        if self.likely:
            choices = [(pk, _told(order)) for pk, order in self.likely.items()]
            self.fields["order"].choices = choices  # type: ignore[attr-defined]
            self.fields["number"].label = _("Number of another order")
        else:
            del self.fields["order"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        number = cleaned.get("number", "").strip()
        if number:
            cleaned["found"] = self._by_number(number, cleaned.get("shop"))
        elif cleaned.get("order"):
            cleaned["found"] = self.likely[cleaned["order"]]
        else:
            self.add_error("number", _("Choose an order or type its number."))
        return cleaned

    def _by_number(self, number: str, shop: Shop | None) -> Order | None:
        found = [
            order
            for order in orders_of_number(self.withdrawal, number)
            if shop is None or order.shop_id == shop.pk
        ]
        if len(found) == 1:
            return found[0]
        if found:
            self.add_error(
                "shop" if "shop" in self.fields else "number",
                _("Several orders have this number: choose the shop."),
            )
        else:
            self.add_error(
                "number",
                _("%(brand)s has no order with this number.")
                % {"brand": self.withdrawal.brand.name},
            )
        return None


class DatesForm(CaseForm):
    """Moments by hand, each once it is known; the fields are those of ``note_dates``.

    The browser's field has no seconds, so that the minute of the submission counts.
    """

    proof_at = forms.DateTimeField(label=gettext_lazy("Proof that the goods were sent"))
    received_at = forms.DateTimeField(label=gettext_lazy("Goods received"))
    refunded_at = forms.DateTimeField(label=gettext_lazy("Refunded"))

    def __init__(self, data: Any = None, *, withdrawal: Withdrawal) -> None:
        super().__init__(data, withdrawal=withdrawal)
        if not withdrawal.was_shipped:
            del self.fields["proof_at"], self.fields["received_at"]
        for name, field in self.fields.items():
            field.required = False
            field.widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
            noted = getattr(withdrawal, name)
            field.help_text = _noted(noted) if noted else ""
            # Named by Django itself only where it draws the whole form.
            if noted:
                field.widget.attrs["aria-describedby"] = f"id_{name}_helptext"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first = self.withdrawal.submitted_at.replace(second=0, microsecond=0)
        for name, moment in list(cleaned.items()):
            if moment is None:
                continue
            if moment > timezone.now():
                self.add_error(name, _("This is in the future."))
            elif moment < first:
                self.add_error(
                    name,
                    _("This is before the withdrawal (%(time)s).")
                    % {"time": _moment(first)},
                )
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Fill in at least one date."))
        return cleaned


class AcceptForm(CaseForm):
    """Asks once more while no refund is known: a closed case reminds nobody."""

    anyway = forms.BooleanField(
        label=gettext_lazy("Close it although no refund is noted"),
        error_messages={
            "required": gettext_lazy(
                "No refund is noted. Note its date first, or tick this: no list and no"
                " reminder shows a closed case."
            )
        },
    )

    def __init__(self, data: Any = None, *, withdrawal: Withdrawal) -> None:
        super().__init__(data, withdrawal=withdrawal)
        if standing_of(withdrawal).refund.state is RefundState.DONE:
            del self.fields["anyway"]


class RefuseForm(CaseForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason, as the customer will read it"),
        help_text=gettext_lazy(
            "Name the rule and the facts: which item, which day. It is sent by e-mail"
            " as you write it."
        ),
        max_length=2000,
        widget=forms.Textarea(
            attrs={"rows": 5, "aria-describedby": "id_reason_helptext"}
        ),
    )


def _told(order: Order) -> str:
    parts = (
        order.number,
        order.shop.name,
        order.customer_name,
        order.email,
        date_format(timezone.localtime(order.placed_at), "DATE_FORMAT"),
        money_text(order.total_incl_minor, order.currency),
    )
    return " · ".join(part for part in parts if part)


def _noted(moment: datetime) -> str:
    return _("Noted so far: %(time)s") % {"time": _moment(moment)}


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
