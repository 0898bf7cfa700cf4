"""The customs papers of a return that leaves a customs territory."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from retour_core.labels.customs import CustomsPaper, NoPapersNeeded, customs_paper
from retour_core.returns.models import Return
from retour_portal.flow.access import submitted_page
from retour_portal.flow.label_files import asked_parcel


@submitted_page("GET", "HEAD")
def declaration(request: HttpRequest, ret: Return) -> HttpResponse:
    return _paper(request, ret, CustomsPaper.DECLARATION)


@submitted_page("GET", "HEAD")
def invoice(request: HttpRequest, ret: Return) -> HttpResponse:
    return _paper(request, ret, CustomsPaper.INVOICE)


def _paper(request: HttpRequest, ret: Return, paper: CustomsPaper) -> HttpResponse:
    """Of the parcel that the address names, or of the first."""
    try:
        made = customs_paper(ret, paper, asked_parcel(request), shows_values=False)
    except NoPapersNeeded:
        return redirect("flow:tracking", private_key=ret.private_key)
    response = HttpResponse(made.content, content_type=made.media_type)
    name = f"{ret.rma_number}{made.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
