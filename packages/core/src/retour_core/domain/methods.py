"""How a parcel gets back, in the field's words (DESIGN §3)."""

from __future__ import annotations

from enum import StrEnum


class ReturnMethod(StrEnum):
    DROP_OFF_POINT = "drop_off_point"
    LABELLESS = "labelless_drop_off"
    PICK_UP = "pick_up"
    IN_STORE = "in_store"
    OWN_CARRIER = "own_carrier"


# With the others a person or another carrier moves the goods: nothing is bought.
METHODS_WITH_LABEL = frozenset(
    {ReturnMethod.DROP_OFF_POINT, ReturnMethod.LABELLESS, ReturnMethod.PICK_UP}
)
