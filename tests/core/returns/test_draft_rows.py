"""Choosing again: which rows of a draft stay, since photos hang on them."""

from __future__ import annotations

import pytest

from retour_core.domain.policies import Resolution
from retour_core.returns.drafts import Selection, choose_lines
from retour_core.returns.models import Return
from tests.factories import line_data, make_draft, make_order

pytestmark = pytest.mark.django_db
R = Resolution


@pytest.fixture
def draft() -> Return:
    lines = [line_data("1", quantity=3, fulfilled_quantity=3), line_data("2")]
    return make_draft(make_order(lines=lines, total_incl_tax="400.90"), {"1": 2})


def choose(draft: Return, *chosen: tuple[str, int, Resolution]) -> None:
    choose_lines(
        draft,
        [Selection(line, quantity, resolution=one) for line, quantity, one in chosen],
    )


def rows(draft: Return) -> list[tuple[int, str, int, str]]:
    return list(
        draft.lines.order_by("pk").values_list("pk", "resolution", "quantity", "reason")
    )


def test_another_quantity_or_resolution_keeps_the_row(draft: Return) -> None:
    [(pk, *_)] = rows(draft)
    choose(draft, ("1", 1, R.EXCHANGE))
    assert rows(draft) == [(pk, "exchange", 1, "too_small")]


def test_a_line_split_in_two_begins_the_further_one_with_what_was_said(
    draft: Return,
) -> None:
    [(pk, *_)] = rows(draft)
    choose(draft, ("1", 1, R.EXCHANGE), ("1", 2, R.REFUND))
    [first, further] = rows(draft)
    assert first == (pk, "refund", 2, "too_small")
    assert further[1:] == ("exchange", 1, "too_small")


def test_two_resolutions_change_places_without_a_clash(draft: Return) -> None:
    choose(draft, ("1", 1, R.EXCHANGE), ("1", 2, R.REFUND))
    before = {pk: resolution for pk, resolution, *_ in rows(draft)}
    choose(draft, ("1", 2, R.EXCHANGE), ("1", 1, R.REFUND))
    assert {pk: resolution for pk, resolution, *_ in rows(draft)} == before


def test_what_is_no_longer_chosen_goes(draft: Return) -> None:
    choose(draft, ("1", 1, R.EXCHANGE), ("1", 2, R.REFUND))
    choose(draft, ("2", 1, R.REFUND))
    assert [row[1:] for row in rows(draft)] == [("refund", 1, "")]
