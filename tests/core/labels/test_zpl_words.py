"""What a thermal printer is told to write, apart from its codes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from retour_core.labels.documents import render_label_zpl
from tests.core.labels.label_samples import CONSUMER, LABEL, MERCHANT

_FIELD = re.compile(r"\^FO(\d+),(\d+)\^A0N,\d+\^FH_\^FD(.*?)\^FS")


def _written(zpl: bytes) -> dict[str, tuple[int, int]]:
    found = _FIELD.findall(zpl.decode("ascii"))
    return {text: (int(x), int(y)) for x, y, text in found}


@pytest.mark.parametrize("dpi", [203, 300])
def test_which_of_several_parcels_it_is_stands_below_the_heading(dpi: int) -> None:
    zpl = render_label_zpl(replace(LABEL, service="2/10"), 203 if dpi == 203 else 300)
    words = _written(zpl)
    heading, service = words["RETURN"], words["2/10"]
    assert (service[0], service[1] > heading[1]) == (heading[0], True)
    assert service[1] < 17 * dpi / 25.4  # the rule below


def test_the_recipients_phone_is_beside_the_caption_not_below_the_country() -> None:
    merchant = replace(MERCHANT, phone="+49 40 123")
    words = _written(render_label_zpl(replace(LABEL, recipient=merchant)))
    assert words["Tel. +49 40 123"][1] == words["To"][1]
    below = [text for text, (_x, y) in words.items() if y > words["GERMANY"][1]]
    assert below[0] == "Order"


def test_a_long_line_goes_on_in_the_next_row_before_it_is_too_small_to_read() -> None:
    street = "Georg-Friedrich-Wilhelm-Hegel-Straße 1234a, Hinterhaus, Aufgang C"
    sender = replace(CONSUMER, company="B" * 70, street=street, street2="links " * 15)
    zpl = render_label_zpl(replace(LABEL, sender=sender)).decode("ascii")
    sizes = [int(dots) for dots in re.findall(r"\^A0N,(\d+)", zpl)]
    assert [size for size in sizes if size < 6 / 72 * 203] == []
    assert "^GFA" not in zpl
    ends = [text for text in _written(zpl.encode()) if text.endswith("Aufgang C")]
    assert len(ends) == 1
    assert "Georg" not in ends[0]
