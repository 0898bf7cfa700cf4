"""What staff can still decide otherwise about a return, by where it is."""

from __future__ import annotations

from typing import Any

from retour_core.domain.states import ReturnState
from retour_core.returns.models import Return
from retour_portal.backoffice.terms.words import OUTCOMES

_MONEY = ("fee", "fee_payer", "restocking_percent", "resolutions")
_WAY = ("methods", "return_address", "carrier")
_BEFORE = ("auto_approve", "not_returnable", "keep_item", "extend_window_until")
_UNDECIDED = frozenset({ReturnState.REQUESTED, ReturnState.REJECTED})


def overridable(ret: Return) -> list[tuple[str, Any]]:
    """What can still be decided otherwise, by name; whether it may, the operation says.

    Nothing for a return without a decision.
    """
    if ret.decision is None:
        return []
    state = ret.current_state
    names: tuple[str, ...] = _MONEY
    if state in _UNDECIDED:
        names = (*_BEFORE, *_MONEY, *_WAY)
    elif state is ReturnState.LABEL_FAILED:
        names = (*_MONEY, *_WAY)
    elif state in {ReturnState.SETTLED, ReturnState.CANCELLED, ReturnState.EXPIRED}:
        names = ()
    return [(name, OUTCOMES[name]) for name in names]
