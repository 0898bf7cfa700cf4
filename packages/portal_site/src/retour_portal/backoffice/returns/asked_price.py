"""What a carrier was asked about the price of a return's way back, for staff."""

from __future__ import annotations

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from retour_core.carriers.quoting import WhyNot
from retour_core.domain.money import Money, format_money
from retour_core.returns.models import Return

_NONE = gettext_lazy("No carrier that tells prices would be asked for its label.")
_WHY_NOT = {
    WhyNot.NO_SERVICE: gettext_lazy("%(account)s has no service for such a parcel."),
    WhyNot.REFUSED: gettext_lazy("%(account)s refused to tell a price."),
    WhyNot.NO_ANSWER: gettext_lazy("%(account)s did not tell a price in time."),
}


def asked_price_text(ret: Return) -> str:
    """ "" where nobody was asked."""
    told = ret.asked_price
    if not told:
        return ""
    account = {"account": told["account"]}
    if not told["cost"]:
        reason = _WHY_NOT.get(told["why_not"], _NONE) % account
        return f"{reason} {_instead()}"
    cost = Money(*told["cost"])
    price = format_money(cost, get_language() or "en")
    said = _("%(account)s asked %(price)s for the label.") % {**account, "price": price}
    return said if cost.currency == ret.order.currency else f"{said} {_instead()}"


def _instead() -> str:
    return _("The table of return prices or the policy’s fee counts instead.")
