from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.utils import translation

import retour_core.domain
import retour_core.labels
import retour_core.orders
import retour_core.policies
import retour_core.returns
import retour_core.threads
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import TRANSITIONS, ReturnState
from retour_core.returns.refusals import WindowClosed
from retour_portal.flow import messages, words
from retour_portal.flow.ways import way

# Only staff, a shop or a programmer can cause these.
NOT_FOR_CUSTOMERS = {
    "box_batch_invalid",
    "breakdown_invalid",
    "code_taken",
    "counted_meanwhile",
    "currency_mismatch",
    "eori_number_unfit",
    "evidence_unreadable",
    "gift_not_refunded",
    # Its cause is shown, with the order's number.
    "group_refused",
    "invalid_amount",
    "invalid_digits",
    "invalid_label_data",
    "invalid_randomness",
    "invalid_shares",
    "invalid_s10",
    "invalid_sscc",
    "line_twice",
    "no_money_due",
    "labels_too_many_at_once",
    "no_slip_needed",  # the page is shown instead
    "nothing_missing",
    "nothing_to_receive",
    "nothing_to_reserve",
    "label_prices_invalid",
    "list_invalid",
    "not_one_mailbox",
    "override_refused",
    "phone_unfit",
    "policy_invalid",
    "policy_mismatch",
    "question_in_use",
    "question_invalid",
    "reason_in_use",
    "reason_invalid",
    "received_too_many",
    "refund_invalid",
    "refund_not_pending",
    "refund_reason_missing",
    "refund_reason_too_long",
    "refund_too_high",
    "replacement_not_pending",
    "return_prices_invalid",
    "rule_invalid",
    "sent_back_too_many",
    "sequence_changed",
    "settlement_decided",
    "shop_address_invalid",
    "shop_connected_already",
    "shop_disconnected",
    "shop_paused",
    "gift_line_unknown",
    "store_credit_not_pending",
    "test_order_refused",
    "too_many_rows",
    "unknown_currency",
    "validation_failed",
    "vat_number_unfit",
    "window_terms_invalid",
    "withdrawal_fee_not_allowed",
    "withdrawal_invalid",
}


def all_codes() -> set[str]:
    packages = (
        retour_core.domain,
        retour_core.labels,
        retour_core.orders,
        retour_core.policies,
        retour_core.returns,
        retour_core.threads,
    )
    for package in packages:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    return {
        error.code
        for error in _subclasses(DomainError)
        if error.__module__.startswith(
            (*(package.__name__ for package in packages), "retour_core.sequences")
        )
    }


def _subclasses(cls: type[DomainError]) -> Iterator[type[DomainError]]:
    for sub in cls.__subclasses__():
        yield sub
        yield from _subclasses(sub)


def test_every_refusal_a_customer_can_meet_has_a_sentence() -> None:
    assert all_codes() - messages.known_codes() == NOT_FOR_CUSTOMERS


def test_an_unknown_refusal_gets_a_calm_sentence() -> None:
    class Strange(DomainError):
        code = "strange"

    assert messages.sentence_for(Strange("internal detail")) == (
        "That did not work. Nothing was changed; please try again or contact us."
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The time to return this order ended on 28 February 2026."),
        ("fr", "Le délai de retour de cette commande a pris fin le 28 février 2026."),
    ],
)
def test_the_last_day_named_is_the_last_one_people_had(
    language: str, sentence: str
) -> None:
    error = WindowClosed(last_day="2026-02-28")
    with translation.override(language):
        assert messages.sentence_for(error) == sentence


@pytest.mark.parametrize("state", ReturnState)
@pytest.mark.parametrize("method", ["", *ReturnMethod])
def test_every_state_has_words(state: ReturnState, method: str) -> None:
    said = words.state_words(state, method)
    assert said.badge
    assert said.following.endswith(".")


@pytest.mark.parametrize("state", [s for s in TRANSITIONS if s != ReturnState.DRAFT])
def test_every_event_of_a_state_has_a_sentence(state: ReturnState) -> None:
    sentence = words.event_sentence(f"return.{state}", "")
    assert sentence is not None
    assert sentence.endswith(".")


def test_an_event_for_staff_only_is_not_shown() -> None:
    assert words.event_sentence("staff.note", "") is None


def test_every_way_back_has_words() -> None:
    for method in ReturnMethod:
        assert way(method).title
