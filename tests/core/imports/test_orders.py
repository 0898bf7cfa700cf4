"""Rows into orders: what comes in, what does not, and who is told why."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pytest

from retour_core.imports.errors import ImportNotWaiting, MappingIncomplete
from retour_core.imports.mapping import Mapping, guess_mapping
from retour_core.imports.models import ColumnMapping, ImportJob, ImportState
from retour_core.imports.operations import start, upload
from retour_core.imports.queries import error_file, sample_of
from retour_core.orders.models import (
    Order,
    OrderLine,
    OrderRevision,
    OutboundShipment,
    Shop,
)
from tests.core.imports.conftest import (
    HEADER,
    BringIn,
    line,
    problems,
    table,
    totals,
)


def test_rows_of_one_number_are_one_order(bring_in: BringIn) -> None:
    job = bring_in(
        table(line("1"), line("1", Product="Scarf", SKU="", Qty="2", Price="5.00"))
    )
    assert totals(job) == {"created": 1}
    order = Order.objects.get()
    assert (order.external_id, order.total_incl_minor) == ("1", 10900)
    lines = order.lines.order_by("position").values_list("external_id", "title")
    assert list(lines) == [("J-1", "Jacket"), ("#2", "Scarf")]
    revision = OrderRevision.objects.get()
    assert (revision.source, revision.actor) == ("import", "anna")


def test_a_file_again_changes_nothing_and_a_mended_one_updates(
    bring_in: BringIn,
) -> None:
    content = table(line("1"), line("2"))
    assert totals(bring_in(content)) == {"created": 2}
    assert totals(bring_in(content)) == {"unchanged": 2}
    assert totals(bring_in(table(line("1"), line("2", Qty="3")))) == {
        "unchanged": 1,
        "updated": 1,
    }


def test_what_the_shop_changed_later_stays(bring_in: BringIn) -> None:
    header = f"{HEADER},Updated at"
    bring_in(table(line("1") + ",2026-11-10", header=header))
    job = bring_in(table(line("1", Qty="5") + ",2026-11-09", header=header))
    assert totals(job) == {"stale": 1}
    assert OrderLine.objects.get().ordered == 1


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"Qty": "one"}, "Qty", "“one” is no whole number."),
    ({"Qty": "1.5"}, "Qty", "“1.5” is no whole number."),
    ({"Qty": "-1"}, "Qty", "“-1” is below zero."),
    ({"Qty": "0"}, "Qty", "Use 1 or more."),
    ({"Qty": "9999999999"}, "Qty", "“9999999999” is too large."),
    ({"Price": "free"}, "Price", "“free” is no amount with “.” before the decimals."),
    ({"Price": "1.999"}, "Price", "EUR has 2 decimals; “1.999” has more."),
    ({"Price": "=1+1"}, "Price", "“=1+1” is a formula; put its result there."),
    ({"Price": ""}, "Price", "It is empty."),
    (
        {"Date": "31.02.2026"},
        "Date",
        "“31.02.2026” is no date like 2026-11-30 or 30.11.2026.",
    ),
    ({"Date": "46000"}, "Date", "“46000” is no date like 2026-11-30 or 30.11.2026."),
    ({"Date": ""}, "Date", "It is empty."),
    (
        {"Country": "Atlantis"},
        "Country",
        "“Atlantis” is no country; write its two letters, such as DE.",
    ),
    ({"Country": ""}, "Country", "It is empty."),
    ({"Currency": "QQQ"}, "Currency", "“QQQ” is not an ISO 4217 currency code."),
    ({"Product": ""}, "Product", "It is empty."),
    ({"Order no": ""}, "Order no", "It is empty."),
]


@pytest.mark.parametrize(("values", "column", "reason"), WRONG)
def test_a_bad_row_is_told_by_row_and_column_and_holds_nobody_back(
    values: dict[str, str], column: str, reason: str, bring_in: BringIn
) -> None:
    bad = line(values.get("Order no", "2"), **values)
    job = bring_in(table(line("1"), bad, line("3")), decimal_mark=".")
    assert totals(job) == {"created": 2, "rejected": 1}
    assert problems(job) == [(3, column, reason)]


def test_a_date_to_come_is_refused_in_its_column(bring_in: BringIn) -> None:
    job = bring_in(table(line("1", Date="2999-01-01")))
    assert [(row, column) for row, column, _ in problems(job)] == [(2, "Date")]


def test_a_row_with_a_separator_too_many_is_refused(bring_in: BringIn) -> None:
    job = bring_in(table(line("1") + ",more", line("2")))
    assert totals(job) == {"created": 1, "rejected": 1}
    [(row, column, reason)] = problems(job)
    assert (row, column, reason[:29]) == (2, "", "The row has 11 cells, the hea")


def test_rows_of_one_order_must_agree(bring_in: BringIn) -> None:
    job = bring_in(table(line("1"), line("1", Postcode="20357"), line("2")))
    assert totals(job) == {"created": 1, "rejected": 1}
    assert problems(job) == [
        (3, "Postcode", "“20357”, but row 2 of this order says “10119”.")
    ]


def test_what_only_the_first_row_says_is_the_whole_orders(bring_in: BringIn) -> None:
    blank = dict.fromkeys(("Date", "Customer", "Postcode", "Country", "Currency"), "")
    job = bring_in(table(line("1"), line("1", SKU="J-2", **blank)))
    assert (totals(job), problems(job)) == ({"created": 1}, [])
    assert Order.objects.get().lines.count() == 2


def test_an_order_that_comes_again_further_down_does_not_replace_itself(
    bring_in: BringIn,
) -> None:
    others = [line(str(n)) for n in range(10, 300)]
    job = bring_in(table(line("1", Qty="2"), *others, line("1", SKU="J-9")))
    assert totals(job) == {"created": 291, "rejected": 1}
    [(row, column, reason)] = problems(job)
    assert (row, column, reason[:42]) == (
        293,
        "Order no",
        "Rows of this order stand further up alread",
    )
    assert OrderLine.objects.get(order__external_id="1").ordered == 2


def test_an_order_of_more_rows_than_an_order_may_have_is_refused_once_read(
    bring_in: BringIn,
) -> None:
    many = [line("1", SKU=f"S{n}") for n in range(1200)]
    job = bring_in(table(*many, line("2")))
    assert totals(job) == {"created": 1, "rejected": 3}
    assert job.rejected_rows.count() == 1200
    assert problems(job)[0] == (2, "Order no", "The order has more than 500 rows.")


@pytest.mark.parametrize(
    ("cells", "shipments"),
    [
        (["T1", "T1"], [("T1", [("J-1", 1), ("J-1#2", 1)])]),
        (["T1", "T2"], [("T1", [("J-1", 1)]), ("T2", [("J-1#2", 1)])]),
        (["", "T2"], [("T2", [("J-1#2", 1)])]),
        (["T1", ""], [("T1", [])]),
        (["", ""], []),
    ],
)
def test_tracking_numbers_beside_lines_are_shipments(
    cells: list[str], shipments: list[Any], bring_in: BringIn
) -> None:
    header = f"{HEADER},Tracking number,Delivered on"
    rows = [line("1") + f",{cell}," + ("2026-11-10" if cell else "") for cell in cells]
    mapping = {"Delivered on": "delivered_at", "Tracking number": "tracking_number"}
    guessed = {
        "Order no": "number",
        "Date": "placed_at",
        "Product": "title",
        "SKU": "sku",
        "Qty": "quantity",
        "Price": "unit_price",
        "Postcode": "postal_code",
        "Country": "country",
        "Currency": "currency",
    }
    job = bring_in(table(*rows, header=header), columns={**guessed, **mapping})
    assert problems(job) == []
    stored = [
        (
            shipment.tracking_number,
            [
                (part.order_line.external_id, part.quantity)
                for part in shipment.lines.all()
            ],
        )
        for shipment in OutboundShipment.objects.order_by("tracking_number")
    ]
    assert stored == shipments
    days = OutboundShipment.objects.values_list("delivered_at__date", flat=True)
    assert {day.isoformat() for day in days} <= {"2026-11-09", "2026-11-10"}


def test_a_total_beside_lines_wins_over_their_sum(bring_in: BringIn) -> None:
    header = f"{HEADER},Total,Shipping,Discount"
    bring_in(table(line("1", Qty="2") + ",190.00,4.90,12.90", header=header))
    order = Order.objects.get()
    found = order.lines.get()
    assert (order.total_incl_minor, order.shipping_incl_minor) == (19000, 490)
    assert (found.total_incl_minor, found.discount_minor) == (18510, 1290)


def test_a_dry_run_says_the_same_and_saves_nothing(bring_in: BringIn) -> None:
    content = table(line("1"), line("2", Qty="x"), line("1"))
    tried = bring_in(content, dry_run=True)
    assert (totals(tried), tried.state) == ({"created": 1, "rejected": 2}, "done")
    assert not Order.objects.exists()
    found = problems(tried)
    done = start(tried, _mapping(tried), dry_run=False, in_background=False)
    from retour_core.imports.running import run_step

    assert run_step(done.pk, run=done.run) is False
    done.refresh_from_db()
    assert (totals(done), problems(done)) == ({"created": 1, "rejected": 2}, found)
    assert Order.objects.get().number == "1"


def _mapping(job: ImportJob) -> Mapping:
    return Mapping.model_validate(job.mapping)


def test_the_mapping_is_remembered_for_the_shop_and_its_columns(
    shop: Shop, bring_in: BringIn
) -> None:
    header = "A,B,C,D"
    columns = {"A": "number", "B": "placed_at", "C": "title", "D": "unit_price"}
    content = table("1,2026-11-06,Hat,5", header=header)
    bring_in(content, columns=columns, country="FR", currency="EUR")
    again = upload(shop, io.BytesIO(content), name="again.csv")
    assert guess_mapping(again, sample_of(again)).columns == columns
    other = upload(shop, io.BytesIO(b"A,B,C\n1,2,3\n"), name="other.csv")
    assert guess_mapping(other, sample_of(other)).columns == {}
    assert ColumnMapping.objects.count() == 1


def test_a_missing_column_is_named_before_anything_is_read(shop: Shop) -> None:
    job = upload(shop, io.BytesIO(b"Order no,Qty\n1,2\n"), name="x.csv")
    with pytest.raises(MappingIncomplete) as refusal:
        start(job, guess_mapping(job, sample_of(job)), dry_run=False)
    assert sorted(refusal.value.context["fields"]) == [
        "country",
        "currency",
        "placed_at",
        "title",
        "unit_price",
    ]


def test_one_field_is_not_read_from_two_columns(shop: Shop) -> None:
    job = upload(shop, io.BytesIO(table(line("1"))), name="x.csv")
    mapping = guess_mapping(job, sample_of(job))
    doubled = mapping.model_copy(
        update={"columns": {**mapping.columns, "Customer": "title"}}
    )
    with pytest.raises(MappingIncomplete) as refusal:
        start(job, doubled, dry_run=False)
    assert refusal.value.context["fields"] == {
        "Customer": "“Product” is chosen for this already."
    }


def test_dates_that_may_be_read_two_ways_need_an_answer(
    shop: Shop, bring_in: BringIn
) -> None:
    content = table(line("1", Date="03/04/2026"))
    job = upload(shop, io.BytesIO(content), name="x.csv")
    mapping = guess_mapping(job, sample_of(job))
    assert mapping.date_order is None
    with pytest.raises(MappingIncomplete) as refusal:
        start(job, mapping, dry_run=False)
    assert list(refusal.value.context["fields"]) == ["date_order"]
    for order, month in (("dmy", 4), ("mdy", 3)):
        bring_in(content, date_order=order)
        placed = Order.objects.get().placed_at
        assert (placed.month, placed.day) in {(month, 3), (month, 4), (month, 2)}


def test_no_cell_of_the_error_file_is_cut_by_another_separator(
    bring_in: BringIn,
) -> None:
    """A spreadsheet that cuts at semicolons must not find a formula behind one."""
    bad = line("1", Qty="x", Customer="Anna;=cmd", Product="Hat\n=cmd, +1")
    text = "".join(error_file(bring_in(table(bad))))
    for delimiter in ";,\t":
        rows = csv.reader(io.StringIO(text), delimiter=delimiter)
        cells = [cell for row in rows for cell in row]
        assert [cell for cell in cells if cell.lstrip()[:1] in {"=", "+"}] == []
    bring_in(text.replace(",x,", ",2,").encode())
    order = Order.objects.get()
    assert (order.customer_name, order.lines.get().title) == (
        "Anna;=cmd",
        "Hat\n=cmd, +1",
    )


@pytest.mark.parametrize("cell", ["eur", "€", "EUR"])
def test_a_currency_is_read_as_people_write_it(cell: str, bring_in: BringIn) -> None:
    assert totals(bring_in(table(line("1", Currency=cell)))) == {"created": 1}
    assert Order.objects.get().currency == "EUR"


def test_one_file_imported_twice_at_once_brings_every_order_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from retour_core.imports import running

    monkeypatch.setattr(running, "STEP_ROWS", 2)
    content = table(*(line(str(number)) for number in range(8)))
    jobs = []
    for _ in range(2):
        job = upload(shop, io.BytesIO(content), name="x.csv")
        mapping = guess_mapping(job, sample_of(job))
        jobs.append(start(job, mapping, dry_run=False, in_background=False))
    # One is a step behind the other, then overtakes it.
    going = list(jobs)
    running.run_step(jobs[0].pk, run=1)
    while going:
        going = [job for job in reversed(going) if running.run_step(job.pk, run=1)]
    found: Counter[str] = Counter()
    for job in jobs:
        job.refresh_from_db()
        found.update(totals(job))
    assert found == {"created": 8, "unchanged": 8}
    assert (Order.objects.count(), OrderRevision.objects.count()) == (8, 8)


def test_an_import_is_started_once(shop: Shop) -> None:
    job = upload(shop, io.BytesIO(table(line("1"))), name="x.csv")
    mapping = guess_mapping(job, sample_of(job))
    start(job, mapping, dry_run=False)
    with pytest.raises(ImportNotWaiting):
        start(job, mapping, dry_run=False)


def test_a_broken_record_ends_the_run_and_keeps_what_came_before(
    bring_in: BringIn,
) -> None:
    job = bring_in(table(line("1"), line("2"), '3,"never closed'))
    assert (job.state, totals(job), job.row) == (
        ImportState.FAILED,
        {"created": 1},
        2,
    )
    assert job.failure[:18] == "Row 4 does not end"


def test_a_paused_shop_takes_nothing_and_the_job_says_so(
    shop: Shop, bring_in: BringIn
) -> None:
    Shop.objects.filter(pk=shop.pk).update(status="paused")
    job = bring_in(table(line("1")))
    assert (job.state, job.failure[:20]) == ("failed", "This shop is paused:")


def test_the_error_file_holds_the_rows_as_they_were_and_can_be_imported(
    shop: Shop, bring_in: BringIn
) -> None:
    bad = line("2", Qty="x", Product="=HYPERLINK(1)", Customer="+49 30 1")
    job = bring_in(table(line("1"), bad, line("2", SKU="@SUM")))
    text = "".join(error_file(job))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == [
        *HEADER.split(","),
        "Retour: row",
        "Retour: column",
        "Retour: reason",
    ]
    assert rows[1][2:7] == ["'=HYPERLINK(1)", "J-1", "x", "99.00", "'+49 30 1"]
    assert rows[1][-3:-1] == ["3", "Qty"]
    assert (rows[2][3], rows[2][-3:-1]) == ("'@SUM", ["4", "Customer"])
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")]

    mended = bring_in(text.replace(",x,", ",2,").encode())
    # The customer's name still differs between the two rows.
    assert totals(mended) == {"rejected": 1}
    again = "".join(error_file(mended)).replace("Anna Berg", "'+49 30 1")
    assert totals(bring_in(again.encode())) == {"created": 1}
    order = Order.objects.get(number="2")
    assert order.customer_name == "+49 30 1"
    assert {found.title for found in order.lines.all()} == {"=HYPERLINK(1)", "Jacket"}
