from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from retour_core.domain.identifiers import sscc
from retour_core.labels.documents import Decoded, decode
from retour_core.labels.models import Label, LabelState
from retour_core.returns.models import Return
from tests.core.api.conftest import Caller
from tests.core.labels.carrier_samples import CODES, carriers_pdf
from tests.core.labels.label_samples import pages_mm, printed, words
from tests.factories import make_order, make_return

CARRIERS = carriers_pdf(
    """
#place(dx: 8mm, dy: 9mm, label(98mm, 142mm))
#place(dx: 120mm, dy: 20mm, block(width: 80mm, instructions))
""",
    width="205mm",
)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = settings.STORAGES | {"private": private}


def with_label(
    call: Caller, carrier: str = "own", document: bytes = b"%PDF-1.7"
) -> Return:
    ret = make_return(make_order(call.shop))
    number = sscc(0, "4012345", 1)
    label = Label.objects.create(
        parent=ret, state=LabelState.READY, carrier=carrier, tracking_number=number
    )
    label.document.save("x.pdf", ContentFile(document))
    return ret


@pytest.mark.parametrize(
    ("paper", "kind", "start", "ending"),
    [
        ("a6", "application/pdf", b"%PDF-1.7", "-a6.pdf"),
        ("4x6", "application/pdf", b"%PDF-1.7", "-4x6.pdf"),
        ("a4", "application/pdf", b"%PDF-1.7", "-A4.pdf"),
        ("png", "image/png", b"\x89PNG", ".png"),
        ("zpl", "application/zpl", b"^XA^CI28^PW812", ".zpl"),
        ("zpl300", "application/zpl", b"^XA^CI28^PW1200", ".zpl"),
    ],
)
def test_our_label_is_printed_on_the_paper_asked_for(
    call: Caller, paper: str, kind: str, start: bytes, ending: str
) -> None:
    ret = with_label(call)
    answer = call.get(f"/returns/{ret.rma_number}/label?paper={paper}")
    name = f'attachment; filename="{ret.rma_number}{ending}"'
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Content-Disposition"] == name
    assert answer.content[: len(start)] == start


def test_4_by_6_inches_are_measured(call: Caller) -> None:
    ret = with_label(call)
    answer = call.get(f"/returns/{ret.rma_number}/label?paper=4x6")
    assert pages_mm(answer.content) == [(101.6, 152.4)]


@pytest.mark.parametrize(
    ("paper", "pages"),
    [
        ("a6", [(105.0, 148.0)]),
        ("4x6", [(101.6, 152.4)]),
        # The carrier's own instructions are kept, so the slip is a page after them.
        ("a4", [(210.0, 297.0)] * 2),
    ],
)
def test_a_carriers_label_is_placed_on_the_paper_asked_for(
    call: Caller, paper: str, pages: list[tuple[float, float]]
) -> None:
    ret = with_label(call, carrier="sendcloud", document=CARRIERS)
    path = f"/returns/{ret.rma_number}/label"
    answer = call.get(f"{path}?paper={paper}")
    assert pages_mm(answer.content) == pages
    assert decode(printed(answer.content)) == CODES
    assert call.get(path).content == CARRIERS


def test_a_small_label_of_a_carrier_is_on_a_sheet_with_the_slip(call: Caller) -> None:
    document = carriers_pdf("#label(105mm, 148mm)", width="105mm", height="148mm")
    ret = with_label(call, carrier="sendcloud", document=document)
    sheet = call.get(f"/returns/{ret.rma_number}/label?paper=a4").content
    assert pages_mm(sheet) == [(210.0, 297.0)]
    slip = Decoded("]Q1", ret.rma_number.replace("-", ""))
    assert {*decode(printed(sheet))} == {*CODES, slip}
    text = " ".join(words(sheet).split())
    assert ret.lines.get().order_line.title in text
    assert "stick it on the parcel" in text


@pytest.mark.parametrize("paper", ["zpl", "zpl300", "png"])
def test_a_carriers_label_is_made_dots(call: Caller, paper: str) -> None:
    ret = with_label(call, carrier="sendcloud", document=CARRIERS)
    answer = call.get(f"/returns/{ret.rma_number}/label?paper={paper}")
    starts = {"zpl": b"^XA^PW812", "zpl300": b"^XA^PW1200", "png": b"\x89PNG"}
    assert answer.content.startswith(starts[paper])


def test_a_carriers_label_that_cannot_be_placed_is_kept_as_it_came(
    call: Caller,
) -> None:
    ret = with_label(call, carrier="sendcloud")
    path = f"/returns/{ret.rma_number}/label"
    refused = call.get(f"{path}?paper=a6")
    code = "label_document_unreadable"
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert call.get(path).content == b"%PDF-1.7"


def test_a_paper_we_have_not_is_refused(call: Caller) -> None:
    ret = with_label(call)
    assert call.get(f"/returns/{ret.rma_number}/label?paper=a5").status_code == 422


def test_a_stranger_gets_the_label_on_no_paper(call: Caller, charlie: Caller) -> None:
    ret = with_label(call)
    path = f"/returns/{ret.rma_number}/label?paper=zpl"
    assert charlie.get(path).status_code == 404


def test_a_label_that_is_a_picture_only_is_no_document(call: Caller) -> None:
    ret = make_return(make_order(call.shop))
    Label.objects.create(parent=ret, state=LabelState.READY, drop_code="123")
    assert call.get(f"/returns/{ret.rma_number}/label").status_code == 404
