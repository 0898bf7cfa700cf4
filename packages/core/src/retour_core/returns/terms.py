"""Writing what was decided onto a return: its way back, address and items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from retour_core.brands.models import ReturnAddress
from retour_core.brands.queries import default_return_address
from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.policies import Decision, ItemDecision, RequestKind, Resolution
from retour_core.policies.deciding import Decided
from retour_core.returns.methods import methods_for
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.refusals import (
    MethodNotOffered,
    NoReturnAddress,
    ResolutionNotOffered,
    check_parcels,
)
from retour_core.returns.table_price import priced


def write_terms(
    ret: Return, lines: Sequence[ReturnLine], asked: Decided, *, now: datetime
) -> None:
    """Freeze the decision, its price and what follows from it on a locked draft.

    Raises ``MethodNotOffered``, ``TooManyParcels``, ``NoReturnAddress`` or
    ``ResolutionNotOffered``.
    """
    decision = asked.decision
    settled: set[tuple[int, Resolution]] = set()
    for line in lines:
        item = decision.item(line.order_line.external_id)
        line.is_kept = item.keep_item
        resolution = resolution_of(line, item, decision)
        if (line.order_line_id, resolution) in settled:
            raise ResolutionNotOffered(
                f"All units of “{line.order_line.title}” can only be settled by "
                f"{resolution.value}: name them once.",
                line_id=line.order_line.external_id,
                item=line.order_line.title,
                offered=[str(one) for one in item.resolutions],
            )
        settled.add((line.order_line_id, resolution))
        line.resolution = resolution
        line.save(update_fields=["is_kept", "resolution"])
    ret.policy = asked.version
    ret.method = way_back(ret, decision)
    if ret.method not in METHODS_WITH_LABEL:
        ret.parcels = 1
    check_parcels(ret.parcels, asked.policy)
    ret.decision = priced(ret, lines, asked, now=now).model_dump(mode="json")
    ret.return_address = address_of(ret, decision)
    ret.save(
        update_fields=["policy", "decision", "method", "parcels", "return_address"]
    )


def way_back(ret: Return, decision: Decision) -> str:
    """The method chosen, else the first one offered; "" where nothing travels.

    Raises ``MethodNotOffered``.
    """
    travelling = [item for item in decision.items if not item.keep_item]
    if not travelling:
        return ""
    offered = methods_for(ret, decision)
    if ret.method in offered:
        return ret.method
    # A withdrawal is not kept up by what its items cannot agree on.
    is_withdrawal = decision.kind is RequestKind.WITHDRAWAL
    if ret.method and not is_withdrawal:
        raise MethodNotOffered
    first = (*offered, *travelling[0].methods, ReturnMethod.OWN_CARRIER)[0]
    return first.value


def address_of(ret: Return, decision: Decision) -> ReturnAddress:
    """Where the items go: a rule's address while it exists, else the brand's own.

    Raises ``NoReturnAddress``.
    """
    wanted = decision.whole.return_addresses
    named = wanted[0] if len(wanted) == 1 else None
    address = None
    if named is not None:
        address = ret.brand.return_addresses.filter(pk=named).first()
    address = address or default_return_address(ret.brand_id)
    if address is None:
        raise NoReturnAddress
    return address


def resolution_of(
    line: ReturnLine, item: ItemDecision, decision: Decision
) -> Resolution:
    """What the line comes to: what was asked for, or what is offered instead of a
    refund. Raises ``ResolutionNotOffered``."""
    offered = item.resolutions
    wanted = Resolution(line.resolution)
    if wanted in offered or not offered:
        return wanted
    # Who asked for nothing in particular gets what there is.
    if wanted is Resolution.REFUND or decision.kind is RequestKind.WITHDRAWAL:
        return offered[0]
    raise ResolutionNotOffered(
        f"“{line.order_line.title}” cannot be settled by {wanted.value}; choose one "
        f"of: {', '.join(offered)}.",
        line_id=line.order_line.external_id,
        item=line.order_line.title,
        offered=[str(one) for one in offered],
    )
