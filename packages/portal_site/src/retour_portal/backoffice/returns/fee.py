"""What staff may do with the fee for a return's label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.domain.errors import DomainError
from retour_core.payments.otherwise import PaidBackWhen, paid_otherwise
from retour_core.payments.paying import release_unpaid
from retour_core.payments.refunding import refund_fee, retry_refund
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.returns.fee_forms import PaidOtherwiseForm
from retour_portal.backoffice.returns.page import AboutReturn, ReturnPage

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class _Act(AboutReturn):
    """Does something about the fee and leads back to the return."""

    permission_required = "change"
    http_method_names = ["post"]

    def act(self, ret: Return, actor: Actor) -> str:
        raise NotImplementedError

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        try:
            told = self.act(self.object, Actor.staff(cast("User", request.user)))
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, told)
        return redirect("returns:inspect", self.object.pk)


class ReleaseUnpaid(_Act):
    def act(self, ret: Return, actor: Actor) -> str:
        release_unpaid(ret, actor=actor)
        return _("The label is being made; the fee is kept back from the refund.")


class RefundFee(_Act):
    def act(self, ret: Return, actor: Actor) -> str:
        refund_fee(ret, actor=actor)
        return _("The return fee is being given back.")


class RetryRefund(_Act):
    def act(self, ret: Return, actor: Actor) -> str:
        del actor
        retry_refund(ret)
        return _("The payment service is asked once more.")


class PaidOtherwise(ReturnPage):
    """The merchant paid a fee back that the service could not give back."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        form = PaidOtherwiseForm(request.POST, ret=self.object)
        if not form.is_valid():
            return self._again(form)
        said = form.cleaned_data
        try:
            paid_otherwise(
                self.object,
                said["refund"],
                actor=Actor.staff(cast("User", request.user)),
                day=said["day"],
                how=said["how"],
            )
        except PaidBackWhen:
            form.add_error(
                "day", _("Enter a day from the payment of the fee up to today.")
            )
            return self._again(form)
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("The fee is noted as paid back otherwise."))
        return redirect("returns:inspect", self.object.pk)

    def _again(self, form: PaidOtherwiseForm) -> HttpResponseBase:
        self.fee_form = form
        return self.refused()
