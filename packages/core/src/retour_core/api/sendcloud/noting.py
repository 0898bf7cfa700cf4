"""What their interface refuses, told to the shop's page as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from retour_core.api.sendcloud.refusals import Path, Problem, Refusal
from retour_core.domain.wire import FieldProblem, OrderResult
from retour_core.orders.models import Shop
from retour_core.orders.rejections import note_rejections

# A parcel or an order as it was sent, and what is wrong with it.
Refused = tuple[Any, Sequence[Problem]]

# Of their fields the first that has a value names the order, as it does when stored.
_IDS = ("external_reference", "order_id", "external_order_id", "order_number")
_LONGEST = 200


def note_refused(shop: Shop, refused: Sequence[Refused]) -> None:
    """Keep these for the shop's page; call it outside a transaction."""
    results = [
        OrderResult(
            id=_claimed_id(raw),
            status="rejected",
            errors=[
                FieldProblem(
                    pointer=_pointer(problem.path),
                    code="refused",
                    message=_sayable(problem.message),
                )
                for problem in problems
            ],
        )
        for raw, problems in refused
        if problems
    ]
    note_rejections(shop, results, now=timezone.now())


@contextmanager
def noting(
    shop: Shop, refused_of: Callable[[Sequence[Problem]], Sequence[Refused]]
) -> Iterator[None]:
    """Note what a refusal by fields was about, and let it go on."""
    try:
        yield
    except Refusal as refusal:
        note_refused(shop, refused_of(refusal.problems))
        raise


def _claimed_id(raw: Any) -> str | None:
    if not isinstance(raw, dict):
        return None
    for name in _IDS:
        value = raw.get(name)
        if isinstance(value, str | int) and value:
            return _sayable(str(value))
    return None


def _pointer(path: Path) -> str:
    return _sayable("".join(f"/{part}" for part in path))


def _sayable(text: str) -> str:
    return text[:_LONGEST].encode("utf-8", "replace").decode()
