"""Which of Karrio's carriers make real returns, and what its shipments go through."""

from __future__ import annotations

# The others sell an ordinary label with the addresses exchanged, at the tariff of one
# that is sent out, or none at all.
RETURNING = frozenset(
    {
        *("asendia", "canadapost", "dhl_express", "dhl_parcel_de", "fedex"),
        *("landmark", "ups", "usps"),
    }
)
CANCELLED = "cancelled"
