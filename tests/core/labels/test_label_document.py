from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from PIL import Image

from retour_core.labels.documents import (
    Decoded,
    InvalidLabelData,
    LabelData,
    SlipLine,
    decode,
    render_label,
    render_label_png,
    render_label_sheet,
)
from tests.core.labels.label_samples import (
    CONSUMER,
    LABEL,
    MERCHANT,
    SSCC,
    URL,
    drawn_png,
    everywhere,
    pages_mm,
    printed,
    words,
)

LIGHTEST_60_KB = 60_000
CODES = [Decoded("]C1", f"(00){SSCC}"), Decoded("]Q1", URL)]

SCRIPTS = {
    "latin": "Þórður Guðmundsdóttir-Nuñez & Søn",
    "polish": "Źdźbło Łąkowe",
    "greek": "Οδός Ερμού 12, Αθήνα",
    "cyrillic": "улица Ленина 5, кв. 12",
    "arabic": "شارع الملك فهد 5، الرياض",
    "hebrew": "שדרות רוטשילד 1",
    "chinese": "北京市朝阳区建国路",
    "japanese": "東京都千代田区パークビル",
    "korean": "서울특별시 강남구",
    "thai": "ถนนสุขุมวิท",
    "georgian": "ქუჩა",
    "armenian": "փողոց",
}
LENGTHS = {
    "one letter": "a",
    "ninety broad letters": "W" * 90,
    "a thousand letters": "Wx" * 500,
    "many words": "lorem ipsum " * 100,
    "long arabic": "مرحبا" * 40,
    "no spaces in japanese": "東京都千代田区" * 20,
}
HOSTILE = {
    "typst code": '#read("/etc/passwd")',
    "typst markup": "*bold* _it_ $x^2$ @ref <a> \\ `c` [b] // c",
    "control characters": "a\x00b\x07c\nd\te\u202ef\ud800g\ufeff",
    "emoji": "Anna 🌸👩‍👩‍👧",
    "private use": "\ue000\U0010fffd",
    "nothing printable": "\u200b\U0001f600",
    "json": '"},{"a":"',
}


@pytest.mark.parametrize(
    "text",
    [*SCRIPTS.values(), *LENGTHS.values(), *HOSTILE.values()],
    ids=[*SCRIPTS, *LENGTHS, *HOSTILE],
)
def test_both_codes_scan_from_203_dpi_whatever_was_typed(text: str) -> None:
    pdf = render_label(everywhere(text))
    assert decode(printed(pdf)) == CODES
    assert pages_mm(pdf) == [(105.0, 148.0)]
    assert len(pdf) <= LIGHTEST_60_KB


@pytest.mark.parametrize("text", LENGTHS.values(), ids=LENGTHS)
def test_nothing_is_printed_into_the_margins_or_quiet_zones(text: str) -> None:
    image = printed(render_label(everywhere(text)))
    dots = image.width / 105  # a millimetre
    page = (0, 0, image.width, image.height)
    right_margin = (round(101.5 * dots), 0, image.width, image.height)
    beside_bars = (0, round(103.6 * dots), round(13.2 * dots), image.height)
    around_qr = (round(69.6 * dots), round(23 * dots), round(72.6 * dots), 390)
    assert _ink(image, page) > 0
    assert [_ink(image, box) for box in (right_margin, beside_bars, around_qr)] == [
        0,
        0,
        0,
    ]


def _ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    return image.crop(box).convert("L").histogram()[0]


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("length", [40, 120, 200, 300])
def test_short_and_long_urls_scan(length: int, dpi: int) -> None:
    url = "https://returns.example/t/".ljust(length, "k")
    codes = decode(printed(render_label(replace(LABEL, qr_text=url)), dpi=dpi))
    assert codes == [CODES[0], Decoded("]Q1", url)]


def test_a_url_too_long_for_a_good_qr_is_refused() -> None:
    with pytest.raises(InvalidLabelData, match="5000 characters"):
        render_label(replace(LABEL, qr_text="https://x/".ljust(5000, "k")))
    with pytest.raises(InvalidLabelData, match="needs the tracking page"):
        replace(LABEL, qr_text="")


