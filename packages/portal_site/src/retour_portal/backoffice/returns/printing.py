"""Labels on the paper that is in the staff's printer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from retour_core.brands.models import Brand
from retour_core.domain.policies import MOST_PARCELS
from retour_core.labels.bulk import BULK_PAPERS, labels_to_print, pile_of
from retour_core.labels.downloads import DownloadPaper, download
from retour_core.labels.models import Label
from retour_core.labels.placing import CannotPlace
from retour_core.returns.models import Return
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.returns.listing import ReturnListing
from retour_portal.backoffice.returns.placing_words import reason_of

AS_MADE = "made"
PAPERS = {
    AS_MADE: gettext_lazy("as it was made"),
    DownloadPaper.A6: "A6",
    DownloadPaper.INCHES_4X6: gettext_lazy("4 × 6 inches"),
    DownloadPaper.A4: "A4",
    DownloadPaper.ZPL: gettext_lazy("ZPL, 203 dpi"),
    DownloadPaper.ZPL_300: gettext_lazy("ZPL, 300 dpi"),
    DownloadPaper.PNG: "PNG",
}
_PARCELS = {str(number): number for number in range(1, MOST_PARCELS + 1)}
_KEPT_FOR = timedelta(days=365)


def printers_paper(request: HttpRequest, brand: Brand) -> str:
    """What was chosen last for this brand at this desk; its printer stands there."""
    before = request.COOKIES.get(_cookie(brand), "")
    return before if before in PAPERS else AS_MADE


def _cookie(brand: Brand) -> str:
    return f"retour_printer_{brand.pk}"


def _remember(response: HttpResponse, brand: Brand, paper: str) -> None:
    response.set_cookie(
        _cookie(brand),
        paper,
        max_age=_KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


class ReturnLabelView(ObjectPage):
    """The label on the paper asked for, which lies below no public address."""

    def get_rows(self) -> QuerySet[Return]:
        return Return.objects.submitted().select_related(
            "brand", "order", "return_address"
        )

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        request: HttpRequest = self.request
        ret: Return = self.object
        asked = request.GET.get("paper", AS_MADE)
        parcel = request.GET.get("parcel", "")
        if asked not in PAPERS or (parcel and parcel not in _PARCELS):
            raise Http404
        paper = None if asked == AS_MADE else DownloadPaper(asked)
        try:
            made = download(ret, paper, _PARCELS.get(parcel))
        except Label.DoesNotExist:
            raise Http404 from None
        except CannotPlace as refusal:
            messages.error(request, reason_of(refusal))
            return redirect("returns:inspect", ret.pk)
        response = HttpResponse(made.content, content_type=made.media_type)
        number = f"-{parcel}" if parcel else ""
        name = f"{ret.rma_number}{number}{made.suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        _remember(response, ret.brand, asked)
        return response


class ReturnLabelsView(ReturnListing):
    """The labels of all returns that the list shows, as one PDF."""

    def get(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        asked = request.GET.get("paper", DownloadPaper.A6)
        if asked not in BULK_PAPERS:
            raise Http404
        pile = pile_of(
            labels_to_print(self.filter_queryset(self.get_queryset())),
            DownloadPaper(asked),
        )
        for label, refusal in pile.left_out:
            number = label.parent.rma_number
            messages.warning(request, f"{number}: {reason_of(refusal)}")
        if pile.content is None:
            messages.error(request, _("None of these returns has a label to print."))
            return redirect("returns:index")
        response = HttpResponse(pile.content, content_type="application/pdf")
        words = ngettext("%(count)s label", "%(count)s labels", pile.printed)
        name = words % {"count": pile.printed}
        response["Content-Disposition"] = f'attachment; filename="{name}-{asked}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response
