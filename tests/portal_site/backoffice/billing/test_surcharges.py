"""Carriers' surcharges: entered, previewed, booked once; by who runs the brand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from retour_core.billing.models import LedgerEntry
from retour_core.billing.surcharges import (
    SurchargeRow,
    SurchargesRefused,
    book_surcharges,
)
from retour_core.labels.models import Label, LabelState
from tests.portal_site.backoffice.conftest import House, SignIn

CSV = (
    "tracking number,amount,currency,what for\n"
    "JJD001,1.45,EUR,over 5 kg\n"
    "jjd 002,200,JPY,island\n"
)


@pytest.fixture
def desk(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


@pytest.fixture
def labels(alpenglow: House) -> list[Label]:
    states = (LabelState.CANCELLED, LabelState.READY)
    return [
        Label.objects.create(
            parent=alpenglow.ret, state=state, tracking_number=f"JJD00{number}"
        )
        for number, state in enumerate(states, start=1)
    ]


def url(house: House) -> str:
    return reverse("billing:surcharges") + f"?brand={house.brand.pk}"


def one(**values: str) -> dict[str, str]:
    written = {
        "parcel": "JJD001",
        "amount": "1,45",
        "currency": "eur",
        "what_for": "over 5 kg",
        "invoice": "INV-7",
        **values,
    }
    return {f"one-{name}": value for name, value in written.items()} | {"enter": "1"}


def many(**values: Any) -> dict[str, Any]:
    written = {"invoice": "INV-7", "rows": CSV, **values}
    act = {written.pop("act", "book"): "1"}
    return {f"many-{name}": value for name, value in written.items()} | act


def booked() -> list[tuple[Any, ...]]:
    rows = LedgerEntry.objects.order_by("pk")
    fields = ("label__tracking_number", "amount_minor", "currency", "note", "invoice")
    return list(rows.values_list(*fields))


BOTH = [
    ("JJD001", 145, "EUR", "over 5 kg", "INV-7"),
    ("JJD002", 200, "JPY", "island", "INV-7"),
]


def test_one_surcharge_is_booked_and_on_the_statement(
    desk: Client, alpenglow: House, labels: list[Label]
) -> None:
    response = desk.post(url(alpenglow), one())

    assert response["Location"] == url(alpenglow)
    assert booked() == BOTH[:1]
    assert desk.get(reverse("billing:index")).context["lines"] == [
        ("1 surcharge of the carrier at €1.45", "€1.45")
    ]


def test_a_return_s_number_means_the_label_in_use(
    desk: Client, alpenglow: House, labels: list[Label]
) -> None:
    desk.post(url(alpenglow), one(parcel=alpenglow.ret.rma_number.lower()))

    assert [row[0] for row in booked()] == ["JJD002"]


@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("parcel", "JJD009", "No label of this brand has this number: compare"),
        ("parcel", "", "This field is required."),
        ("amount", "1.455", "Write an amount above zero such as 4.95"),
        ("amount", "1.000", "Write an amount above zero such as 4.95"),
        ("amount", "1,000", "Write an amount above zero such as 4.95"),
        ("amount", "0", "Write an amount above zero such as 4.95"),
        ("amount", "9" * 30, "Write an amount above zero such as 4.95"),
        ("currency", "EUX", "Write the currency’s three letters, such as EUR."),
        ("what_for", " ", "This field is required."),
        ("invoice", "", "This field is required."),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_booked(
    desk: Client,
    alpenglow: House,
    labels: list[Label],
    field: str,
    written: str,
    sentence: str,
) -> None:
    page = desk.post(url(alpenglow), one(**{field: written}))

    assert page.status_code == 422
    assert list(page.context["one"].errors) == [field]
    assert page.context["one"].errors[field][0].startswith(sentence)
    assert booked() == []


def test_an_invoice_is_previewed_and_booked_as_it_was_shown(
    desk: Client, alpenglow: House, labels: list[Label]
) -> None:
    file = SimpleUploadedFile("invoice.csv", CSV.replace(",", ";").encode("utf-16"))
    page = desk.post(url(alpenglow), many(rows="", file=file, act="preview"))

    preview = page.context["preview"]
    assert [(row.number, amount) for row, amount in preview["rows"]] == [
        (2, "€1.45"),
        (3, "¥200"),
    ]
    assert (preview["new"], preview["totals"]) == (2, ["€1.45", "¥200"])
    assert booked() == []

    desk.post(url(alpenglow), many(rows=page.context["many"]["rows"].value()))
    assert booked() == BOTH


def test_the_same_line_is_booked_once_in_a_file_and_in_the_next(
    desk: Client, alpenglow: House, labels: list[Label]
) -> None:
    twice = f"{CSV}JJD 001,1.45,EUR,Over  5 kg\n"
    for _again in range(2):
        told = desk.post(url(alpenglow), many(rows=twice), follow=True)
    desk.post(url(alpenglow), one())

    assert booked() == BOTH
    assert [str(message).strip() for message in told.context["messages"]] == [
        "0 surcharges were booked. 3 were booked before and are not booked again."
    ]
    desk.post(url(alpenglow), many(invoice="INV-8"))
    assert len(booked()) == 4


def test_wrong_lines_are_named_with_column_and_reason_and_none_is_booked(
    desk: Client, alpenglow: House, labels: list[Label]
) -> None:
    wrong = f"{CSV}JJD001,2,EUR,over 5 kg\nJJD009,1,EUR,x\n,1,EUR,x\nJJD001,1,EUR,\n"
    page = desk.post(url(alpenglow), many(rows=wrong))

    assert page.status_code == 422
    assert [
        (line, column, re.split(":| and the same", reason)[0])
        for line, column, reason in page.context["many"].problem_rows()
    ] == [
        (4, "amount", "This invoice has another amount for the same parcel"),
        (5, "tracking number", "No label of this brand has this number"),
        (6, "tracking number", "Write the tracking number of the label."),
        (7, "what for", "Write what it is for, such as “over 5 kg”."),
    ]  # fmt: skip
    assert booked() == []


def test_two_labels_with_one_number_have_to_be_told_apart(
    alpenglow: House, labels: list[Label]
) -> None:
    Label.objects.update(tracking_number="JJD001")
    row = SurchargeRow(2, "JJD001", "1", "EUR", "x")
    with pytest.raises(SurchargesRefused) as refused:
        book_surcharges(alpenglow.brand.pk, "INV-7", [row])

    assert [one.reason for one in refused.value.problems] == ["parcel_ambiguous"]


@pytest.mark.parametrize(
    ("rows", "field", "sentence"),
    [
        ("", "rows", "The first line must name these columns too: tracking number,"),
        (CSV.replace("amount", "sum"), "rows", "The first line must name these"),
        (CSV.split("JJD", 1)[0], "rows", "There are no rows below the first."),
        (CSV + "x,1,EUR,x\n" * 2000, "rows", "There are more than 2000 rows"),
        (CSV + '"', "rows", "Row 4 does not end"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(
    desk: Client, alpenglow: House, rows: str, field: str, sentence: str
) -> None:
    page = desk.post(url(alpenglow), many(rows=rows))

    assert page.status_code == 422
    assert page.context["many"].errors[field][0].startswith(sentence)


def test_a_file_that_is_no_table_is_refused(desk: Client, alpenglow: House) -> None:
    file = SimpleUploadedFile("invoice.pdf", b"%PDF\0")
    page = desk.post(url(alpenglow), many(file=file))

    assert list(page.context["many"].errors) == ["file"]


def test_who_runs_another_brand_books_nothing_here(
    charlie: User, lune: House, alpenglow: House, labels: list[Label], sign_in: SignIn
) -> None:
    client = sign_in(charlie)

    assert client.get(url(alpenglow)).status_code == 404
    assert client.post(url(alpenglow), one()).status_code == 404
    assert client.post(url(alpenglow), many()).status_code == 404
    # Nor by naming the other brand's label under the own one.
    assert client.post(url(lune), one()).status_code == 422
    mine = client.post(url(lune), one(parcel=alpenglow.ret.rma_number))
    assert mine.status_code == 422
    assert booked() == []


@pytest.mark.parametrize("who", ["alice", "eve"])
def test_neither_agents_nor_editors_book_surcharges(
    who: str,
    request: pytest.FixtureRequest,
    alpenglow: House,
    labels: list[Label],
    sign_in: SignIn,
) -> None:
    client = sign_in(request.getfixturevalue(who))

    assert client.get(url(alpenglow)).status_code == 302
    assert client.post(url(alpenglow), many()).status_code == 302
    assert booked() == []


def test_the_stranger_does_not_get_in(
    client: Client, alpenglow: House, labels: list[Label]
) -> None:
    response = client.post(url(alpenglow), one())

    assert response["Location"].startswith("/admin/login/")
    assert booked() == []


@pytest.mark.parametrize("count", [1, 40])
def test_a_preview_asks_as_often_however_many_lines(
    desk: Client,
    alpenglow: House,
    labels: list[Label],
    count: int,
    django_assert_num_queries: Any,
) -> None:
    rows = CSV + "".join(f"JJD001,1,EUR,{number}\n" for number in range(count))
    desk.post(url(alpenglow), many(rows=rows, act="preview"))
    with django_assert_num_queries(17):
        desk.post(url(alpenglow), many(rows=rows, act="preview"))


def test_an_invoice_is_known_again_however_its_letters_are_written(
    desk: Client, alpenglow: House, labels: list[Label]
) -> None:
    desk.post(url(alpenglow), one(invoice="É-7"))

    page = desk.post(url(alpenglow), one(invoice="é-7", amount="2.00"))

    assert page.status_code == 422
    assert list(page.context["one"].errors) == ["amount"]
    assert page.context["one"].errors["amount"][0].startswith("This invoice has")
    assert [row[1] for row in booked()] == [145]
