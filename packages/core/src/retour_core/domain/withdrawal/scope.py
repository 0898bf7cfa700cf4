"""Where the statutory right of withdrawal holds: by the consumer's country.

Rome I art. 6: what counts is where the consumer lives, not where the merchant sits.
"""

from __future__ import annotations

from retour_core.domain.windows import Place, territory_of

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_COUNTRIES = frozenset(_EU.split())
# The Consumer Rights Directive is part of the EEA Agreement.
EEA_COUNTRIES = EU_COUNTRIES | {"IS", "LI", "NO"}
# EU territory with ISO codes of its own. Not here: FO, GL, NC, PF, PM, BL, WF, SJ.
EU_TERRITORIES = frozenset({"AX", "GF", "GP", "MF", "MQ", "RE", "YT"})


def is_statutory(place: Place) -> bool:
    """Whether the law gives this consumer the withdrawal function.

    An unknown country ("") counts as one of the EU: the function is not withheld on
    doubt. Elsewhere a merchant may offer it of its own will.
    """
    if not place.country:
        return True
    return territory_of(place) in EEA_COUNTRIES | EU_TERRITORIES
