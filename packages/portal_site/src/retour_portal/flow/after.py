"""Pages of a submitted return: confirmation, tracking, cancelling."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from retour_core.carriers.own.adapter import OwnLabel
from retour_core.domain.couriers import couriers_of
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import CUSTOMER_MAY_CANCEL, ReturnState
from retour_core.labels.customs import customs_parcels, needs_customs
from retour_core.labels.models import Label
from retour_core.labels.parcel_slips import needs_slip
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.changing import may_start_over, other_methods
from retour_core.returns.estimating import expected_refund
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel as cancel_return
from retour_core.returns.parts import has_failed, parts_of_lines
from retour_portal.flow.access import submitted_page
from retour_portal.flow.counter import counter_panel, counter_receipt
from retour_portal.flow.deadline import calendar_of, deadlines_of
from retour_portal.flow.handover import CANCELLING, handover_of
from retour_portal.flow.labels import is_label_coming, labels_shown, private_file
from retour_portal.flow.messages import sentence_for
from retour_portal.flow.pages import message_page
from retour_portal.flow.paper import paper_choices
from retour_portal.flow.paying import fee_panel
from retour_portal.flow.presentation import (
    address_lines,
    day_text,
    item_rows,
    money_text,
    timeline,
    worth_text,
)
from retour_portal.flow.queries import chosen_lines
from retour_portal.flow.scans import parcels_shown
from retour_portal.flow.settlement import (
    less_because,
    part_rows,
    refund_told,
    words_of,
)
from retour_portal.flow.thread import thread_link
from retour_portal.flow.ways import way
from retour_portal.flow.withdrawal.known import query_of
from retour_portal.flow.words import state_words
from retour_portal.places.nearby import DROP_OFF_METHODS, Nearby, nearby

# What was accepted and came to nothing may be asked for once more.
_BEGUN_ANEW = frozenset({ReturnState.CANCELLED, ReturnState.EXPIRED})


@submitted_page("GET", "HEAD")
def confirmation(request: HttpRequest, ret: Return) -> HttpResponse:
    """Until it is on its way or off; from then on its own page tells what is true."""
    if ret.current_state not in CUSTOMER_MAY_CANCEL:
        return redirect("flow:tracking", private_key=ret.private_key)
    context = _label_context(request, ret)
    # What has to come before the customer can do their part.
    is_before = ret.method and ret.current_state is not ReturnState.READY
    is_asked = ret.current_state is ReturnState.REQUESTED
    before = context["words"].following if is_before or is_asked else ""
    context["before"] = before
    # Elsewhere there is nothing to change for: it has only just been chosen.
    context["may_change"] = context["is_delayed"] and may_start_over(ret)
    return render(request, "retour/flow/confirmation.html", context)


@submitted_page("GET", "HEAD")
def tracking(request: HttpRequest, ret: Return) -> HttpResponse:
    prefetch_related_objects([ret], "events")
    deadlines = deadlines_of(ret, now=timezone.now())
    send_by = deadlines.send_by
    shared = _label_context(request, ret)
    context = shared | {
        "timeline": timeline(ret),
        "thread": thread_link(ret),
        "send_by": day_text(send_by, ret.order) if send_by else "",
        "money_by": deadlines.money if shared["has_money"] else "",
        "parcels": parcels_shown(ret),
        "may_change": bool(other_methods(ret)) or may_start_over(ret),
        "may_begin_anew": ret.current_state in _BEGUN_ANEW,
        "may_add_parcel": shared["labels"].may_add(ret),
    }
    return render(request, "retour/flow/tracking.html", context)


@submitted_page("GET", "HEAD")
def status(request: HttpRequest, ret: Return) -> HttpResponse:
    """What a waiting page asks for: the state, whether waiting is over, and whether
    there is news of a parcel."""
    del request
    waiting = is_label_coming(ret) or labels_shown(ret).is_waiting
    parcels = parcels_shown(ret)
    return JsonResponse(
        {
            "state": ret.state,
            "waiting": waiting,
            "version": parcels.version,
            "following": parcels.is_followed,
        }
    )


@submitted_page("GET", "HEAD")
def deadline(request: HttpRequest, ret: Return) -> HttpResponse:
    """The last day to send, for the customer's calendar."""
    del request
    prefetch_related_objects([ret], "events")
    now = timezone.now()
    day = deadlines_of(ret, now=now).send_by
    if day is None:
        return redirect("flow:tracking", private_key=ret.private_key)
    entry = calendar_of(ret, day, now=now)
    response = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    name = f"{ret.rma_number}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return private_file(response)


