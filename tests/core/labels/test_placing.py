from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import groupby

import pikepdf
import pytest
from PIL import Image

from retour_core.labels.documents import decode
from retour_core.labels.placing import (
    A4,
    A6,
    INCHES_4X6,
    CannotPlace,
    Paper,
    place,
    place_as_png,
    place_as_zpl,
)
from retour_core.labels.placing.errors import (
    DocumentBlank,
    DocumentLocked,
    DocumentTooLarge,
    DocumentUnreadable,
    DotsUnknown,
    LabelTooLarge,
)
from tests.core.labels.carrier_samples import (
    CODES,
    MM,
    carriers_pdf,
    changed,
    merged,
    written,
)
from tests.core.labels.label_samples import pages_mm, printed, saved
from tests.core.labels.zpl_reader import graphics

LABEL_PAPERS = [A6, INCHES_4X6]
MILLIMETRES = {A6: (105.0, 148.0), INCHES_4X6: (101.6, 152.4), A4: (210.0, 297.0)}
CORNER = carriers_pdf("""
#place(dx: 8.3mm, dy: 9.1mm, label(98mm, 142mm))
#place(dx: 120mm, dy: 20mm, block(width: 80mm, instructions))
#place(dx: 12mm, dy: 280mm)[Terms apply.]
""")
FRAMED = carriers_pdf("""
#place(dx: 101mm, dy: 145mm, framed(98mm, 144mm))
#place(dx: 10mm, dy: 20mm, block(width: 80mm, instructions))
""")
LYING = carriers_pdf("""
#place(dx: 20mm, dy: 20mm, rotate(90deg, reflow: true, label(98mm, 142mm)))
#place(dx: 20mm, dy: 170mm, block(width: 80mm, instructions))
""")
ON_A5 = carriers_pdf(
    "#place(dx: 22mm, dy: 30mm, label(98mm, 142mm))", width="148mm", height="210mm"
)
ON_A6 = carriers_pdf("#label(105mm, 148mm)", width="105mm", height="148mm")
ON_4X6 = carriers_pdf("#label(4in, 6in)", width="4in", height="6in")
ON_A6_LYING = carriers_pdf(
    "#rotate(90deg, reflow: true, label(105mm, 148mm))", width="148mm", height="105mm"
)
TOO_LARGE = carriers_pdf("#place(dx: 5mm, dy: 5mm, framed(195mm, 280mm))")
SENT = {
    "A4, in a corner": CORNER,
    "A4, framed, below right": FRAMED,
    "A4, lying": LYING,
    "A5, with margins": ON_A5,
    "A6": ON_A6,
    "4 by 6 inches": ON_4X6,
    "A6, lying": ON_A6_LYING,
    "shown turned right": changed(CORNER, Rotate=90),
    "shown upside down": changed(CORNER, Rotate=180),
    "shown turned left": changed(LYING, Rotate=270),
}


@pytest.mark.parametrize("paper", LABEL_PAPERS, ids=lambda paper: paper.name)
@pytest.mark.parametrize("document", SENT.values(), ids=SENT)
def test_a_carriers_label_is_found_and_scans_on_the_paper(
    document: bytes, paper: Paper
) -> None:
    placed = place(document, paper)
    assert pages_mm(placed) == [MILLIMETRES[paper]]
    assert decode(printed(placed)) == CODES


@pytest.mark.parametrize("document", SENT.values(), ids=SENT)
def test_a_carriers_label_goes_on_a4_whatever_it_came_on(document: bytes) -> None:
    placed = place(document, A4)
    assert pages_mm(placed) == [MILLIMETRES[A4]]
    assert decode(printed(placed)) == CODES


@pytest.mark.parametrize("document", [CORNER, LYING, ON_A6_LYING], ids=["1", "2", "3"])
@pytest.mark.parametrize("paper", [A6, A4], ids=lambda paper: paper.name)
def test_the_same_document_gives_the_same_bytes(document: bytes, paper: Paper) -> None:
    assert place(document, paper) == place(document, paper)


@pytest.mark.parametrize(
    ("document", "paper"), [(CORNER, A4), (ON_A6, A6), (ON_4X6, INCHES_4X6)]
)
def test_what_is_on_the_paper_already_is_not_touched(
    document: bytes, paper: Paper
) -> None:
    assert place(document, paper) == document


