from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from retour_core.imports.fields import fold
from retour_core.imports.formulas import FORMULA_STARTS, defused, restored
from retour_core.imports.guessing import guess_fields
from retour_core.imports.values import (
    Reading,
    guess_date_order,
    guess_decimal_mark,
    read_amount,
    read_country,
    read_moment,
)
from retour_core.imports.vocabulary import FIELDS


@pytest.mark.parametrize(
    ("cell", "mark", "amount"),
    [
        ("19.90", ".", "19.90"),
        ("19,90", ",", "19.90"),
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1.234.567", ",", "1234567"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1 234,50 €", ",", "1234.50"),
        ("1\u202f234,50\u00a0€", ",", "1234.50"),
        ("1’234.50", ".", "1234.50"),
        ("CHF 12.50", ".", "12.50"),
        ("12.50 EUR", ".", "12.50"),
        ("$5", ".", "5"),
        ("007.50", ".", "7.50"),
        ("19.9000", ".", "19.90"),
        ("1.5", ".", "1.5"),
        (".5", ".", "0.5"),
        ("-0.00", ".", "0.00"),
        ("19 %", ".", "19"),
    ],
)
def test_an_amount_is_read_as_its_file_writes_it(
    cell: str, mark: str, amount: str
) -> None:
    assert read_amount(cell, mark) == amount  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("1.5", ","),
        ("1,5", "."),
        ("12,34.5", "."),
        ("1,2,3", ","),
        ("-5", "."),
        ("−5", "."),
        ("five", "."),
        ("1e5", "."),
        ("", "."),
        ("٣", "."),
        ("=1", "."),
        ("1..5", "."),
    ],
)
def test_what_is_no_amount_is_not_guessed_at(cell: str, mark: str) -> None:
    with pytest.raises(ValueError, match="“"):
        read_amount(cell, mark)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1,50", "2,00"], ","),
        (["1.50"], "."),
        (["1.234,00"], ","),
        (["1,234"], None),
        (["1,234,567"], "."),
        (["5", ""], None),
        (["1,5", "1.5"], None),
    ],
)
def test_the_decimal_mark_is_guessed_where_the_amounts_tell(
    cells: list[str], mark: str | None
) -> None:
    assert guess_decimal_mark(cells) == mark


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["13/02/2026"], "dmy"),
        (["01/02/2026", "02/13/2026"], "mdy"),
        (["01/02/2026"], None),
        (["01.02.2026", "2026-02-01"], "dmy"),
        ([], "dmy"),
    ],
)
def test_the_order_of_day_and_month_is_guessed_where_the_dates_tell(
    cells: list[str], order: str | None
) -> None:
    assert guess_date_order(cells) == order


@pytest.mark.parametrize(
    ("cell", "order", "moment"),
    [
        ("2026-11-06", "dmy", "2026-11-06T00:00:00+01:00"),
        ("2026-11-06T10:30:00Z", "dmy", "2026-11-06T10:30:00+00:00"),
        ("2026-11-06 10:30:00 -0500", "dmy", "2026-11-06T10:30:00-05:00"),
        ("2026-07-06 10:30", "dmy", "2026-07-06T10:30:00+02:00"),
        ("6.11.2026", "mdy", "2026-11-06T00:00:00+01:00"),
        ("06/11/2026", "dmy", "2026-11-06T00:00:00+01:00"),
        ("06/11/2026", "mdy", "2026-06-11T00:00:00+02:00"),
        ("06.11.2026 14:05", "dmy", "2026-11-06T14:05:00+01:00"),
    ],
)
def test_a_date_is_read_in_the_accounts_zone(
    cell: str, order: str, moment: str
) -> None:
    reading = Reading(".", order, ZoneInfo("Europe/Berlin"))  # type: ignore[arg-type]
    assert read_moment(cell, reading) == moment


@pytest.mark.parametrize("cell", ["20261106", "6.11.26", "13/13/2026", "today", "1-2"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        read_moment(cell, Reading(".", "dmy", ZoneInfo("UTC")))


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("de", "DE"),
        ("Germany", "DE"),
        ("Allemagne", "DE"),
        ("Österreich", "AT"),
        ("United Kingdom", "GB"),
        ("UK", "GB"),
        ("Côte d’Ivoire", "CI"),
    ],
)
def test_a_country_is_known_by_code_and_by_name(cell: str, code: str) -> None:
    assert read_country(cell) == code


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Order No.|Qty|Unit price|Postcode", "number|quantity|unit_price|postal_code"),
        (
            "N° de commande|Quantité|Prix TTC|Code postal",
            "number|quantity|unit_price|postal_code",
        ),
        ("Bestell-Nr.|Menge|Stückpreis|PLZ", "number|quantity|unit_price|postal_code"),
        (
            "Name|Created at|Lineitem name|Lineitem price|Shipping Zip|Email",
            "number|placed_at|title|unit_price|postal_code|email",
        ),
    ],
)
def test_headers_of_three_languages_are_known(header: str, fields: str) -> None:
    columns = header.split("|")
    assert guess_fields(columns) == dict(zip(columns, fields.split("|"), strict=True))


def test_no_header_means_two_fields() -> None:
    names = [name for field in FIELDS for name in field.known_as() - {fold("")}]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_we_write_begins_a_formula(start: str) -> None:
    cell = f"{start}cmd|' /C calc'!A0"
    assert defused(cell) == f"'{cell}"
    assert restored(defused(cell)) == cell


def test_an_apostrophe_of_the_customers_own_stays() -> None:
    assert (defused("'t Hooft"), restored("'t Hooft")) == ("'t Hooft", "'t Hooft")
