"""Gift slips on an order's page: made, printed again, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from retour_core.labels.documents.slip import SlipPaper
from retour_core.labels.packing_slips import gift_slips
from retour_core.orders.gift_slips import (
    GiftLineUnknown,
    give_gift_slip,
    revoke_gift_slip,
)
from retour_core.orders.models import GiftSlip, Order
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.orders.slips import pdf_response


@dataclass(frozen=True)
class ShownSlip:
    """``titles`` is empty for the whole order."""

    row: GiftSlip
    titles: list[str]


def shown_slips(order: Order) -> list[ShownSlip]:
    """The newest first; prefetch ``gift_slips__lines`` before."""
    return [
        ShownSlip(
            slip, [] if slip.is_whole else [one.title for one in slip.lines.all()]
        )
        for slip in sorted(order.gift_slips.all(), key=lambda one: -one.pk)
    ]


class GiveSlipView(ObjectPage):
    """Makes a slip for the ticked lines, or finds the one there is."""

    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        order: Order = self.object
        chosen = request.POST.getlist("line")
        if not chosen:
            messages.error(request, _("Choose at least one item for the gift slip."))
            return _back(order)
        try:
            slip = give_gift_slip(
                order,
                by=request.user.get_username(),
                now=timezone.now(),
                line_ids=chosen,
            )
        except GiftLineUnknown:
            messages.error(
                request,
                _("The shop changed this order meanwhile. Choose the items again."),
            )
        else:
            said = _("Gift slip %(code)s can be printed.") % {"code": slip.code}
            messages.success(request, said)
        return _back(order)


class _OneSlip(ObjectPage):
    def slip(self) -> GiftSlip:
        """The order's own, else a 404."""
        found = GiftSlip.objects.filter(order=self.object, pk=self.kwargs["slip_pk"])
        slip = found.first()
        if slip is None:
            raise Http404
        return slip


class PrintSlipView(_OneSlip):
    paper = SlipPaper.A4

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        slip = self.slip()
        if slip.revoked_at is not None:
            raise Http404
        found = GiftSlip.objects.filter(pk=slip.pk)
        return pdf_response(gift_slips(found, self.paper), f"gift-slip-{slip.code}")


class RevokeSlipView(_OneSlip):
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        slip = self.slip()
        revoke_gift_slip(slip, now=timezone.now())
        said = _("Gift slip %(code)s opens nothing any more.") % {"code": slip.code}
        messages.success(request, said)
        return _back(self.object)


def _back(order: Order) -> HttpResponseRedirect:
    url = reverse("orders:inspect", args=[order.pk])
    return redirect(f"{url}#gift-slips-heading")