@pytest.mark.parametrize("document", [CORNER, FRAMED, LYING], ids=["1", "2", "3"])
@pytest.mark.parametrize("paper", LABEL_PAPERS, ids=lambda paper: paper.name)
def test_instructions_beside_the_label_are_left_on_the_carriers_page(
    document: bytes, paper: Paper
) -> None:
    """The label's lowest line is a hand's breadth of ink; the instructions are not."""
    dark = printed(place(document, paper)).convert("L").histogram()[0]
    alone = printed(place(ON_A5, paper)).convert("L").histogram()[0]
    frame = 2 * (98 + 144) * 4 * 8 if document is FRAMED else 0
    assert abs(dark - frame - alone) < 0.02 * alone


@pytest.mark.parametrize(
    "document", [CORNER, LYING, ON_A5, ON_A6, ON_4X6, SENT["shown turned right"]]
)
def test_bars_stay_as_many_whole_dots_wide_as_the_carrier_drew_them(
    document: bytes,
) -> None:
    """On 4 by 6 inches, whose sides are whole dots, so that rendering shifts none."""
    lines = [
        line
        for image in quarter_turns(printed(place(document, INCHES_4X6)))
        for line in runs(image)
        if len(line) == ELEMENTS
    ]
    assert len(lines) > 10
    assert {width % 4 for line in lines for width in line} == {0}


# Start, FNC1, twenty digits in pairs, check: six bars and spaces each; seven to stop.
ELEMENTS = 13 * 6 + 7


def quarter_turns(image: Image.Image) -> list[Image.Image]:
    return [image, image.rotate(90, expand=True)]


def runs(image: Image.Image) -> Iterator[list[int]]:
    """Of every tenth line: how long each run of black or white between its ends is."""
    grey = image.convert("L")
    for y in range(0, grey.height, 10):
        line = grey.crop((0, y, grey.width, y + 1)).tobytes()
        yield [len(list(run)) for _, run in groupby(line)][1:-1]


@pytest.mark.parametrize("paper", LABEL_PAPERS, ids=lambda paper: paper.name)
def test_a_label_larger_than_the_paper_is_refused_and_not_made_smaller(
    paper: Paper,
) -> None:
    with pytest.raises(LabelTooLarge) as refused:
        place(TOO_LARGE, paper)
    assert refused.value.context == {"page": 1, "width_mm": 196, "height_mm": 281}


def test_a_page_without_codes_is_not_cut() -> None:
    document = carriers_pdf("""
    #place(dx: 10mm, dy: 10mm)[To whom it may concern]
    #place(dx: 10mm, dy: 250mm)[Hamburg]
    """)
    with pytest.raises(LabelTooLarge):
        place(document, A6)


def test_a_code_by_itself_is_not_taken_for_a_label() -> None:
    """Its addresses stand where they would be cut away."""
    document = carriers_pdf("""
    #place(dx: 10mm, dy: 10mm)[Anna Berg, Berlin]
    #place(dx: 110mm, dy: 40mm)[Alpenglow GmbH, Hamburg]
    #place(dx: 20mm, dy: 200mm, image(
      bytes(sys.inputs.bars), width: bars-width, height: 25mm, fit: "stretch",
    ))
    """)
    with pytest.raises(LabelTooLarge):
        place(document, A6)


def test_pages_of_instructions_stay_behind_on_labels_and_come_along_on_a4() -> None:
    document = carriers_pdf("""
    #place(dx: 8mm, dy: 9mm, label(98mm, 142mm))
    #pagebreak()
    #pad(20mm, instructions)
    """)
    assert pages_mm(place(document, A6)) == [MILLIMETRES[A6]]
    assert len(pages_mm(place(document, A4))) == 2


def test_each_page_with_codes_is_a_label() -> None:
    document = carriers_pdf("""
    #place(dx: 8mm, dy: 9mm, label(98mm, 142mm))
    #pagebreak()
    #place(dx: 90mm, dy: 100mm, label(98mm, 142mm))
    """)
    placed = place(document, A6)
    assert pages_mm(placed) == [MILLIMETRES[A6]] * 2
    assert [decode(printed(placed, page)) for page in (0, 1)] == [CODES] * 2


def test_one_page_that_does_not_fit_refuses_them_all() -> None:
    document = merged([CORNER, TOO_LARGE])
    with pytest.raises(LabelTooLarge) as refused:
        place(document, A6)
    assert refused.value.context["page"] == 2


def encrypted(password: str) -> bytes:
    with pikepdf.open(io.BytesIO(CORNER)) as pdf:
        return written(pdf, encryption=pikepdf.Encryption(owner="x", user=password))


