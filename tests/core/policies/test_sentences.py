"""What gettext is given is what the domain says, and every code has it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from retour_core.domain.policies import (
    CAUSES,
    FACT_NAMES,
    OUTCOMES,
    SENTENCES,
    Audience,
    RequestKind,
)
from retour_core.domain.policies.law import REASONS
from retour_core.policies import names, sentence_texts
from retour_core.policies.explaining import (
    Names,
    fact_names,
    item_sentences,
    law_reason,
    outcome_name,
    sentences_of,
)
from tests.core.policies.asking import decided, order_to, rule
from tests.factories import grant

AGENT, CUSTOMER = Audience.AGENT, Audience.CUSTOMER


def test_every_sentence_for_customers_can_be_translated() -> None:
    assert dict(sentence_texts.FOR_CUSTOMERS) == dict(SENTENCES[CUSTOMER])


def test_every_sentence_for_agents_can_be_translated() -> None:
    of_law = {
        code: f"{sentence_texts.NO_EFFECT} {text}"
        for code, text in names.REASONS.items()
    }
    texts = {**sentence_texts.FOR_CUSTOMERS, **sentence_texts.FOR_AGENTS, **of_law}
    assert texts == dict(SENTENCES[AGENT])


def test_every_name_and_reason_can_be_translated() -> None:
    assert dict(names.FACT_NAMES) == dict(FACT_NAMES)
    assert dict(names.REASONS) == dict(REASONS)
    assert dict(names.CAUSES) == dict(CAUSES)
    assert set(names.OUTCOME_NAMES) == set(OUTCOMES)


def test_names_are_spoken_in_the_active_language() -> None:
    assert fact_names()["sku"] == "SKU"
    assert outcome_name("keep_item") == "The customer keeps the item"
    assert law_reason("withdrawal_window_too_short", days=14) == (
        "Consumers there have 14 days to withdraw: no fewer (CRD art. 9)."
    )


FINAL_SALE = {"en": "Final sale items stay sold.", "de": "Ausverkauft ist verkauft."}


def texts(decision: Any, audience: Audience, locale: str) -> list[str]:
    said = item_sentences(decision, "1", audience, locale=locale)
    return [one.text for one in said]


@pytest.mark.django_db
def test_customers_read_the_merchants_words_and_agents_the_rules_name_too() -> None:
    order = order_to()
    rule(order.brand, name="Outlet", not_returnable=FINAL_SALE)
    found = decided(order)
    assert texts(found, CUSTOMER, "en") == [
        "This item can't be returned: Final sale items stay sold."
    ]
    assert texts(found, AGENT, "en") == [
        "This item can't be returned: Final sale items stay sold. (Rule “Outlet”.)"
    ]
    assert "Ausverkauft ist verkauft." in texts(found, CUSTOMER, "de-AT")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("locale", "amount", "day"),
    [
        ("en", "€4.95", "10 December 2026"),
        ("de", "4,95\xa0€", "10. Dezember 2026"),
        ("fr-BE", "4,95\xa0€", "10 décembre 2026"),
    ],
)
def test_money_and_days_are_written_as_people_write_them(
    locale: str, amount: str, day: str
) -> None:
    order = order_to()
    grant(
        order.brand,
        fee={"fixed": [{"amount": "4.95", "currency": "EUR"}]},
        fee_payer="customer",
    )
    said = sentences_of(decided(order), CUSTOMER, locale=locale)
    told = " ".join(one.text for one in said).replace("\u202f", "\xa0")
    assert (amount in told, day in told) == (True, True)


@pytest.mark.django_db
def test_ways_questions_addresses_and_carriers_have_their_names() -> None:
    order = order_to()
    rule(
        order.brand,
        name="Furniture",
        methods=["pick_up"],
        require_answers=["size"],
        return_address=7,
        carrier=9,
    )
    known = Names(
        questions={"size": "How large is it?"},
        addresses={7: "Hall B"},
        carriers={9: "DHL"},
    )
    said = item_sentences(decided(order), "1", AGENT, locale="en", known=known)
    by_code = {one.code: one.text for one in said}
    assert by_code["methods"] == (
        "Ways offered: Pick-up at your door. (Rule “Furniture”.)"
    )
    assert by_code["answers_required"] == (
        "The customer has to answer: How large is it?. (Rule “Furniture”.)"
    )
    assert by_code["return_address"] == (
        "Goes to return address Hall B. (Rule “Furniture”.)"
    )
    assert by_code["carrier"] == (
        "The carrier account DHL is asked first. (Rule “Furniture”.)"
    )


@pytest.mark.django_db
def test_agents_are_told_what_the_law_kept_a_rule_from() -> None:
    order = order_to()
    rule(order.brand, name="Outlet", not_returnable=FINAL_SALE)
    said = texts(decided(order, RequestKind.WITHDRAWAL), AGENT, "en")
    assert said[-1] == (
        "“Not returnable” of the rule “Outlet” has no effect. A withdrawal is a right: "
        "no rule can refuse it."
    )


@pytest.mark.django_db
def test_the_readers_language_does_not_stay_behind() -> None:
    texts(decided(order_to()), CUSTOMER, "de")
    assert translation.get_language() == "en"
