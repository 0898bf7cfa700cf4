"""When goods in return cross a customs border, and what the papers have to say.

Pure: addresses and amounts in, decisions out.
"""

from retour_core.domain.customs.forms import CustomsForm, form_for
from retour_core.domain.customs.goods import Goods, MissingFact, missing_facts
from retour_core.domain.customs.lanes import needs_papers, relief_claimed
from retour_core.domain.customs.shares import goods_in
from retour_core.domain.customs.territories import Place, Territory, territory_of

__all__ = [
    "CustomsForm",
    "Goods",
    "MissingFact",
    "Place",
    "Territory",
    "form_for",
    "goods_in",
    "missing_facts",
    "needs_papers",
    "relief_claimed",
    "territory_of",
]
