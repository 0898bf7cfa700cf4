"""Sendcloud's own words."""

from __future__ import annotations

from retour_core.domain.methods import ReturnMethod

DELIVERY_OPTIONS = {
    ReturnMethod.DROP_OFF_POINT: "drop_off_point",
    ReturnMethod.LABELLESS: "drop_off_labelless",
    ReturnMethod.PICK_UP: "pickup",
}
RETURNED_GOODS = "returned_goods"
# A return in one of these will never have a label.
DEAD = frozenset({"announcement-failed", "cancelled", "cancelled-upstream"})
CANCELLATION_FAILED = "cancellation-failed"
