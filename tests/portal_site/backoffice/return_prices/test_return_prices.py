"""The page of return prices: previewed, saved, refused row by row; one's own brand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from retour_core.policies.models import ReturnPrices
from retour_core.policies.return_prices import read_prices, save_prices
from tests.portal_site.backoffice.conftest import House, SignIn

CSV = "country,from_grams,to_grams,price,currency\nDE,0,5000,4.95,EUR\nDE,5001,,9,EUR\n"


@pytest.fixture
def desk(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def url(house: House) -> str:
    return reverse("return-prices:index") + f"?brand={house.brand.pk}"


def sent(**values: Any) -> dict[str, Any]:
    return {"valid_from": "2026-12-01", "rows": CSV, **values}


def test_a_preview_shows_the_table_and_saves_nothing(
    desk: Client, alpenglow: House
) -> None:
    page = desk.post(url(alpenglow), sent(preview="1"))

    assert page.context["preview"] == [
        ("Germany", "0 to 5000 g", "€4.95"),
        ("Germany", "from 5001 g", "€9.00"),
    ]
    assert ReturnPrices.objects.count() == 0


def test_a_file_is_previewed_and_then_saved_as_it_was_shown(
    desk: Client, alpenglow: House
) -> None:
    file = SimpleUploadedFile("prices.csv", f"\ufeff{CSV}".encode())
    page = desk.post(url(alpenglow), sent(rows="", file=file, preview="1"))
    desk.post(url(alpenglow), sent(rows=page.context["form"]["rows"].value(), save="1"))

    saved = ReturnPrices.objects.get()
    assert (saved.brand, saved.valid_from) == (alpenglow.brand, date(2026, 12, 1))
    assert saved.table == read_prices(CSV)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (CSV.replace("5001", "5000"), "Row 2: an earlier row has a price"),
        (CSV.replace("5001", "6000"), "Row 2: weights below this row have no price."),
        (CSV.replace("4.95", "free"), "Row 1: a price is an amount such as 4.95"),
        (CSV.replace("4.95", "1.000"), "Row 1: a price is an amount such as 4.95"),
        ("", "The first line has to name the columns: country,"),
    ],
)
def test_a_wrong_table_is_refused_with_row_and_reason(
    desk: Client, alpenglow: House, rows: str, sentence: str
) -> None:
    page = desk.post(url(alpenglow), sent(rows=rows, save="1"))

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert ReturnPrices.objects.count() == 0


def test_a_file_that_is_no_text_is_refused(desk: Client, alpenglow: House) -> None:
    file = SimpleUploadedFile("prices.xlsx", b"PK\x03\x04\xff\xfe")
    page = desk.post(url(alpenglow), sent(file=file, save="1"))

    assert "This is no CSV file" in page.content.decode()


def test_a_table_is_taken_away(desk: Client, alpenglow: House) -> None:
    made = save_prices(
        alpenglow.brand.pk, read_prices(CSV), valid_from=date(2026, 1, 1)
    )
    desk.post(url(alpenglow), {"end": made.pk})

    assert ReturnPrices.objects.count() == 0


def test_today_s_table_is_downloaded(desk: Client, alpenglow: House) -> None:
    save_prices(alpenglow.brand.pk, read_prices(CSV), valid_from=date(2026, 1, 1))
    response = desk.get(f"{url(alpenglow)}&as=csv")

    assert read_prices(response.content.decode()) == read_prices(CSV)


def test_who_runs_another_brand_sees_and_changes_nothing(
    desk: Client, alpenglow: House, lune: House
) -> None:
    theirs = save_prices(lune.brand.pk, read_prices(CSV), valid_from=date(2026, 1, 1))

    assert desk.get(url(lune)).status_code in (302, 404)
    desk.post(url(lune), {"end": theirs.pk})
    desk.post(url(lune), sent(save="1"))
    desk.post(url(alpenglow), {"end": theirs.pk})

    assert list(ReturnPrices.objects.filter(brand=lune.brand)) == [theirs]


def test_the_stranger_does_not_get_in(client: Client, alpenglow: House) -> None:
    assert client.get(url(alpenglow)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_however_many_tables(
    desk: Client, alpenglow: House, count: int, django_assert_num_queries: Any
) -> None:
    for month in range(1, count + 1):
        day = date(2026, month, 1)
        save_prices(alpenglow.brand.pk, read_prices(CSV), valid_from=day)
    desk.get(url(alpenglow))
    with django_assert_num_queries(13):
        page = desk.get(url(alpenglow))

    assert len(page.context["tables"]) == count
