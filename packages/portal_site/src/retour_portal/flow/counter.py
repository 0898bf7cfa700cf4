"""What a customer needs who brings the items to a store: a code, where, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from retour_core.accounts.queries import account_zone
from retour_core.counter.models import HandIn
from retour_core.counter.pictures import code_png
from retour_core.counter.queries import is_to_be_brought
from retour_core.domain.methods import ReturnMethod
from retour_core.returns.models import Return
from retour_portal.flow.access import submitted_page
from retour_portal.flow.deadline import deadlines_of
from retour_portal.flow.labels import private_file
from retour_portal.flow.presentation import day_text, moment_text
from retour_portal.places.stores import ShownStore, stores_of


@dataclass(frozen=True)
class CounterPanel:
    """``until`` is empty where no day can be told; ``stores`` where the brand has none
    in Retour."""

    code: str
    until: str
    stores: Sequence[ShownStore]


def counter_panel(ret: Return) -> CounterPanel | None:
    """None unless the items are to be brought to a store now; then at least two
    queries, else none."""
    if not is_to_be_brought(ret):
        return None
    by = deadlines_of(ret, now=timezone.now()).send_by
    return CounterPanel(
        code=ret.rma_number,
        until=day_text(by, ret.order) if by else "",
        stores=stores_of(ret.brand),
    )


def counter_receipt(ret: Return) -> str:
    """When and where the items were taken, as a sentence; empty where they were not.
    At most two queries."""
    if ret.method != ReturnMethod.IN_STORE:
        return ""
    proof = HandIn.objects.filter(parent=ret).first()
    if proof is None:
        return ""
    when = moment_text(proof.at, ZoneInfo(account_zone()), ret.order)
    if proof.place:
        return _("Handed in: %(when)s, %(store)s.") % {
            "when": when,
            "store": proof.place,
        }
    return _("Handed in: %(when)s.") % {"when": when}


@submitted_page("GET", "HEAD")
def counter_code(request: HttpRequest, ret: Return) -> HttpResponse:
    """The picture that the shop scans."""
    del request
    if not is_to_be_brought(ret):
        return redirect("flow:tracking", private_key=ret.private_key)
    picture = HttpResponse(code_png(ret.rma_number), content_type="image/png")
    return private_file(picture)
