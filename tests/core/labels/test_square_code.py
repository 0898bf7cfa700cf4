"""An own account's choice of the square code on its labels."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import pytest

from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.counter.queries import find_at_counter
from retour_core.labels.documents import (
    Decoded,
    LabelCode,
    decode,
    render_label,
    render_label_zpl,
)
from retour_core.labels.documents.barcodes import matrix_symbol
from retour_core.labels.downloads import DownloadPaper, download_label
from retour_core.labels.models import Label
from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return
from tests.core.labels.draining import drain
from tests.core.labels.label_samples import LABEL, S10, SSCC, printed
from tests.core.labels.zpl_printer import printed_zpl
from tests.factories import make_brand, make_order, make_return, make_shop

MATRIX = replace(LABEL, code=LabelCode.DATA_MATRIX)


def sent(**options: str) -> Return:
    brand = make_brand()
    save_account(CarrierAccount(kind="own", name="Ours"), options, [brand])
    ret = make_return(make_order(make_shop(brand)))
    drain()
    return ret


def codes(label: Label) -> list[Decoded]:
    with label.document.open("rb") as file:
        return decode(printed(file.read()))


@pytest.mark.django_db
def test_the_warehouse_books_in_by_the_data_matrix_of_the_account() -> None:
    ret = sent(square_code="datamatrix")
    label = Label.objects.get()

    bars, square = codes(label)

    number = f"(00){label.tracking_number}"
    assert (bars, square) == (Decoded("]C1", number), Decoded("]d2", number))
    # As a scanner types it that names the symbology in front.
    for typed in (square.text, f"]d200{label.tracking_number}"):
        assert find_at_counter(typed, Return.objects.all()) == ret
    zpl = download_label(ret, label, DownloadPaper.ZPL).content
    assert decode(printed_zpl(zpl)) == [bars, square]


@pytest.mark.django_db
def test_without_a_choice_it_is_the_qr_of_the_link() -> None:
    ret = sent()

    assert codes(Label.objects.get())[1] == Decoded("]Q1", tracking_url(ret))


@pytest.mark.django_db
def test_another_code_is_refused() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        sent(square_code="aztec")

    assert list(refused.value.context["fields"]) == ["square_code"]


@pytest.mark.parametrize(("number", "modules", "dots"), [(SSCC, 16, 8), (S10, 16, 8)])
def test_a_data_matrix_is_square_and_of_whole_dots(
    number: str, modules: int, dots: int
) -> None:
    symbol = matrix_symbol(number, room_mm=27)
    assert [len(row) for row in symbol.rows] == [modules] * modules
    assert (symbol.module_dots, symbol.width_dots) == (dots, modules * dots)
    # The finder: a black left edge and bottom.
    assert {row[0] for row in symbol.rows} == {0}
    assert set(symbol.rows[-1]) == {0}


def test_a_data_matrix_is_printed_with_an_empty_module_around() -> None:
    page = printed(render_label(MATRIX)).convert("L")
    room = page.crop((839 - 32 - 216, 182, 839 - 32, 182 + 216))
    left, top, right, bottom = room.point(lambda shade: 255 - shade).getbbox() or ()
    assert (right - left, bottom - top) == (128, 128)
    assert min(left, top, 216 - right, 216 - bottom) >= 8


@pytest.mark.parametrize(("dpi", "module"), [(203, 8), (300, 11)])
def test_zpl_begins_gs1_data_matrix_with_fnc1(
    dpi: Literal[203, 300], module: int
) -> None:
    zpl = render_label_zpl(MATRIX, dpi).decode("ascii")
    assert re.findall(r"\^BX([^^]+)\^FD([^^]+)\^FS", zpl) == [
        (f"N,{module},200,,,,_", f"_100{SSCC}")
    ]
    postal = render_label_zpl(replace(MATRIX, parcel_number=S10), dpi).decode("ascii")
    assert re.findall(r"\^BX[^^]+\^FD([^^]+)\^FS", postal) == [S10]
