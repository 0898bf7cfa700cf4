"""A brand's list of reasons: what it says, and writing it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from retour_core.domain.reasons import SENDCLOUD_REASONS, ReturnReason
from retour_core.policies.data import ReasonInvalid
from retour_core.policies.models import Reason, ShopifyReason
from retour_core.policies.reason_changes import (
    ReasonInUse,
    adopt_defaults,
    delete_reason,
    move_reason,
    reorder_reasons,
    save_reason,
    switch_reason,
)
from retour_core.policies.reasons import ReasonSpec, reason_lists, reasons_of
from retour_core.sequences import SequenceChanged
from tests.factories import make_brand, make_draft

pytestmark = pytest.mark.django_db
RIPPED = {"texts": {"en": "Ripped", "de": "Zerrissen"}, "our_fault": True}


def saved(brand: Any, **raw: Any) -> Reason:
    return save_reason(Reason(brand=brand), raw)


def keys(brand: Any) -> list[str]:
    return [spec.key for spec in reasons_of(brand)]


def test_a_brand_without_rows_has_the_built_in_list() -> None:
    reasons = reasons_of(make_brand())
    assert not reasons.is_own
    assert [spec.key for spec in reasons] == [str(key) for key in ReturnReason]
    assert [spec.key for spec in reasons if spec.our_fault] == [
        "not_as_described",
        "damaged",
        "wrong_item",
    ]


def test_every_built_in_reason_is_known_to_sendcloud_and_shopify() -> None:
    for spec in reasons_of(make_brand()):
        assert spec.sendcloud_id in SENDCLOUD_REASONS
        assert spec.shopify_reason in ShopifyReason.values


def test_one_query_reads_the_lists_of_many_brands(
    django_assert_num_queries: Any,
) -> None:
    own, other = make_brand("own"), make_brand("other")
    saved(own, **RIPPED)
    with django_assert_num_queries(1):
        lists = reason_lists([own.pk, other.pk])
    assert (lists[own.pk].is_own, lists[other.pk].is_own) == (True, False)


def test_one_brand_never_sees_the_reasons_of_another() -> None:
    brand, charlie = make_brand("brand"), make_brand("charlie")
    saved(charlie, **RIPPED)
    assert reasons_of(brand).get("ripped") is None


@pytest.mark.parametrize(
    ("texts", "locale", "name"),
    [
        ({"de-AT": "Hin", "de": "Defekt", "en": "Broken"}, "de-AT", "Hin"),
        ({"de": "Defekt", "en": "Broken"}, "de_CH", "Defekt"),
        ({"de": "Defekt", "en": "Broken"}, "nl", "Broken"),
        ({"de": "Defekt"}, "en", "Damaged or faulty"),
        ({}, "en", "Damaged or faulty"),
    ],
)
def test_a_name_falls_back_step_by_step(
    texts: dict[str, str], locale: str, name: str
) -> None:
    assert ReasonSpec("damaged", texts=texts).name(locale) == name


def test_a_reason_of_ones_own_falls_back_to_any_words_and_then_to_its_key() -> None:
    assert ReasonSpec("odd", texts={"de": "Seltsam"}).name("nl") == "Seltsam"
    assert ReasonSpec("odd").name("nl") == "odd"


def test_a_name_does_not_depend_on_the_active_language() -> None:
    spec = ReasonSpec("damaged")
    with translation.override("fr"):
        assert spec.name("en") == "Damaged or faulty"


def test_the_first_own_reason_joins_the_built_in_ones() -> None:
    brand = make_brand()
    saved(brand, **RIPPED)
    assert keys(brand) == [*(str(key) for key in ReturnReason), "ripped"]


def test_adopting_twice_makes_one_list() -> None:
    brand = make_brand()
    before = list(reasons_of(brand))
    adopt_defaults(brand)
    adopt_defaults(brand)
    assert list(reasons_of(brand)) == before
    assert reasons_of(brand).is_own


def test_a_key_is_made_of_the_name_once_and_kept() -> None:
    brand = make_brand()
    first, second = saved(brand, **RIPPED), saved(brand, **RIPPED)
    assert (first.key, second.key) == ("ripped", "ripped_2")
    again = save_reason(first, {**RIPPED, "key": "new", "texts": {"en": "Torn"}})
    assert (again.key, again.texts) == ("ripped", {"en": "Torn"})


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"texts": {}}, "name_missing"),
        ({"texts": {"zz-quite": "x"}}, "language_unknown"),
        ({"texts": {"en": "  "}}, "value_missing"),
        ({"texts": {"en": "a"}, "key": "Not so"}, "not_plain_text"),
        ({"texts": {"en": "a"}, "key": "damaged"}, "key_taken"),
        ({"texts": {"en": "a"}, "answer_required": True}, "question_missing"),
        ({"texts": {"en": "a"}, "sendcloud_id": 2}, "sendcloud_id_unknown"),
        ({"texts": {"en": "a"}, "shopify_reason": "RUDE"}, "not_a_choice"),
        ({"texts": {"en": "a"}, "kinds": ["gift"]}, "not_a_choice"),
        ({"texts": {"en": "a"}, "categories": ["x", "x"]}, "named_twice"),
        ({"texts": {"en": "a"}, "colour": "red"}, "member_unknown"),
    ],
)
def test_what_makes_no_sense_is_refused(raw: dict[str, Any], code: str) -> None:
    brand = make_brand()
    with pytest.raises(ReasonInvalid) as refused:
        saved(brand, **raw)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert not Reason.objects.exists()


def test_reasons_are_offered_by_kind_and_category_in_their_sequence() -> None:
    brand = make_brand()
    saved(brand, **RIPPED, kinds=["return"], categories=["Jackets"])
    reasons = reasons_of(brand)

    def offers(kind: str, category: str) -> bool:
        return "ripped" in [spec.key for spec in reasons.offered(kind, category)]

    assert offers("return", "jackets ")
    assert not offers("return", "Shoes")
    assert not offers("claim", "Jackets")
    assert [spec.key for spec in reasons.offered("claim", "Jackets")] == [
        "not_as_described",
        "damaged",
        "wrong_item",
        "arrived_late",
        "other",
    ]


def test_nobody_is_left_without_a_reason_to_choose() -> None:
    brand = make_brand()
    saved(brand, **RIPPED, kinds=["return"], categories=["Jackets"])
    Reason.objects.exclude(key="ripped").update(is_active=False)
    reasons = reasons_of(brand)
    assert [spec.key for spec in reasons.offered("return", "Shoes")] == ["ripped"]
    assert [spec.key for spec in reasons.offered("claim", "Shoes")] == ["other"]


def test_what_is_switched_off_is_known_but_not_offered() -> None:
    brand = make_brand()
    row = saved(brand, **RIPPED)
    switch_reason(row, is_active=False)
    reasons = reasons_of(brand)
    assert reasons.get("ripped") is not None
    assert "ripped" not in [spec.key for spec in reasons.offered("return", "")]


def test_reasons_are_put_in_another_sequence() -> None:
    brand = make_brand()
    row = saved(brand, **RIPPED)
    move_reason(row, -1)
    assert keys(brand)[-2:] == ["ripped", "other"]
    rows = list(Reason.objects.filter(brand=brand).order_by("-position"))
    reorder_reasons(brand, [row.pk for row in rows])
    assert keys(brand)[:2] == ["other", "ripped"]


def test_the_rows_of_another_brand_cannot_be_put_in_sequence() -> None:
    row = saved(make_brand("charlie"), **RIPPED)
    brand = make_brand("brand")
    adopt_defaults(brand)
    with pytest.raises(SequenceChanged):
        reorder_reasons(brand, [row.pk])


def test_a_reason_that_is_gone_is_not_saved_again() -> None:
    row = saved(make_brand(), **RIPPED)
    Reason.objects.filter(pk=row.pk).delete()
    with pytest.raises(SequenceChanged):
        save_reason(row, RIPPED)


def test_a_reason_is_deleted_only_while_no_return_names_it() -> None:
    draft = make_draft()
    adopt_defaults(draft.brand)
    used, unused = (Reason.objects.get(key=key) for key in ("too_small", "too_large"))
    with pytest.raises(ReasonInUse) as refused:
        delete_reason(used)
    assert refused.value.context == {"reason": "too_small"}
    delete_reason(unused)
    assert "too_large" not in keys(draft.brand)
    assert "too_small" in keys(draft.brand)


def test_the_returns_of_another_brand_keep_no_reason_from_being_deleted() -> None:
    make_draft()
    brand = make_brand("other")
    adopt_defaults(brand)
    delete_reason(Reason.objects.get(brand=brand, key="too_small"))
    assert "too_small" not in keys(brand)
