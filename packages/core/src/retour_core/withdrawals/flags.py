"""What a merchant should look at, as sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.domain.countries import country_name
from retour_core.domain.withdrawal import FlagKind
from retour_core.domain.written_dates import date_locale

if TYPE_CHECKING:
    from retour_core.withdrawals.models import Withdrawal


def flag_sentences(withdrawal: Withdrawal, *, locale: str) -> list[str]:
    """In ``locale``, in the order of ``Withdrawal.flags``."""
    with translation.override(locale):
        patterns = _patterns()
        return [
            patterns[FlagKind(kind)] % _shown(params, locale)
            for kind, params in withdrawal.flags
        ]


def _patterns() -> dict[FlagKind, str]:
    return {
        FlagKind.LATE: _("Submitted after the last day, %(last_day)s."),
        FlagKind.POSSIBLY_LATE: _(
            "Submitted after %(last_day)s, the last day if the goods arrived as"
            " reckoned; their delivery is not known."
        ),
        FlagKind.EXEMPT: _(
            "“%(item)s” seems to be exempt, CRD art. 16(%(letter)s): %(summary)s."
        ),
        # Several may fit: their choice is then offered below this sentence.
        FlagKind.UNKNOWN_ORDER: _("It is not clear which order “%(contract)s” is."),
        FlagKind.UNSHIPPED: _(
            "Nothing of it was shipped yet, as far as is known: stop the shipment and"
            " cancel the order in the shop."
        ),
        FlagKind.NOT_STATUTORY: _(
            "The customer lives in %(country)s, outside the EU and EEA: no statutory"
            " right, unless you grant one."
        ),
    }


def _shown(params: dict[str, str], locale: str) -> dict[str, str]:
    shown = dict(params)
    if shown.get("last_day"):
        day = date.fromisoformat(shown["last_day"])
        shown["last_day"] = format_date(day, "long", date_locale(locale))
    if shown.get("country"):
        shown["country"] = country_name(shown["country"], locale)
    return shown