@pytest.mark.parametrize(
    "number", ["", "123", SSCC[:-1] + "0", SSCC[:9] + " " + SSCC[9:], "x" * 18]
)
def test_a_number_that_is_no_sscc_is_refused_by_name(number: str) -> None:
    with pytest.raises(InvalidLabelData, match=f"“{number}” is no SSCC"):
        replace(LABEL, parcel_number=number)


def test_the_same_data_gives_the_same_bytes() -> None:
    data = replace(LABEL, logo=drawn_png())
    first = render_label(data)
    render_label(replace(data, order_number="another"))
    assert render_label(data) == first


def test_threads_do_not_mix_up_labels() -> None:
    labels = [replace(LABEL, rma_number=f"RMA-{n}") for n in range(16)]
    alone = [render_label(label) for label in labels]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(render_label, labels)) == alone


def test_the_label_says_who_where_and_what() -> None:
    text = words(render_label(replace(LABEL, service="Standard")))
    assert text.replace("\r\n", "\n").split("\n") == [
        "Nordlicht Outdoor RETURN",
        "Standard",
        "FROM Tel. +33 6 12 34 56 78",
        "Zoë Müller",
        "Rue de la Paix 12 bis",
        "Bâtiment C",
        "75002 PARIS",
        "FRANCE",
        "TO",
        "Retourenabteilung",
        "Nordlicht Outdoor GmbH",
        "Am Hafen 27",
        "20457 HAMBURG",
        "GERMANY",
        "TRACK",
        "ORDER",
        "NO-2026-104482",
        "RETURN NUMBER",
        "K7QM-2XWD-9TRP",
        "DATE",
        "5 Mar 2026",
        "WEIGHT",
        "1.25 kg",
        f"(00) {SSCC}",
    ]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "fr",
            [
                "Nordlicht Outdoor RETOUR",
                "EXPÉDITEUR Tel. +33 6 12 34 56 78",
                "GERMANY · Allemagne",
                "5 mars 2026",
            ],
        ),
        (
            "fr-CA",
            [
                "Nordlicht Outdoor RETOUR",
                "EXPÉDITEUR Tel. +33 6 12 34 56 78",
                "GERMANY · Allemagne",
                "5 mars 2026",
            ],
        ),
        (
            "de",
            [
                "Nordlicht Outdoor RETOURE",
                "VON Tel. +33 6 12 34 56 78",
                "GERMANY · Deutschland",
                "05.03.2026",
            ],
        ),
        ("tlh", ["Nordlicht Outdoor RETURN", "GERMANY", "5 Mar 2026"]),
        ("", ["Nordlicht Outdoor RETURN", "GERMANY", "5 Mar 2026"]),
    ],
)
def test_captions_follow_the_locale_and_else_english(
    locale: str, expected: list[str]
) -> None:
    lines = words(render_label(replace(LABEL, locale=locale))).splitlines()
    assert [line for line in lines if line in expected] == expected


def test_typst_code_in_an_address_is_only_text() -> None:
    typed = '#read("/etc/passwd")'
    sender = replace(CONSUMER, name=typed, street="*bold* #1 $x$ @me")
    lines = words(render_label(replace(LABEL, sender=sender))).splitlines()
    assert typed in lines
    assert "*bold* #1 $x$ @me" in lines


@pytest.mark.parametrize(
    ("country", "line"),
    [("US", "SPRINGFIELD, IL 62704"), ("DE", "62704 SPRINGFIELD")],
)
def test_the_postal_code_stands_where_the_country_puts_it(
    country: str, line: str
) -> None:
    sender = replace(
        CONSUMER, city="Springfield", region="IL", postal_code="62704", country=country
    )
    assert line in words(render_label(replace(LABEL, sender=sender))).splitlines()


def test_nothing_follows_the_country_in_an_address_a_machine_reads() -> None:
    """A sorting machine reads an address from its last line up."""
    merchant = replace(MERCHANT, phone="+49 40 123")
    lines = words(render_label(replace(LABEL, recipient=merchant))).splitlines()
    start, end = lines.index("Retourenabteilung"), lines.index("TRACK")
    assert lines[start - 1 : end] == [
        "TO Tel. +49 40 123",
        "Retourenabteilung",
        "Nordlicht Outdoor GmbH",
        "Am Hafen 27",
        "20457 HAMBURG",
        "GERMANY",
    ]