def many_pages() -> bytes:
    return merged([ON_A6] * 21)


def of_size(*box: float) -> bytes:
    return changed(CORNER, MediaBox=pikepdf.Array(list(box)))


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda: b"", DocumentUnreadable),
        (lambda: b"%PDF-1.7 theirs", DocumentUnreadable),
        (lambda: CORNER[:200], DocumentUnreadable),
        (lambda: b"<html>Service unavailable</html>", DocumentUnreadable),
        (lambda: b"\x89PNG\r\n\x1a\nnothing", DocumentUnreadable),
        (lambda: b"%PDF-1.7" + b"\0" * 15_000_000, DocumentTooLarge),
        (many_pages, DocumentTooLarge),
        (lambda: of_size(0, 0, 5000, 5000), DocumentTooLarge),
        (lambda: of_size(0, 0, 0, 0), DocumentUnreadable),
        (lambda: changed(CORNER, UserUnit=2), DocumentUnreadable),
        (lambda: encrypted("secret"), DocumentLocked),
        (lambda: carriers_pdf(""), DocumentBlank),
        (lambda: saved(Image.new("L", (777, 777)), "PNG"), DotsUnknown),
    ],
)
def test_what_cannot_be_taken_apart_is_refused_with_its_reason(
    make: Callable[[], bytes], refusal: type[CannotPlace]
) -> None:
    with pytest.raises(CannotPlace) as refused:
        place(make(), A6)
    assert type(refused.value) is refusal


def test_a_document_that_anybody_may_open_is_placed() -> None:
    assert decode(printed(place(encrypted(""), A6))) == CODES


def test_a_cut_at_any_byte_is_refused_or_placed_whole() -> None:
    for end in range(0, len(CORNER), 1801):
        try:
            placed = place(CORNER[:end], A6)
        except CannotPlace:
            continue
        assert decode(printed(placed)) == CODES


def test_the_crop_box_counts_and_print_marks_do_not() -> None:
    """The page that a viewer shows is a part of what its producer drew on."""
    height = 297 * MM
    label = [8 * MM, height - 152 * MM, 107 * MM, height - 8 * MM]
    document = changed(CORNER, CropBox=label, TrimBox=[0, 0, 10, 10])
    placed = place(document, INCHES_4X6)
    assert pages_mm(placed) == [MILLIMETRES[INCHES_4X6]]
    assert decode(printed(placed)) == CODES


@pytest.mark.parametrize(("dpi", "told"), [(203, True), (300, True), (300, False)])
def test_a_carriers_picture_is_placed_dot_for_dot(dpi: int, told: bool) -> None:
    image = printed(ON_4X6, dpi=dpi).crop((0, 0, 4 * dpi, 6 * dpi))
    file = io.BytesIO()
    image.save(file, "PNG", **({"dpi": (dpi, dpi)} if told else {}))
    placed = place(file.getvalue(), INCHES_4X6)
    assert pages_mm(placed) == [MILLIMETRES[INCHES_4X6]]
    assert decode(printed(placed)) == CODES
    if dpi == 203:  # at 300 the renderer adds a row of its own
        assert printed(placed).tobytes() == image.tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "LA"])
def test_pictures_of_any_kind_are_taken(mode: str) -> None:
    whole_dots = printed(ON_4X6, dpi=300).crop((0, 0, 1200, 1800))
    picture = saved(whole_dots.convert("L").convert(mode), "PNG")
    assert decode(printed(place(picture, A6))) == CODES


@pytest.mark.parametrize("dpi", [203, 300])
def test_a_carriers_label_is_sent_to_a_thermal_printer_as_dots(dpi: int) -> None:
    zpl = place_as_zpl(CORNER, dpi)
    assert zpl.startswith(f"^XA^PW{4 * dpi}^LL{6 * dpi}^LH0,0^FO0,0^GFA,".encode())
    assert zpl.endswith(b"^PQ1^XZ\n")
    (picture,) = graphics(zpl)
    paper = Image.new("L", (4 * dpi, 6 * dpi), 255)
    paper.paste(picture.convert("L").point(lambda ink: 255 - ink))
    assert decode(paper) == CODES


def test_a_carriers_label_as_a_picture_has_the_dots_of_a6() -> None:
    image = Image.open(io.BytesIO(place_as_png(CORNER)))
    assert (image.format, image.size) == ("PNG", (840, 1183))
    assert decode(image.convert("L")) == CODES
