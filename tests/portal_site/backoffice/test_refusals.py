"""What operations refuse, in the words of the staff who asked for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from retour_core.domain import states
from retour_core.domain.errors import DomainError
from retour_core.domain.policies import OverrideRefused, overrides
from retour_core.domain.states import TransitionRefused, check_transition
from retour_core.returns import deciding, parts, terms, transition, units
from retour_core.returns.deciding import RefundTooHigh
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel
from retour_core.returns.receiving import ReceivedTooMany
from retour_core.sequences import SequenceChanged
from retour_portal.backoffice.refusals.words import known_codes, refusal_words
from retour_portal.backoffice.returns import (
    actions,
    fee,
    label_actions,
    override,
    part_actions,
    thread,
)
from tests.portal_site.backoffice.conftest import House, SignIn

_SCREENS = (actions, fee, label_actions, override, part_actions, thread)
# Called by the operations that the screens call.
_BELOW = (deciding, overrides, parts, states, terms, transition, units)
# Seen by the operations' modules, but raised by what is no action of the page.
_NOT_HERE = {
    "line_unknown",
    "nothing_chosen",
    "payment_unavailable",
    "photo_kept",
    "photo_refused",
    "reason_missing",
    "resolution_not_offered",
    "too_many_photos",
}


def _modules() -> Iterator[ModuleType]:
    yield from _BELOW
    for screen in _SCREENS:
        for thing in vars(screen).values():
            place = getattr(thing, "__module__", "")
            if place.startswith("retour_core.") and callable(thing):
                yield sys.modules[place]
            elif isinstance(thing, ModuleType) and thing.__name__.startswith(
                "retour_core."
            ):
                yield thing


def _codes() -> set[str]:
    return {
        thing.code
        for module in _modules()
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, DomainError)
        and "code" in vars(thing)
    }


def test_every_refusal_of_an_action_on_a_return_has_a_sentence() -> None:
    assert _codes() - {"domain_error"} - known_codes() - _NOT_HERE == set()
    assert _NOT_HERE - _codes() == set()


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    UserProfile.objects.create(user=alice, preferred_language="de")
    return sign_in(alice)


def _told(response: Any) -> list[str]:
    return [str(told).strip() for told in get_messages(response.wsgi_request)]


def test_an_action_that_came_too_late_is_refused_in_the_readers_language(
    desk: Client, alpenglow: House, alice: User
) -> None:
    cancel(alpenglow.ret, actor=actions.Actor.staff(alice))
    response = desk.post(reverse("returns:approve", args=[alpenglow.ret.pk]))
    assert _told(response) == [
        (
            "Die Retoure hat den Status „storniert“ und kann nicht in den Status "
            "„genehmigt“ wechseln."
        )
    ]


def test_an_override_is_refused_in_the_readers_language(
    desk: Client, alpenglow: House
) -> None:
    Return.objects.update(label_fee_minor=300)
    url = reverse("returns:override", args=[alpenglow.ret.pk])
    response = desk.post(f"{url}?outcome=fee_payer", {"o-fee_payer": "merchant"})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        (
            "Der Kunde zahlt diese Gebühr vor dem Etikett: Lassen Sie das Etikett "
            "erstellen, ohne zu warten, oder erstatten Sie die Gebühr."
        )
    ]


def _override_refused(why: str, **facts: Any) -> OverrideRefused:
    return OverrideRefused("Refused.", why=why, **facts)


@pytest.mark.parametrize(
    ("refusal", "german"),
    [
        (
            _override_refused("over"),
            "Diese Retoure ist beendet: Jetzt kann nichts mehr entschieden werden.",
        ),
        (
            _override_refused("several_ways", item="Jacke 100 %"),
            (
                "„Jacke 100 %“ soll auf mehrere Arten abgewickelt werden: Lassen Sie "
                "mindestens so viele übrig."
            ),
        ),
        (
            _override_refused("value_invalid", problem="fee_negative", facts={}),
            "Eine Gebühr ist nicht kleiner als null.",
        ),
        (_override_refused("nobody"), "Refused."),
        (
            ReceivedTooMany(item="Jacke", announced=2, missing=2),
            "Das ist mehr von „Jacke“ als angekündigt: 2.",
        ),
        (
            ReceivedTooMany(item="Jacke", announced=2, missing=1),
            "Das ist mehr von „Jacke“ als noch aussteht: 1.",
        ),
        (
            RefundTooHigh(available_minor=1000, asked_minor=2000, currency="EUR"),
            (
                "Diese Erstattung ist höher als das, was von der Zahlung übrig ist: "
                "10,00\xa0€."
            ),
        ),
        (
            SequenceChanged(),
            (
                "Inzwischen hat jemand anders die Liste geändert; sehen Sie sie noch "
                "einmal an."
            ),
        ),
        (
            TransitionRefused(why="not_received", current="ready"),
            (
                "Buchen Sie zuerst, was gekommen ist; ein Paket, das gar nicht kommt, "
                "wird storniert."
            ),
        ),
        (DomainError("Said by the operation."), "Said by the operation."),
    ],
)
def test_a_refusal_is_told_with_its_facts(refusal: DomainError, german: str) -> None:
    with translation.override("de"):
        assert refusal_words(refusal) == german


def test_the_law_is_told_in_the_readers_language() -> None:
    refusal = _override_refused("withdrawal_not_refused", days=14)
    with translation.override("de"):
        told = refusal_words(refusal)
    assert told != "Refused."


def test_states_are_named_as_the_page_names_them() -> None:
    with pytest.raises(TransitionRefused) as refused:
        check_transition(states.ReturnState.SETTLED, states.ReturnState.APPROVED)
    assert refusal_words(refused.value) == (
        "The return is “settled” and cannot become “approved”."
    )
