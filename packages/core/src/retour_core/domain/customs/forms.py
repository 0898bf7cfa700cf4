"""The small declaration or the large one."""

from __future__ import annotations

from enum import StrEnum

from retour_core.domain.money import Money


class CustomsForm(StrEnum):
    CN22 = "cn22"
    CN23 = "cn23"


# 300 SDR and 2 kg (small packet): UPU Convention Regulations, art. 17-104 and 20-001.
_SMALL_PACKET_GRAMS = 2000
# 300 SDR in minor units, rounded down below the lowest rate of 2024–2026: posts take
# the larger form for a small value, never the other way round. USPS and Royal Mail
# publish limits of their own (USD 400, GBP 270).
_SMALL_VALUES = {
    "AUD": 550_00,
    "BGN": 620_00,
    "CAD": 500_00,
    "CHF": 300_00,
    "CZK": 7_800_00,
    "DKK": 2_400_00,
    "EUR": 320_00,
    "GBP": 270_00,
    "HUF": 125_000_00,
    "ISK": 48_000,
    "JPY": 50_000,
    "NOK": 3_800_00,
    "NZD": 600_00,
    "PLN": 1_350_00,
    "RON": 1_600_00,
    "SEK": 3_600_00,
    "USD": 370_00,
}


def form_for(value: Money | None, grams: int | None) -> CustomsForm:
    """CN22 only if value and weight are known and small; CN23 holds for every parcel.

    ``value`` is of all contents; a currency not listed here counts as large.
    """
    if value is None or grams is None or grams > _SMALL_PACKET_GRAMS:
        return CustomsForm.CN23
    is_small = 0 <= value.minor <= _SMALL_VALUES.get(value.currency, -1)
    return CustomsForm.CN22 if is_small else CustomsForm.CN23
