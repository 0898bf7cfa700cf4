"""What a parcel weighs is printed where every item's weight is known."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from retour_core.labels.bulk import labels_to_print, pile_of
from retour_core.labels.downloads import DownloadPaper, download_label
from retour_core.labels.models import Label
from retour_core.returns.drafts import choose_method
from retour_core.returns.models import Return
from retour_core.returns.operations import submit
from tests.core.labels.draining import drain
from tests.factories import (
    NOW,
    line_data,
    make_brand,
    make_draft,
    make_order,
    make_shop,
)

pytestmark = pytest.mark.django_db


def sent(*weights: int | None, parcels: int = 1, shop: Any = None) -> Return:
    """Two units of each line, with a label for each parcel."""
    lines = [
        line_data(str(number), **({} if grams is None else {"weight_grams": grams}))
        for number, grams in enumerate(weights, start=1)
    ]
    order = make_order(shop, lines=lines, total_incl_tax="500.00")
    draft = make_draft(order, {line["id"]: 2 for line in lines})
    choose_method(draft, "drop_off_point", now=NOW, parcels=parcels)
    ret = submit(draft, now=NOW)
    drain()
    return ret


def words(pdf: bytes) -> list[list[str]]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded().split("\r\n") for page in document]


def weights(ret: Return) -> list[list[str]]:
    found = []
    for label in ret.labels.order_by("parcel"):
        with label.document.open("rb") as file:
            [lines] = words(file.read())
        found.append([line for line in lines if line.endswith(" kg")])
    return found


@pytest.mark.parametrize(
    ("grams", "parcels", "printed"),
    [
        ([700], 1, [["1.4 kg"]]),
        ([700, 25], 1, [["1.45 kg"]]),
        ([700], 2, [["0.7 kg"], ["0.7 kg"]]),
        ([700, None], 1, [[]]),
        ([None], 1, [[]]),
    ],
)
def test_a_label_says_what_its_parcel_weighs(
    grams: list[int | None], parcels: int, printed: list[list[str]]
) -> None:
    assert weights(sent(*grams, parcels=parcels)) == printed


def test_every_paper_says_the_same() -> None:
    ret = sent(700)
    label = Label.objects.get()
    for paper in (DownloadPaper.A6, DownloadPaper.INCHES_4X6, DownloadPaper.A4):
        [page] = words(download_label(ret, label, paper).content)
        assert [line for line in page if line.endswith(" kg")] == ["1.4 kg"]
    assert b"^FD1.4 kg^FS" in download_label(ret, label, DownloadPaper.ZPL).content


@pytest.mark.parametrize("count", [1, 3])
def test_a_pile_asks_as_often_however_many_labels(
    count: int, django_assert_num_queries: Any
) -> None:
    shop = make_shop(make_brand())
    for _ in range(count):
        sent(700, shop=shop)
    with django_assert_num_queries(3):
        pile = pile_of(labels_to_print(Return.objects.all()), DownloadPaper.A6)
    assert pile.printed == count
