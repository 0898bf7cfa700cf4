"""For tills: a scanned code shows the return it names, and hands it in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Router
from pydantic import BaseModel

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.api.idempotency import idempotent
from retour_core.counter.models import HandIn
from retour_core.counter.operations import Accepting, hand_in
from retour_core.counter.queries import AtCounter, at_counter, find_at_counter
from retour_core.domain.errors import DomainError
from retour_core.domain.wire import Wire, printable
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return

router = Router(tags=["returns"])
READ, WRITE = ShopToken(Scope.RETURNS_READ), ShopToken(Scope.RETURNS_WRITE)
_RELATED = ("order", "brand")

CounterCodePart = Annotated[str, Path(min_length=1, max_length=500)]


class HandInIn(Wire):
    """``store`` and ``clerk`` are kept as the proof of where and by whom. What is
    late, or was to come in another way, is only taken where that is said."""

    store: Annotated[str, printable(120)] = ""
    clerk: Annotated[str, printable(150)] = ""
    accept_late: bool = False
    accept_other_method: bool = False


class ProblemOut(BaseModel):
    """A refusal that a hand-in would get now, with its stable ``code``."""

    code: str
    detail: str


class CounterLineOut(BaseModel):
    line_id: str
    sku: str
    title: str
    variant: str
    quantity: int
    image_url: str


class HandInOut(BaseModel):
    at: datetime
    store: str
    clerk: str
    actor: str
    is_late: bool
    method_before: str


class CounterOut(BaseModel):
    """``problems`` are empty where it can be handed in just so; ``hand_in`` is null
    until it was. ``hand_in_by`` is the last day on the customer's calendar, null where
    there is none, or none any more."""

    rma_number: str
    order_id: str
    order_number: str
    state: str
    method: str
    hand_in_by: date | None
    lines: list[CounterLineOut]
    problems: list[ProblemOut]
    hand_in: HandInOut | None


@router.get("/{counter_code}", auth=READ, response=CounterOut, summary="Scan a code")
def scan(request: HttpRequest, counter_code: CounterCodePart) -> CounterOut:
    """The return a customer shows: by the code, however it was typed, by its RMA
    number, or by the number under a label's bars."""
    ret = _load(request, counter_code)
    return _out(ret, at_counter(ret, now=timezone.now()))


@router.post(
    "/{counter_code}/hand-in", auth=WRITE, response=CounterOut, summary="Hand in"
)
@idempotent
def hand_in_return(
    request: HttpRequest, counter_code: CounterCodePart, body: HandInIn
) -> tuple[int, CounterOut]:
    """Take the items at the counter: the return has arrived.

    Once it was handed in, asking again changes nothing and answers the proof of the
    first time. Labels that nobody used are given back to their carriers.
    """
    accepting = Accepting(
        place=body.store,
        clerk=body.clerk,
        late=body.accept_late,
        other_method=body.accept_other_method,
    )
    actor, now = Actor.shop(shop_of(request)), timezone.now()
    found = _load(request, counter_code)
    hand_in(found, actor=actor, now=now, accepting=accepting)
    ret = _load(request, found.rma_number)
    return 200, _out(ret, at_counter(ret, now=now))


def _load(request: HttpRequest, code: str) -> Return:
    rows = Return.objects.for_shop(shop_of(request)).select_related(*_RELATED)
    found = find_at_counter(code, rows)
    if found is None:
        raise Http404
    return found


def _out(ret: Return, standing: AtCounter) -> CounterOut:
    refusals = (standing.refusal, standing.late, standing.other_method)
    lines = ret.lines.select_related("order_line").order_by("pk")
    return CounterOut(
        rma_number=ret.rma_number,
        order_id=ret.order.external_id,
        order_number=ret.order.number,
        state=ret.state,
        method=ret.method,
        hand_in_by=standing.hand_in_by,
        lines=[
            CounterLineOut(
                line_id=line.order_line.external_id,
                sku=line.order_line.sku,
                title=line.order_line.title,
                variant=line.order_line.variant,
                quantity=line.quantity,
                image_url=line.order_line.image_url,
            )
            for line in lines
            if not line.is_kept
        ],
        problems=[_problem(refusal) for refusal in refusals if refusal is not None],
        hand_in=_hand_in(standing.hand_in) if standing.hand_in else None,
    )


def _problem(refusal: DomainError) -> ProblemOut:
    return ProblemOut(code=refusal.code, detail=refusal.message)


def _hand_in(proof: HandIn) -> HandInOut:
    return HandInOut(
        at=proof.at,
        store=proof.place,
        clerk=proof.clerk,
        actor=proof.actor_name,
        is_late=proof.is_late,
        method_before=proof.method,
    )
