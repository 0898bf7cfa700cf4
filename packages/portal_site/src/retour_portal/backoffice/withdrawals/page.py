from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.withdrawals.facts import facts_of
from retour_core.withdrawals.flags import flag_sentences
from retour_core.withdrawals.links import withdrawal_url
from retour_core.withdrawals.models import Decision, Withdrawal, WithdrawalQuerySet
from retour_core.withdrawals.operations import decide
from retour_core.withdrawals.queries import with_course
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.withdrawals.actions import (
    ACTIONS,
    CaseAction,
    is_undecided,
)
from retour_portal.backoffice.withdrawals.clocks import refund_clock, send_back_clock
from retour_portal.backoffice.withdrawals.forms import CaseForm, RefuseForm
from retour_portal.backoffice.withdrawals.words import (
    SPEAKS_FOR_REFUSAL,
    case_label,
    case_state,
    flag_kinds,
    mail_label,
    mail_state,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class OfferedAction:
    """An action as the page shows it; ``is_open`` unfolds its form."""

    action: CaseAction
    form: CaseForm
    url: str
    is_open: bool


class CasePage(ObjectPage):
    """What every screen about one withdrawal says above."""

    def get_rows(self) -> WithdrawalQuerySet:
        return with_course().select_related("order__shop")

    def get_page_title(self) -> str:
        return _("Withdrawal %(reference)s") % {"reference": self.object.reference}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        withdrawal: Withdrawal = self.object
        return super().get_context_data(
            **kwargs,
            case_state=case_state(withdrawal),
            case_label=case_label(withdrawal),
            flags=flag_sentences(withdrawal, locale=get_language() or "en"),
            facts=facts_of(withdrawal, locale=get_language() or "en"),
            is_undecided=is_undecided(withdrawal),
        )


class WithdrawalPage(CasePage):
    """Everything about one withdrawal on one screen, and what can be done next."""

    template_name = "retour_backoffice/withdrawals/page.html"
    bound: tuple[str, CaseForm] | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        withdrawal: Withdrawal = self.object
        return super().get_context_data(
            **kwargs,
            actions=self._offered(),
            clocks={
                "refund": refund_clock(withdrawal),
                "send_back": send_back_clock(withdrawal),
            },
            mail={"state": mail_state(withdrawal), "label": mail_label(withdrawal)},
            withdrawal_url=withdrawal_url(withdrawal),
        )

    def _offered(self) -> list[OfferedAction]:
        bound_name, bound_form = self.bound or ("", None)
        offered = [one for one in ACTIONS.values() if one.is_open(self.object)]
        return [
            OfferedAction(
                action,
                bound_form
                if bound_form is not None and action.name == bound_name
                else action.form(withdrawal=self.object),
                reverse(f"withdrawals:{action.name}", args=[self.object.pk]),
                is_open=action.name == bound_name
                or (not bound_name and position == 0 and action.weight == "primary"),
            )
            for position, action in enumerate(offered)
        ]


class WithdrawalActionView(WithdrawalPage):
    """Carries out one action: POST only, one operation, then back to the page."""

    permission_required = "change"
    http_method_names = ["post"]
    action_name = ""

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        action = ACTIONS[self.action_name]
        if not action.is_open(self.object):
            messages.error(request, _not_any_more())
            return redirect("withdrawals:inspect", self.object.pk)
        form = action.form(request.POST, withdrawal=self.object)
        if not form.is_valid():
            self.bound = (action.name, form)
            return self.refused()
        actor = Actor.staff(cast("User", request.user))
        try:
            told = action.perform(self.object, actor, form)
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, told)
        return redirect("withdrawals:inspect", self.object.pk)


class RefusePage(CasePage):
    """Asks for the reason and warns, before a customer is told no."""

    permission_required = "change"
    http_method_names = ["get", "head", "options", "post"]
    template_name = "retour_backoffice/withdrawals/refuse.html"
    form: RefuseForm | None = None

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_undecided(self.object):
            return self._closed(_request)
        return super().get(_request, *args, **kwargs)

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        if not is_undecided(self.object):
            return self._closed(request)
        self.form = RefuseForm(request.POST, withdrawal=self.object)
        if not self.form.is_valid():
            return self.refused()
        decide(
            self.object,
            Decision.REFUSED,
            reason=self.form.cleaned_data["reason"],
            actor=Actor.staff(cast("User", request.user)),
            now=timezone.now(),
        )
        messages.success(
            request, _("The withdrawal is refused, and the customer is told why.")
        )
        return redirect("withdrawals:inspect", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            **kwargs, form=self.form or RefuseForm(withdrawal=self.object)
        )
        kinds = [kind for kind, _params in self.object.flags]
        told = zip(kinds, context["flags"], strict=True)
        context["grounds"] = [text for kind, text in told if kind in SPEAKS_FOR_REFUSAL]
        context["is_only_possibly_late"] = _is_only_possibly_late(self.object)
        return context

    def _closed(self, request: HttpRequest) -> HttpResponseBase:
        messages.error(request, _not_any_more())
        return redirect("withdrawals:inspect", self.object.pk)


def _is_only_possibly_late(withdrawal: Withdrawal) -> bool:
    grounds = SPEAKS_FOR_REFUSAL.intersection(flag_kinds(withdrawal))
    return [kind.value for kind in grounds] == ["possibly_late"]


def _not_any_more() -> str:
    return _("This is not possible any more: somebody has dealt with it meanwhile.")