@submitted_page("GET", "HEAD", "POST")
def cancel(request: HttpRequest, ret: Return) -> HttpResponse:
    tracking_page = redirect("flow:tracking", private_key=ret.private_key)
    if request.method != "POST":
        if ret.current_state not in CUSTOMER_MAY_CANCEL:
            return tracking_page
        context = _context(ret)
        has_something = context["labels"].usable or context["counter"]
        asked = context["handover"].cancelling if has_something else CANCELLING
        told = {"cancelling": asked % {"rma": ret.rma_number}}
        return render(request, "retour/flow/cancel.html", context | told)
    if ret.current_state is ReturnState.CANCELLED:
        return tracking_page
    try:
        cancel_return(ret, actor=CUSTOMER)
    except DomainError as error:
        return message_page(
            request,
            title=_("This return cannot be cancelled"),
            text=sentence_for(error),
            status=409,
            order_number=ret.order.number,
        )
    return tracking_page


def _nearby(ret: Return, label: Label | None) -> Nearby | None:
    """Where to hand it in, as long as that is to be done."""
    if label is None or ret.current_state is not ReturnState.READY:
        return None
    if ret.method not in DROP_OFF_METHODS:
        return None
    couriers = couriers_of(
        label.carrier, number=label.tracking_number, service=label.service
    )
    return nearby(ret, carriers=couriers) if couriers else None


def _context(ret: Return) -> dict[str, Any]:
    """Shared by every page of a submitted return; five queries, and
    those for the drop-off points near by once there is a label."""
    lines = chosen_lines(ret)
    estimates = {line.pk: line.refund_minor for line in lines}
    parts = parts_of_lines(ret, lines)
    decided, state = refund_told(parts), ret.current_state
    amount = decided.amount_minor if decided else expected_refund(ret, lines)
    labels = labels_shown(ret)
    counter = counter_panel(ret)
    is_brought = ret.method == ReturnMethod.IN_STORE
    needs_address = not (counter and counter.stores) and (counter or not is_brought)
    return {
        "ret": ret,
        "order_number": ret.order.number,
        "rows": item_rows(ret, lines, estimates),
        "total": money_text(amount, ret.order),
        "is_decided": decided is not None,
        "less_because": less_because(ret, decided),
        "has_refund_failed": decided is not None and has_failed(decided),
        "is_paid": state is ReturnState.SETTLED,
        "is_over": not ret.holds_units,
        "words": words_of(ret, state_words(state, ret.method), parts),
        "has_money": not ret.is_gift and amount > 0,
        "parts": part_rows(parts, lambda minor: worth_text(minor, ret)),
        "handover": handover_of(ret.method),
        "way": way(ReturnMethod(ret.method)) if ret.method else None,
        "is_own_carrier": ret.method == ReturnMethod.OWN_CARRIER,
        "fee": fee_panel(ret),
        "is_waiting": is_label_coming(ret),
        "is_delayed": state is ReturnState.LABEL_FAILED,
        "labels": labels,
        "needs_slip": needs_slip(ret),
        "customs_parcels": customs_parcels(ret) if needs_customs(ret) else [],
        "nearby": _nearby(ret, labels.usable),
        "counter": counter,
        "receipt": counter_receipt(ret),
        "return_address": address_lines(ret.return_address)
        if ret.method and needs_address
        else [],
        "withdrawal_query": query_of(ret),
        "may_cancel": state in CUSTOMER_MAY_CANCEL,
    }


def _label_context(request: HttpRequest, ret: Return) -> dict[str, Any]:
    """The same, with what the label's panel asks."""
    context = _context(ret)
    label = context["labels"].usable
    return context | {
        "papers": paper_choices(request),
        "is_carriers_label": label is not None and label.carrier != OwnLabel.kind,
    }
