"""Downloads of labels, and asking for more of them."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState
from retour_core.labels.bulk import download_all
from retour_core.labels.downloads import DownloadPaper, download
from retour_core.labels.models import Label
from retour_core.labels.parcel_slips import NoSlipNeeded, parcel_slip
from retour_core.labels.parcels import add_parcel, give_back, renew_label, takes_labels
from retour_core.labels.placing import CannotPlace
from retour_core.labels.queries import ready_label
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from retour_portal.flow.access import submitted_page
from retour_portal.flow.labels import is_label_coming, private_file
from retour_portal.flow.messages import sentence_for
from retour_portal.flow.pages import message_page
from retour_portal.flow.paper import paper_asked, remember_paper
from retour_portal.flow.words import state_words

_COMING = frozenset({ReturnState.REQUESTED, ReturnState.LABEL_FAILED})


@submitted_page("GET", "HEAD")
def label(request: HttpRequest, ret: Return) -> HttpResponse:
    """On the paper asked for, there those of all parcels unless one is named; else as
    it was made. Always what counts now, whichever was printed before."""
    return _label_on(request, ret, paper_asked(request))


@submitted_page("GET", "HEAD")
def label_sheet(request: HttpRequest, ret: Return) -> HttpResponse:
    return _label_on(request, ret, DownloadPaper.A4)


def _label_on(
    request: HttpRequest, ret: Return, paper: DownloadPaper | None
) -> HttpResponse:
    parcel = asked_parcel(request)
    try:
        if paper is None or parcel is not None:
            made = download(_usable(ret), paper, parcel)
        else:
            made = download_all(_usable(ret), paper)
    except Label.DoesNotExist:
        return _no_label_yet(request, ret)
    except CannotPlace as refusal:
        return _not_on_this_paper(request, ret, parcel, refusal)
    response = HttpResponse(made.content, content_type=made.media_type)
    name = f"{_stem(ret, parcel)}{made.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if paper is not None:
        remember_paper(request, response, paper)
    return private_file(response)


def _not_on_this_paper(
    request: HttpRequest, ret: Return, parcel: int | None, refusal: CannotPlace
) -> HttpResponse:
    """Of several labels, each is to be had as it was made from the return's page."""
    more = {"back_url": reverse("flow:tracking", args=[ret.private_key])}
    original = reverse("flow:label", args=[ret.private_key])
    if parcel is not None:
        more["original_url"] = f"{original}?parcel={parcel}"
    elif ret.parcels == 1:
        more["original_url"] = original
    return message_page(
        request,
        title=_("The label does not go on this paper"),
        text=sentence_for(refusal),
        status=409,
        order_number=ret.order.number,
        more=more,
    )


@submitted_page("GET", "HEAD")
def slip(request: HttpRequest, ret: Return) -> HttpResponse:
    """What lies in a parcel whose label is printed elsewhere."""
    del request
    try:
        content = parcel_slip(ret)
    except NoSlipNeeded:
        return redirect("flow:tracking", private_key=ret.private_key)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{ret.rma_number}-slip.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return private_file(response)


@submitted_page("GET", "HEAD")
def drop_code(request: HttpRequest, ret: Return) -> HttpResponse:
    """The picture that takes the label's place at the counter."""
    try:
        ready = ready_label(_usable(ret), asked_parcel(request))
    except Label.DoesNotExist:
        return _no_label_yet(request, ret)
    if not ready.qr_code:
        return _no_label_yet(request, ret)
    picture = ready.qr_code.open("rb")
    return private_file(FileResponse(picture, content_type=ready.code_media_type))


@submitted_page("GET", "HEAD", "POST")
def labels(request: HttpRequest, ret: Return) -> HttpResponse:
    """One label more, a new one for a parcel, or one too many."""
    tracking_page = redirect("flow:tracking", private_key=ret.private_key)
    if request.method != "POST":
        return tracking_page
    number = _number(request.POST.get("parcel", ""))
    try:
        if "add" in request.POST:
            after = _number(request.POST.get("after", ""))
            add_parcel(ret, actor=CUSTOMER, after=after or ret.parcels)
        elif "give_back" in request.POST and number:
            give_back(ret, number, actor=CUSTOMER)
        elif "renew" in request.POST and number:
            renew_label(ret, number, actor=CUSTOMER)
    except DomainError as error:
        return message_page(
            request,
            title=_("There is no further label"),
            text=sentence_for(error),
            status=409,
            order_number=ret.order.number,
        )
    return tracking_page


def _usable(ret: Return) -> Return:
    if not takes_labels(ret):
        raise Label.DoesNotExist
    return ret


def asked_parcel(request: HttpRequest) -> int | None:
    return _number(request.GET.get("parcel", ""))


def _number(text: str) -> int | None:
    is_plain = text.isascii() and text.isdigit() and len(text) < 4
    return int(text) if is_plain else None


def _stem(ret: Return, parcel: int | None) -> str:
    is_one_of = parcel is not None and ret.parcels > 1
    return f"{ret.rma_number}-{parcel}" if is_one_of else ret.rma_number


def _no_label_yet(request: HttpRequest, ret: Return) -> HttpResponse:
    if is_label_coming(ret) or ret.current_state in _COMING:
        return redirect("flow:confirmation", private_key=ret.private_key)
    return message_page(
        request,
        title=_("There is no label to download"),
        text=state_words(ret.current_state, ret.method).following,
        status=404,
        order_number=ret.order.number,
    )
