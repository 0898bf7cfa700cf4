"""Quotation marks and percentages, as each language sets them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from retour_core.domain.policies import parse_policy
from retour_core.policies.rules import read_rule
from retour_portal.backoffice.conditions.words import sentences
from retour_portal.backoffice.return_rules.words import speech_of
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.outcomes import outcome_sentences
from retour_portal.backoffice.terms.policy_lines import policy_lines
from retour_portal.backoffice.typography import percent_text, quoted
from tests.portal_site.backoffice.conftest import House
from tests.portal_site.backoffice.terms import make_return_rule


@pytest.mark.parametrize(
    ("language", "text", "percent"),
    [
        ("en", "“Sale”", "12.5\u00a0%"),
        ("de", "„Sale“", "12,5\u00a0%"),
        ("fr", "«\u00a0Sale\u00a0»", "12,5\u00a0%"),
    ],
)
def test_each_language_has_its_own_marks(
    language: str, text: str, percent: str
) -> None:
    with translation.override(language):
        assert (quoted("Sale"), percent_text(Decimal("12.5"))) == (text, percent)


def test_what_the_merchant_wrote_stands_in_the_readers_marks(alpenglow: House) -> None:
    rule = read_rule(
        make_return_rule(
            alpenglow,
            conditions=[
                {"fact": "item_tag", "operator": "is", "values": ["sale"]},
                {"fact": "discount_percent", "operator": "less", "values": ["12.5"]},
            ],
            outcomes={"not_returnable": {"en": "Final", "de": "Endgültig"}},
        )
    )
    plain = {"brand": alpenglow.brand.slug, "kind": "return"}
    policy = parse_policy({**plain, "message": {"en": "Wash it", "de": "Waschen"}})
    with translation.override("de"):
        terms = BrandTerms(alpenglow.brand)
        lines = {line.field: line.text for line in policy_lines(policy, terms)}
        assert lines["message"] == "en: „Wash it“ de: „Waschen“"
        tag, discount = sentences(rule.conditions, speech_of(terms))
        assert tag.endswith(" „sale“")
        assert discount.endswith(" 12,5\u00a0%")
        [outcome] = outcome_sentences(rule.outcomes, terms)
        assert outcome.endswith(" „Endgültig“")
