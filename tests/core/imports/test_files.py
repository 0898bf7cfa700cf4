"""What people save tables as, and what they call tables that are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import pytest
from openpyxl import Workbook

from retour_core.imports.errors import FileRefused
from retour_core.imports.intake import normalise
from retour_core.imports.models import FileKind, ImportState
from retour_core.imports.operations import upload
from retour_core.imports.tables import (
    MAX_RECORD,
    Record,
    header_of,
    records,
    sniff_delimiter,
)
from retour_core.orders.models import Order, OrderLine, Shop
from tests.core.imports.conftest import (
    HEADER,
    BringIn,
    line,
    problems,
    table,
    totals,
)


def normalised(content: bytes) -> tuple[bytes, FileKind, str]:
    out = io.BytesIO()
    kind, encoding = normalise(io.BytesIO(content), out)
    return out.getvalue(), kind, encoding


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Straße;Žofie\n".encode(), "utf-8"),
        ("\ufeffStraße;Žofie\n".encode(), "utf-8"),
        ("Straße;Žofie\n".encode("cp1252"), "cp1252"),
        ("Straße;Žofie\n".encode("utf-16"), "utf-16"),
        ("Straße;Žofie\r\n".encode(), "utf-8"),
        ("Straße;Žofie\r".encode(), "utf-8"),
    ],
)
def test_a_text_becomes_utf_8_with_line_feeds(content: bytes, encoding: str) -> None:
    assert normalised(content) == ("Straße;Žofie\n".encode(), FileKind.CSV, encoding)


def test_latin_1_is_read_with_its_letters() -> None:
    text, _kind, encoding = normalised("Müller;Françoise\n".encode("latin-1"))
    assert (text.decode(), encoding) == ("Müller;Françoise\n", "cp1252")


def test_a_letter_cut_by_a_chunk_and_a_line_end_cut_by_one_stay_whole() -> None:
    content = b"a" * (256 * 1024 - 1) + "ß".encode() + b"b" * (256 * 1024 - 2) + b"\r\n"
    text, _kind, encoding = normalised(content)
    assert (text, encoding) == (content.replace(b"\r", b""), "utf-8")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Excel file (.xls);"),
        (b"%PDF-1.7\0\1\2", "This is no text file;"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "This is no text file;"),
        (b"name\n\x81\x8d\n", "This is no text file;"),
        (b"PK\x03\x04 and nothing more", "The workbook is damaged;"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(content: bytes, told: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        normalised(content)
    assert refusal.value.message[: len(told)] == told


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3\n", ";"),
        ("a\tb\n1,5\t2;5\n", "\t"),
        ('"a;b";c,d\n1,2\n', ","),
        ("a|b|c\n1|2|3\n", "|"),
    ],
)
def test_the_separator_is_the_one_that_makes_a_table(text: str, delimiter: str) -> None:
    assert sniff_delimiter(io.BytesIO(text.encode())) == delimiter


def test_records_know_their_row_and_where_they_end() -> None:
    content = b'a,b\n\n1,"two\nlines"\n3,4'
    found = list(records(io.BytesIO(content), ","))
    assert found == [
        Record(1, ["a", "b"], 4),
        Record(3, ["1", "two\nlines"], 19),
        Record(4, ["3", "4"], 22),
    ]
    again = records(io.BytesIO(content), ",", offset=19, row=3)
    assert list(again) == found[2:]


@pytest.mark.parametrize("rest", ["x\n", "x\n" * MAX_RECORD])
def test_a_quotation_mark_that_is_never_closed_swallows_nothing(rest: str) -> None:
    content = f'a,b\n1,2\n3,"4\n{rest}'.encode()
    reader = records(io.BytesIO(content), ",")
    assert [next(reader).number, next(reader).number] == [1, 2]
    with pytest.raises(FileRefused) as refusal:
        next(reader)
    assert refusal.value.message[:21] == "Row 3 does not end: a"


def test_a_cell_larger_than_any_is_told_by_its_row() -> None:
    reader = records(io.BytesIO(b"a,b\n" + b"x" * (MAX_RECORD + 1) + b",2\n"), ",")
    assert next(reader).number == 1
    with pytest.raises(FileRefused) as refusal:
        next(reader)
    assert refusal.value.message == (
        "Row 2 does not end: a quotation mark is opened there and not closed, or it "
        "holds more than 128 KB."
    )


def test_columns_of_the_same_name_and_of_none_are_told_apart() -> None:
    record = Record(1, ["Name", " Name ", "", "Order\nno"], 0)
    assert header_of(record) == ["Name", "Name (2)", "Column 3", "Order no"]


def test_a_file_of_a_header_alone_is_refused(shop: Shop) -> None:
    with pytest.raises(FileRefused) as refusal:
        upload(shop, io.BytesIO(table()), name="x.csv")
    assert refusal.value.message == (
        "The file has no row below its first, which names the columns."
    )


def test_a_header_of_far_too_many_columns_is_refused_without_naming_them() -> None:
    with pytest.raises(FileRefused) as refusal:
        header_of(Record(1, ["x"] * 100_000, 0))
    assert refusal.value.message == "Row 1 has more than 200 columns."


def test_a_workbook_is_read_with_its_dates_and_numbers(bring_in: BringIn) -> None:
    day = datetime(2026, 11, 6)  # noqa: DTZ001 - as Excel has it
    job = bring_in(
        workbook(
            HEADER.split(","),
            [1001, day, "Jacket", "J-1", 2, 19.9, "A", 10119, "DE", "EUR"],
        )
    )
    assert (job.kind, totals(job)) == ("xlsx", {"created": 1})
    order = Order.objects.get()
    assert (order.number, order.placed_at.date().isoformat()) == ("1001", "2026-11-05")
    assert OrderLine.objects.get().total_incl_minor == 3980


def test_a_formula_in_a_workbook_is_text(bring_in: BringIn) -> None:
    row = line("1001").split(",")
    row[2], row[5] = "=cmd|' /C calc'!A0", "=6*7"
    job = bring_in(workbook(HEADER.split(","), row))
    assert problems(job) == [(2, "Price", "“=6*7” is a formula; put its result there.")]
    row[5] = "42"
    assert totals(bring_in(workbook(HEADER.split(","), row))) == {"created": 1}
    assert OrderLine.objects.get().title == "=cmd|' /C calc'!A0"


def _bomb(member: str, size: int) -> bytes:
    """A real workbook with one member swollen."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name != member:
                target.writestr(name, source.read(name))
        with target.open(member, "w") as swollen:
            for _ in range(size // 1_000_000):
                swollen.write(b" " * 1_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("member", "size"),
    [
        ("xl/worksheets/sheet1.xml", 320_000_000),
        ("xl/worksheets/sheet1.xml", 5_000_000),
        ("xl/sharedStrings.xml", 40_000_000),
        ("xl/styles.xml", 9_000_000),
    ],
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(member: str, size: int) -> None:
    with pytest.raises(FileRefused) as refusal:
        normalised(_bomb(member, size))
    assert refusal.value.message[:23] == "The workbook swells to "


def test_a_member_that_hides_what_it_is_unpacks_no_further() -> None:
    """The workbook itself says which member holds its texts: here a picture does."""
    texts = b'<Override PartName="/xl/media/logo.png" ContentType="%s" />' % (
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    )
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"</Types>", texts + b"</Types>")
            target.writestr(name, content)
        with target.open("xl/media/logo.png", "w") as swollen:
            swollen.write(b"<sst>")
            for _ in range(60):
                swollen.write(b"<si></si>".ljust(1_000_000))
            swollen.write(b"</sst>")
    with pytest.raises(FileRefused) as refusal:
        normalised(out.getvalue())
    assert refusal.value.message[:23] == "The workbook swells to "


def test_entities_that_multiply_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            target.writestr(name, laughs if is_sheet else source.read(name))
    with pytest.raises(FileRefused) as refusal:
        normalised(out.getvalue())
    assert refusal.value.message[:23] == "The workbook is damaged"


def test_a_sheet_that_claims_a_million_columns_is_read_as_it_is() -> None:
    text, _kind, _encoding = normalised(workbook(["a", "b"], [], ["c", None, None]))
    assert text == b'a,b\n""\nc\n'


def test_too_many_columns_are_refused_by_row() -> None:
    with pytest.raises(FileRefused) as refusal:
        normalised(workbook(["a"], ["x"] * 201))
    assert refusal.value.message == "Row 2 has more than 200 columns."


def test_semicolons_decimal_commas_a_mark_and_latin_1_in_one_file(
    bring_in: BringIn,
) -> None:
    content = (
        "Bestellnummer;Bestelldatum;Artikel;Menge;Einzelpreis;Kunde;PLZ;Land;Währung\r\n"
        "R-1;06.11.2026;Mütze;2;1.234,50 €;Jürgen;01067;Österreich;EUR\r\n"
        "R-1;06.11.2026;Schal;1;0,5;Jürgen;01067;Österreich;EUR\r\n"
    )
    for encoding in ("cp1252", "utf-8-sig"):
        job = bring_in(content.encode(encoding))
        assert (job.state, problems(job)) == (ImportState.DONE, [])
    order = Order.objects.get()
    assert (order.customer_name, order.country) == ("Jürgen", "AT")
    assert order.total_incl_minor == 2 * 123450 + 50
    assert [found.title for found in order.lines.order_by("position")] == [
        "Mütze",
        "Schal",
    ]


def test_quoted_line_breaks_stay_in_their_cell(bring_in: BringIn) -> None:
    content = table(line("1001", Product='"Jacket\nblue"'), line("1002"))
    job = bring_in(content)
    assert (totals(job), job.row) == ({"created": 2}, 3)
