"""What the conditions of one rule say together: refused if they can never hold."""

from __future__ import annotations

from collections.abc import Sequence

from retour_core.domain import predicates
from retour_core.domain.predicates import check_conditions
from retour_core.domain.shipping_rules.conditions import Condition
from retour_core.domain.shipping_rules.matching import Facts, Rule
from retour_core.domain.shipping_rules.vocabulary import VOCABULARY


def check_rule(conditions: Sequence[Condition]) -> None:
    """Raises ``RuleInvalid`` for no or too many conditions and for contradictions."""
    check_conditions(conditions, VOCABULARY, holds=_holds_for)


def _holds_for(value: str, said: Sequence[predicates.Condition]) -> bool:
    # No sign is stripped from it: with no country known, it is compared as it is.
    facts = Facts(
        shop=value,
        country=value if said and said[0].fact == "country" else "",
        currency=value,
        total_minor=0,
        units=0,
        postal_code=value,
        sales_channel=value,
        tags=(value,),
        skus=(value,),
        categories=(value,),
    )
    conditions = (c for c in said if isinstance(c, Condition))
    return Rule(0, "", tuple(conditions)).matches(facts)
