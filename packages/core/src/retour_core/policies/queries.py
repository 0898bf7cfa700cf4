from __future__ import annotations

from collections.abc import Collection

from retour_core.carriers.models import CarrierAccount
from retour_core.policies.models import ReturnRule


def rules_preferring(
    accounts: Collection[CarrierAccount],
) -> dict[int, list[ReturnRule]]:
    """By account, the active rules of its brands that have it asked first; one query
    where the accounts' brands are loaded."""
    found: dict[int, list[ReturnRule]] = {account.pk: [] for account in accounts}
    brands = {a.pk: {brand.pk for brand in a.brands.all()} for a in accounts}
    rules = ReturnRule.objects.filter(is_active=True, outcomes__carrier__in=[*found])
    for rule in rules.order_by("brand", "position", "pk"):
        account = rule.outcomes["carrier"]
        # An account may have left a brand whose rule still names it.
        if rule.brand_id in brands[account]:
            found[account].append(rule)
    return found
