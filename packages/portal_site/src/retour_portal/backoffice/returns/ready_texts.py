"""Reasons for a rejection that need not be written anew, in the language of
their mails."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from retour_core.brands.languages import spoken
from retour_core.domain.policies import pick_text
from retour_core.returns.models import Return
from retour_portal.backoffice.returns.decision import decision_of

_READY = (
    _("The time to return this item is over."),
    _("The item was worn, used or damaged after you received it."),
    _("The item was unsealed and cannot be sold again for reasons of hygiene."),
    _("The item was made to your wishes and cannot be sold again."),
    _("The item is not part of this order."),
    _("The fault you describe is wear and tear that is usual for this item."),
)


def ready_texts(ret: Return) -> list[str]:
    """What a rule says of the items first, then what is said often."""
    decision, locale = decision_of(ret), spoken(ret.brand, ret.locale)
    refusals = [
        pick_text(item.refusal, locale)
        for item in (decision.items if decision else ())
        if item.refusal
    ]
    with translation.override(locale.replace("_", "-")):
        usual = [gettext(text) for text in _READY]
    return list(dict.fromkeys([*refusals, *usual]))
