"""A withdrawal as captioned lines, the same in mail, PDF and page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.domain.written_dates import date_locale
from retour_core.withdrawals.records import statement_of_record

if TYPE_CHECKING:
    from retour_core.withdrawals.models import Withdrawal


@dataclass(frozen=True)
class Fact:
    caption: str
    values: tuple[str, ...]


def facts_of(withdrawal: Withdrawal, *, locale: str) -> list[Fact]:
    """What was stated and when, in ``locale``; the customer's own words as they are.

    The time is to the second with its zone, as the law wants it acknowledged
    (CRD art. 11a(4)).
    """
    statement = statement_of_record(withdrawal)
    with translation.override(locale):
        facts = [
            Fact(_("Submitted"), (submitted_text(withdrawal, locale=locale),)),
            Fact(_("Reference"), (withdrawal.reference,)),
            Fact(_("Name"), (statement.name,)),
            Fact(_("Contract"), (statement.contract,)),
            Fact(_("Withdrawn from"), _scope(withdrawal)),
            Fact(_("Confirmation sent to"), (statement.email,)),
            Fact(_("Message"), tuple(statement.message.splitlines())),
        ]
    return [fact for fact in facts if any(fact.values)]


def submitted_text(withdrawal: Withdrawal, *, locale: str) -> str:
    """“10 November 2026, 09:00:00 (Europe/Berlin, UTC+01:00)”."""
    zone = ZoneInfo(withdrawal.content.get("zone", "UTC"))
    moment = withdrawal.submitted_at.astimezone(zone)
    babel = date_locale(locale)
    day = format_date(moment, "long", babel)
    time = format_time(moment, "medium", tzinfo=zone, locale=babel)
    offset = moment.isoformat()[-6:]
    return f"{day}, {time} ({zone.key}, UTC{offset})".replace("\u202f", "\u00a0")


def seal_text(withdrawal: Withdrawal) -> str:
    """Number and seal of the record, as ``verify_evidence --head`` takes them."""
    return f"{withdrawal.record.sequence}:{withdrawal.record.hash}"


def _scope(withdrawal: Withdrawal) -> tuple[str, ...]:
    statement = statement_of_record(withdrawal)
    if not statement.is_partial:
        return (_("the whole contract"),)
    return tuple(f"{line.quantity} × {line.description}" for line in statement.lines)
