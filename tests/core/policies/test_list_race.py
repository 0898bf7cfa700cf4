"""Two people who change a brand's lists at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from retour_core.domain.reasons import ReturnReason
from retour_core.policies.models import Question, Reason
from retour_core.policies.question_changes import save_question
from retour_core.policies.reason_changes import adopt_defaults, save_reason
from tests.factories import make_brand

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite lets one transaction write at a time",
    ),
]


def _at_once(*works: Callable[[], object]) -> None:
    """Raises what one of them raised."""
    together = Barrier(len(works))

    def work_on(work: Callable[[], object]) -> None:
        together.wait(timeout=10)
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(work_on, works))


def test_a_list_is_adopted_once_however_many_ask() -> None:
    brand = make_brand()
    _at_once(*[lambda: adopt_defaults(brand)] * 4)
    keys = Reason.objects.order_by("position").values_list("key", flat=True)
    assert list(keys) == [str(key) for key in ReturnReason]


def test_first_reasons_of_one_name_get_keys_and_places_of_their_own() -> None:
    brand = make_brand()
    raw = {"texts": {"en": "Tight"}}
    _at_once(*[lambda: save_reason(Reason(brand=brand), raw)] * 3)
    rows = Reason.objects.exclude(key__in=list(ReturnReason)).order_by("position")
    assert list(rows.values_list("key", "position")) == [
        ("tight", 9),
        ("tight_2", 10),
        ("tight_3", 11),
    ]


def test_first_questions_of_one_text_get_keys_and_places_of_their_own() -> None:
    brand = make_brand()
    raw = {"texts": {"en": "Worn?"}}
    _at_once(*[lambda: save_question(Question(brand=brand), raw)] * 3)
    rows = Question.objects.order_by("position")
    assert list(rows.values_list("key", "position")) == [
        ("worn", 1),
        ("worn_2", 2),
        ("worn_3", 3),
    ]