@pytest.mark.parametrize(
    ("locale", "line"), [("en", "HONG KONG"), ("de", "HONG KONG · Sonderverwaltungsr")]
)
def test_a_parcel_to_hong_kong_is_not_sent_to_china(locale: str, line: str) -> None:
    sender = replace(CONSUMER, country="HK", region="Kowloon")
    printed_words = words(render_label(replace(LABEL, sender=sender, locale=locale)))
    (country,) = [one for one in printed_words.splitlines() if "HONG" in one]
    assert country[: len(line)] == line
    assert "SAR CHINA" not in printed_words


def test_a_country_we_do_not_know_prints_its_code() -> None:
    sender = replace(CONSUMER, country="QX")
    assert "QX" in words(render_label(replace(LABEL, sender=sender))).splitlines()


def test_a_colour_that_is_none_prints_black() -> None:
    black = render_label(replace(LABEL, brand_colour="#000000"))
    assert render_label(replace(LABEL, brand_colour="red; #x")) == black


@pytest.mark.parametrize(("dpi", "size"), [(203, (839, 1183)), (300, (1240, 1748))])
def test_the_png_has_the_printers_dots(dpi: int, size: tuple[int, int]) -> None:
    image = Image.open(io.BytesIO(render_label_png(LABEL, dpi)))
    assert image.size == size
    assert [round(dots) for dots in image.info["dpi"]] == [dpi, dpi]
    assert (image.mode, decode(image)) == ("RGB", CODES)


def test_bars_are_four_dots_and_every_edge_is_on_a_dot() -> None:
    image = Image.open(io.BytesIO(render_label_png(LABEL))).convert("L")
    row = image.crop((0, 950, image.width, 951)).tobytes()
    assert set(row) == {0, 255}
    dark = [column for column, shade in enumerate(row) if shade == 0]
    assert (dark[0], dark[-1]) == (107, 107 + 156 * 4 - 1)
    modules = [row[start : start + 4] for start in range(107, 107 + 624, 4)]
    assert {len(set(module)) for module in modules} == {1}


SLIP = [
    SlipLine(quantity=2, title="Merino shirt, blue", sku="MB-1", reason="Too small"),
    SlipLine(quantity=1, title="#read(1) *x*", reason="رأي"),
]
STEPS = ["Pack the items.", "Stick on the label.", "Hand it in."]


@pytest.mark.parametrize("text", ["Ana", *LENGTHS.values(), *HOSTILE.values()])
def test_the_sheet_holds_the_label_the_steps_and_the_slip(text: str) -> None:
    data: LabelData = everywhere(text)
    slip = [SlipLine(quantity=1, title=text, sku=text, reason=text)]
    sheet = render_label_sheet(data, slip, [text])
    assert decode(printed(sheet)) == CODES
    assert pages_mm(sheet) == [(210.0, 297.0)]


def test_the_slip_lists_items_with_reasons() -> None:
    lines = words(render_label_sheet(LABEL, SLIP, STEPS)).splitlines()
    text = " ".join(lines)
    for part in (
        "Cut along this line",
        "How to send it back 1 Pack the items. 2 Stick on the label. 3 Hand it in.",
        "Qty Item SKU Reason 2 Merino shirt, blue MB-1 Too small 1 #read(1) *x*",
        "Order: NO-2026-104482 Return number: K7QM-2XWD-9TRP",
    ):
        assert part in text


def test_a_long_slip_goes_on_overleaf_with_its_headings() -> None:
    sheet = render_label_sheet(LABEL, SLIP * 30, STEPS)
    assert pages_mm(sheet) == [(210.0, 297.0)] * 3
    assert words(sheet, 1).split()[:4] == ["Qty", "Item", "SKU", "Reason"]


def test_a_sheet_without_lines_or_steps_is_still_a_label() -> None:
    assert decode(printed(render_label_sheet(LABEL, [], []))) == CODES
