from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from retour_core.orders.models import Order
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import (
    Selection,
    choose_kind,
    choose_lines,
    start_draft,
)
from retour_core.returns.models import Return


@transaction.atomic
def start_draft_with(
    order: Order,
    selections: Sequence[Selection],
    *,
    locale: str,
    kind: RequestKind = RequestKind.RETURN,
) -> Return:
    """A draft that knows its items already; raises what ``choose_lines`` raises, and
    then there is no draft."""
    return choose_lines(start_draft(order, locale=locale, kind=kind), selections)


@transaction.atomic
def choose_items(
    ret: Return, kind: RequestKind, selections: Sequence[Selection]
) -> Return:
    """What the draft sends back, and whether as a return or a claim; raises what
    ``choose_kind`` and ``choose_lines`` raise."""
    return choose_lines(choose_kind(ret, kind), selections)
