from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import pytest
from PIL import Image

from retour_core.labels.documents import (
    Decoded,
    LabelPaper,
    decode,
    render_label,
    render_label_zpl,
)
from tests.core.labels.label_samples import (
    CONSUMER,
    LABEL,
    S10,
    SSCC,
    URL,
    everywhere,
    pages_mm,
    printed,
)
from tests.core.labels.test_label_document import HOSTILE, LENGTHS, SCRIPTS
from tests.core.labels.zpl_reader import graphics

CODES = [Decoded("]C1", f"(00){SSCC}"), Decoded("]Q1", URL)]
TEXTS = SCRIPTS | LENGTHS | HOSTILE
INJECTION = "Eve^XZ^XA^FDevil^FS~JA_5EXZ\\"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_both_codes_of_a_4_by_6_label_scan_whatever_was_typed(text: str) -> None:
    pdf = render_label(everywhere(text), LabelPaper.INCHES_4X6)
    assert decode(printed(pdf)) == CODES
    assert pages_mm(pdf) == [(101.6, 152.4)]
    assert len(pdf) <= 60_000


def test_4_by_6_labels_of_the_same_data_are_the_same_bytes() -> None:
    first, again = (render_label(LABEL, LabelPaper.INCHES_4X6) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("text", LENGTHS.values(), ids=LENGTHS)
def test_nothing_is_printed_off_the_edges_of_4_by_6_paper(text: str) -> None:
    image = printed(render_label(everywhere(text), LabelPaper.INCHES_4X6))
    left, top, right, bottom = _inverted(image).getbbox() or (0, 0, 0, 0)
    assert min(left, top, image.width - right, image.height - bottom) >= 16  # 2 mm


@pytest.mark.parametrize(
    ("dpi", "bars", "size"), [(203, "^BY4", "^PW812^LL1218"), (300, "^BY6", "^PW1200")]
)
def test_zpl_names_paper_and_codes_in_whole_dots(
    dpi: Literal[203, 300], bars: str, size: str
) -> None:
    zpl = render_label_zpl(LABEL, dpi).decode("ascii")
    assert zpl.startswith(f"^XA^CI28{size}")
    assert re.findall(r"\^BY\d+", zpl) == [bars]
    assert re.findall(r"\^BCN,\d+,N,N,N,D\^FD([^^]+)\^FS", zpl) == [f"(00){SSCC}"]
    assert re.findall(r"\^BQN,2,\d+\^FH_\^FD([^^]+)\^FS", zpl) == [f"MA,{URL}"]


def test_zpl_prints_a_postal_number_as_code_128() -> None:
    zpl = render_label_zpl(replace(LABEL, parcel_number=S10)).decode("ascii")
    # Subset B, then C for pairs of digits, then B again: no FNC1, so no GS1-128.
    assert re.findall(r"\^BCN,\d+,N,N,N,(.)\^FD([^^]+)\^FS", zpl) == [
        ("N", ">:RR4>573124829>6DE")
    ]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_zpl_is_one_format_whatever_was_typed(text: str) -> None:
    zpl = render_label_zpl(everywhere(text)).decode("ascii")
    assert (zpl.count("^XA"), zpl.count("^XZ"), zpl.count("~")) == (1, 1, 0)


def test_typed_zpl_commands_are_printed_and_not_obeyed() -> None:
    plain = render_label_zpl(everywhere("Eve")).decode("ascii")
    typed = render_label_zpl(everywhere(INJECTION)).decode("ascii")
    assert typed.count("^XZ") == plain.count("^XZ") == 1
    assert "_5EXZ_5EXA_5EFDevil_5EFS_7EJA_5F5EXZ_5C" in typed
    assert "~" not in typed


@pytest.mark.parametrize(
    "name", ["Οδός Ερμού 12", "улица Ленина", "شارع الملك", "東京都千代田区"]
)
def test_letters_printer_fonts_lack_are_sent_asgraphics(name: str) -> None:
    zpl = render_label_zpl(replace(LABEL, sender=replace(CONSUMER, name=name)))
    (picture,) = graphics(zpl)
    assert 0 < picture.convert("L").histogram()[255] < picture.width * picture.height
    # Black is 1 in a ZPL graphic, and the ink stays beside the QR.
    assert picture.width <= 58 * 203 / 25.4 + 8


def test_latin_lines_are_sent_as_text() -> None:
    name = "Źdźbło Łąkowe"
    zpl = render_label_zpl(replace(LABEL, sender=replace(CONSUMER, name=name)))
    assert graphics(zpl) == []
    assert b"_C5_B9d_C5_BAb_C5_82o" in zpl


def _inverted(image: Image.Image) -> Image.Image:
    return image.convert("L").point(lambda shade: 255 - shade)
