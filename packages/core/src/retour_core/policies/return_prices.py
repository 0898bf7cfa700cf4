"""Tables of return prices: which one counts, saving one, and its CSV both ways."""

from __future__ import annotations

import csv
import io
from datetime import date

from retour_core.domain.money import Money
from retour_core.domain.return_prices import (
    PriceRow,
    PriceTable,
    ReturnPricesInvalid,
)
from retour_core.policies.models import ReturnPrices

COLUMNS = ("country", "from_grams", "to_grams", "price", "currency")
_MOST_ROWS = 2000


def prices_on(brand_id: int, day: date) -> ReturnPrices | None:
    """The table that counts on that day of the merchant's; one query."""
    begun = ReturnPrices.objects.filter(brand_id=brand_id, valid_from__lte=day)
    return begun.order_by("valid_from").last()


def tables_of(brand_id: int) -> list[ReturnPrices]:
    """Every table, the newest first; one query."""
    return list(ReturnPrices.objects.filter(brand_id=brand_id).order_by("-valid_from"))


def save_prices(brand_id: int, table: PriceTable, *, valid_from: date) -> ReturnPrices:
    """What is submitted from that day on costs this; one table a day, the last counts.

    What was submitted before keeps its price.
    """
    rows = [
        [
            row.country,
            row.from_grams,
            row.to_grams,
            row.price.minor,
            row.price.currency,
        ]
        for row in table.rows
    ]
    saved, _created = ReturnPrices.objects.update_or_create(
        brand_id=brand_id, valid_from=valid_from, defaults={"rows": rows}
    )
    return saved


def end_prices(brand_id: int, table_id: int) -> bool:
    """Take a table away, and the one before it counts again; ``False`` if none was."""
    mine = ReturnPrices.objects.filter(brand_id=brand_id, pk=table_id)
    return bool(mine.delete()[0])


def read_prices(text: str) -> PriceTable:
    """A table from CSV with the columns of ``COLUMNS``, comma or semicolon between.

    Raises ``ReturnPricesInvalid``; besides the table's own problems, “columns” where
    one is missing and “many” above 2,000 rows.
    """
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    rows = csv.DictReader(
        io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    names = {str(name).strip().lower(): name for name in rows.fieldnames or ()}
    if not set(COLUMNS) <= set(names):
        raise ReturnPricesInvalid(problems=[(0, "columns")])
    found: list[PriceRow] = []
    problems: list[tuple[int, str]] = []
    for number, raw in enumerate(rows, start=1):
        if number > _MOST_ROWS:
            raise ReturnPricesInvalid(problems=[(number, "many")])
        row = _row({name: str(raw[names[name]] or "").strip() for name in COLUMNS})
        if isinstance(row, str):
            problems.append((number, row))
        else:
            found.append(row)
    if problems:
        raise ReturnPricesInvalid(problems=problems)
    return PriceTable(tuple(found))


def prices_csv(table: PriceTable | None) -> str:
    """The same table as CSV; without one, only what the columns are called."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in table.rows if table else ():
        last = "" if row.to_grams is None else row.to_grams
        amount = row.price.to_string()
        writer.writerow([row.country, row.from_grams, last, amount, row.price.currency])
    return out.getvalue()


def _row(cells: dict[str, str]) -> PriceRow | str:
    """The row, or which cell cannot be read."""
    first, last = cells["from_grams"] or "0", cells["to_grams"]
    if not _is_whole(first) or not (last == "" or _is_whole(last)):
        return "weight"
    try:
        price = Money.from_written(cells["price"], cells["currency"].upper())
    except ValueError:
        return "amount"
    country = cells["country"].upper()
    return PriceRow(country, int(first), int(last) if last else None, price)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
