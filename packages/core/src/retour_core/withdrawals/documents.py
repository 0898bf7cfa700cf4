"""The acknowledgement as a PDF: a durable medium (CRD arts 2(10), 11a(4))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.brands.addresses import written_lines
from retour_core.brands.queries import default_return_address
from retour_core.labels.documents.letter import Letter, LetterFact, render_letter
from retour_core.withdrawals.facts import facts_of, seal_text
from retour_core.withdrawals.proof import course_facts

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_core.withdrawals.models import Withdrawal


def acknowledgement_pdf(withdrawal: Withdrawal) -> bytes:
    """The same withdrawal gives the same bytes."""
    locale = withdrawal.content.get("locale", "en")
    with translation.override(locale):
        letter = Letter(
            brand_name=withdrawal.brand.name,
            brand_colour=withdrawal.brand.primary_colour,
            merchant=_merchant(withdrawal.brand, locale=locale),
            title=_("Acknowledgement of your withdrawal"),
            opening=_(
                "We have received your withdrawal. This is what you submitted,"
                " and when."
            ),
            facts=tuple(
                LetterFact(fact.caption, fact.values)
                for fact in facts_of(withdrawal, locale=locale)
            ),
            closing=_(
                "Keep this document. Its record is sealed into a chain that cannot be"
                " changed unnoticed: %(seal)s"
            )
            % {"seal": seal_text(withdrawal)},
            locale=locale,
            created_on=withdrawal.submitted_at.date(),
        )
    return render_letter(letter)


def evidence_pdf(withdrawal: Withdrawal, *, locale: str) -> bytes:
    """The whole case for a dispute, in ``locale``: statement, record, what followed."""
    with translation.override(locale):
        facts = (
            *facts_of(withdrawal, locale=locale),
            *course_facts(withdrawal, locale),
        )
        letter = Letter(
            brand_name=withdrawal.brand.name,
            brand_colour=withdrawal.brand.primary_colour,
            merchant=_merchant(withdrawal.brand, locale=locale),
            title=_("Evidence of a withdrawal"),
            opening=_(
                "This is what the customer submitted, how it was recorded, and what"
                " followed. Times without a zone are in UTC."
            ),
            facts=tuple(LetterFact(fact.caption, fact.values) for fact in facts),
            closing=_(
                "The JSON export beside this document holds the same record in its"
                " chain; the command verify_evidence proves that neither was changed."
                " Its seal: %(seal)s"
            )
            % {"seal": seal_text(withdrawal)},
            locale=locale,
            created_on=withdrawal.submitted_at.date(),
        )
    return render_letter(letter)


def _merchant(brand: Brand, *, locale: str) -> tuple[str, ...]:
    address = default_return_address(brand.pk)
    lines = written_lines(address, locale=locale) if address else []
    return tuple(line for line in (*lines, brand.support_email) if line)
