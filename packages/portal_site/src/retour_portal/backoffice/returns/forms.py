from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.domain.money import Money
from retour_core.domain.policies import RequestKind
from retour_core.returns.breakdown import left_to_refund
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.receiving import Received
from retour_core.returns.refund_models import MAX_REASON
from retour_core.returns.refunding import refundable
from retour_portal.backoffice.amount_field import AmountField
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.returns.ready_texts import ready_texts


class ActionForm(forms.Form):
    """What an agent adds to an action on ``ret``; some actions need nothing."""

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data)
        self.ret = ret


class KeptForm(ActionForm):
    """To be confirmed where the items have a way back: nothing undoes it."""

    sure = forms.BooleanField(
        label=_("Yes, the customer keeps all items."),
        error_messages={"required": _("Tick this to confirm it.")},
    )

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        if not ret.method:
            del self.fields["sure"]


class RejectForm(ActionForm):
    """Cleans to ``reason``: what was written, else the ready-made text."""

    ready = forms.ChoiceField(
        label=_("Ready-made text"),
        required=False,
        widget=forms.Select(attrs={"data-fills": "reason"}),
        help_text=_("In the customer’s language."),
    )
    reason = forms.CharField(
        label=_("Reason, as the customer will read it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your own words count; empty, the ready-made text is sent."),
    )

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        texts = [(text, text) for text in ready_texts(ret)]
        field: Any = self.fields["ready"]
        field.choices = [("", _("none, I write my own")), *texts]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["reason"] = cleaned.get("reason") or cleaned.get("ready", "")
        if not cleaned["reason"] and not self.errors:
            self.add_error("reason", _("Write a reason, or choose a ready-made text."))
        return cleaned


class ReceiveForm(ActionForm):
    """Two counts for each line; without a change all of the first box came in order,
    and nothing of a further one. ``after`` keeps a form sent twice from counting
    twice."""

    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        lines = list(ret.lines.all())
        seen = sum(line.received for line in lines)
        self.is_further = bool(seen)
        self.return_lines = [line for line in lines if line.missing]
        self.fields["after"].initial = seen
        for line in self.return_lines:
            likely = 0 if seen else line.missing
            for part, count in (("good", likely), ("not_good", 0)):
                self.fields[self._name(line, part)] = forms.IntegerField(
                    min_value=0,
                    max_value=line.missing,
                    initial=count,
                    label=_("In order") if part == "good" else _("Not in order"),
                )

    def rows(self) -> list[tuple[ReturnLine, forms.BoundField, forms.BoundField]]:
        return [
            (line, self[self._name(line, "good")], self[self._name(line, "not_good")])
            for line in self.return_lines
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for line in self.return_lines:
            good = cleaned.get(self._name(line, "good"), 0)
            not_good = cleaned.get(self._name(line, "not_good"), 0)
            if good + not_good > line.missing:
                self.add_error(
                    self._name(line, "good"),
                    _("Only %(count)d were announced.") % {"count": line.missing},
                )
        return cleaned

    def counted(self) -> Mapping[int, Received]:
        return {
            line.pk: Received(
                good=self.cleaned_data[self._name(line, "good")],
                not_good=self.cleaned_data[self._name(line, "not_good")],
            )
            for line in self.return_lines
        }

    @staticmethod
    def _name(line: ReturnLine, part: str) -> str:
        return f"line-{line.pk}-{part}"


_REASON_NEEDED = _(
    "Needed only if you pay back less than computed. The customer reads it on their"
    " page and in the e-mail."
)
# CRD art. 14(2)
_REASON_OF_WITHDRAWAL = _(
    "After a withdrawal only the value may be kept back that the goods lost by handling"
    " beyond what is necessary to see what they are and how they work (directive"
    " 2011/83/EU, art. 14(2))."
)


class RefundForm(ActionForm):
    """``amount`` cleans to minor units of the order's currency; ``reason`` is needed
    where it is less than computed. A gift's has none: no price is told of it."""

    reason = forms.CharField(
        label=_("Reason for the customer"),
        max_length=MAX_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_REASON_NEEDED,
    )
    reference = forms.CharField(
        label=_("Reference of the payment"),
        max_length=255,
        required=False,
        help_text=_("Your bank's or gateway's number; shown in the timeline."),
    )

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        self.currency = currency = ret.order.currency
        self.computed = computed = refundable(ret)
        self.fields["amount"] = AmountField(
            currency=currency,
            label=_("Amount in %(currency)s") % {"currency": currency},
            initial=Money(computed, currency).to_string(),
        )
        if ret.is_gift:
            del self.fields["reason"]
        elif ret.kind == RequestKind.WITHDRAWAL:
            told = f"{_REASON_NEEDED} {_REASON_OF_WITHDRAWAL}"
            self.fields["reason"].help_text = told
        self.order_fields(["amount", "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        amount = cleaned.get("amount")
        is_less = amount is not None and amount < self.computed
        if is_less and cleaned.get("reason") == "":
            told = money_text(self.computed, self.currency)
            self.add_error(
                "reason",
                _("Say why it is less than %(amount)s.") % {"amount": told},
            )
        return cleaned

    def clean_amount(self) -> int:
        minor: int = self.cleaned_data["amount"]
        # As far as money goes: what becomes store credit is checked when it is decided.
        most = left_to_refund(self.ret)
        if minor > most:
            raise forms.ValidationError(
                _("At most %(amount)s: no more is left of what was paid.")
                % {"amount": money_text(most, self.currency)}
            )
        return minor
