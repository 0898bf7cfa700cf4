"""Customs papers of a return, and what staff should know to complete them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy

from retour_core.domain.customs import MissingFact
from retour_core.labels.customs import (
    CustomsPaper,
    NoPapersNeeded,
    customs_gaps,
    customs_paper,
    customs_parcels,
    needs_customs,
)
from retour_core.returns.models import Return
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.flow.label_files import asked_parcel

_FACTS = {
    MissingFact.HS_CODE: gettext_lazy("Customs tariff number (HS code): %(items)s"),
    MissingFact.ORIGIN: gettext_lazy("Country of origin: %(items)s"),
    MissingFact.WEIGHT: gettext_lazy("Weight: %(items)s"),
    MissingFact.VALUE: gettext_lazy("Value: %(items)s"),
}


@dataclass(frozen=True)
class CustomsPanel:
    """``gaps`` are sentences: what the customer has to fill in by hand."""

    gaps: list[str]
    parcels: list[int]


def customs_panel(ret: Return) -> CustomsPanel | None:
    """None where the parcel needs no papers."""
    if not needs_customs(ret):
        return None
    return CustomsPanel(
        [
            _FACTS[fact] % {"items": "; ".join(items)}
            for fact, items in customs_gaps(ret).items()
        ],
        customs_parcels(ret),
    )


class ReturnCustomsView(ObjectPage):
    """A paper of the parcel that is asked for, a gift's with its values, too."""

    paper = CustomsPaper.DECLARATION

    def get_rows(self) -> QuerySet[Return]:
        return Return.objects.submitted().select_related(
            "brand", "order", "return_address"
        )

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        try:
            made = customs_paper(self.object, self.paper, asked_parcel(self.request))
        except NoPapersNeeded:
            raise Http404 from None
        response = HttpResponse(made.content, content_type=made.media_type)
        name = f"{self.object.rma_number}{made.suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response
