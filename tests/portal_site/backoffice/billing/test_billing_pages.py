"""The monthly statement: on the page, as CSV and as PDF, of one's own brands only."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from retour_core.billing.models import Plan
from retour_core.billing.operations import (
    add_surcharge,
    charge_label,
    choose_plan,
    credit_label,
    set_prices,
)
from retour_core.billing.queries import statement_of
from retour_core.billing.sheets import statement_pdf
from retour_core.domain.money import Money
from retour_core.labels.models import Label, LabelState
from tests.portal_site.backoffice.conftest import House, SignIn

OCTOBER = datetime(2026, 10, 1, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 10, 9, tzinfo=UTC)


def charged(house: House) -> list[Label]:
    """Three labels at 0.30, one given back, a surcharge of 1.45."""
    plan, _ = Plan.objects.get_or_create(code="growth", defaults={"name": "Growth"})
    with time_machine.travel(OCTOBER, tick=False):
        set_prices(plan, [(1, 30), (101, 25)], valid_from=date(2026, 10, 2))
    choose_plan(house.brand.pk, plan)
    labels = [
        Label.objects.create(parent=house.ret, state=state, tracking_number=f"=00{n}")
        for n, state in enumerate(
            (LabelState.CANCELLED, LabelState.CANCELLED, LabelState.READY)
        )
    ]
    with time_machine.travel(NOVEMBER, tick=False):
        for label in labels:
            charge_label(label)
        credit_label(labels[0])
        add_surcharge(labels[2], Money(145, "EUR"), reference="INV-7", note="over 5 kg")
    return labels


@pytest.fixture
def desk(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def month(house: House, name: str) -> str:
    return reverse(f"billing:{name}", args=[house.brand.pk, "2026-11"])


def test_the_page_adds_up_and_says_what_was_free(
    desk: Client, alpenglow: House
) -> None:
    charged(alpenglow)
    page = desk.get(reverse("billing:index") + "?month=2026-11")
    assert page.context["lines"] == [
        ("3 labels at €0.30", "€0.90"),
        ("1 label cancelled unused, €0.30 back", "-€0.30"),
        ("1 surcharge of the carrier at €1.45", "€1.45"),
    ]
    assert page.context["totals"] == ["€2.05"]
    assert page.context["prices"] == [(1, "€0.30"), (101, "€0.25")]
    assert page.context["free"][-1] == "0 labels of test orders"


def test_a_month_without_labels_says_so(desk: Client, alpenglow: House) -> None:
    page = desk.get(reverse("billing:index") + "?month=2020-01")
    assert "No label was made in this month." in page.content.decode()


@pytest.mark.parametrize("asked", ["2026-13", "2026", "x", "1999-01"])
def test_what_is_no_month_is_not_found(
    desk: Client, alpenglow: House, asked: str
) -> None:
    assert desk.get(reverse("billing:index") + f"?month={asked}").status_code == 404


def test_the_table_has_every_entry_and_no_formula(
    desk: Client, alpenglow: House
) -> None:
    charged(alpenglow)
    response = desk.get(month(alpenglow, "csv"))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["kind"], row["amount"], row["tracking_number"]) for row in rows] == [
        ("label", "0.30", "'=000"),
        ("label", "0.30", "'=001"),
        ("label", "0.30", "'=002"),
        ("credit", "-0.30", "'=000"),
        ("surcharge", "1.45", "'=002"),
    ]
    assert response["Cache-Control"].startswith("private, no-store")


def test_the_document_says_the_same_and_is_the_same_each_time(
    desk: Client, alpenglow: House
) -> None:
    charged(alpenglow)
    first, second = (desk.get(month(alpenglow, "pdf")).content for _ in range(2))
    assert first == second
    text = pypdfium2.PdfDocument(first)[0].get_textpage().get_text_bounded()
    for told in ("Labels in November 2026", "3 labels at €0.30", "€2.05"):
        assert told in text


def test_the_document_speaks_the_readers_language(alpenglow: House) -> None:
    charged(alpenglow)
    with translation.override("en"):
        made = statement_pdf(statement_of(alpenglow.brand, "2026-11"), locale="de")
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded()
    assert "2,05 €" in text.replace("\xa0", " ")


@pytest.mark.parametrize("name", ["csv", "pdf"])
def test_another_brands_statement_does_not_exist(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn, name: str
) -> None:
    charged(alpenglow)
    response = sign_in(charlie).get(month(alpenglow, name))
    assert response.status_code == 404
    page = sign_in(charlie).get(reverse("billing:index") + "?month=2026-11")
    assert page.context["lines"] == []


@pytest.mark.parametrize("name", ["csv", "pdf"])
def test_a_stranger_is_asked_to_sign_in(alpenglow: House, name: str) -> None:
    response = Client().get(month(alpenglow, name))
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", ["csv", "pdf"])
def test_an_agent_sees_no_statement(
    alice: User, alpenglow: House, sign_in: SignIn, name: str
) -> None:
    assert sign_in(alice).get(month(alpenglow, name)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_questions_however_many_labels(
    desk: Client, alpenglow: House, django_assert_num_queries: Any, count: int
) -> None:
    charged(alpenglow)
    for _ in range(count):
        charge_label(
            Label.objects.create(parent=alpenglow.ret, state=LabelState.CANCELLED)
        )
    url = reverse("billing:index") + "?month=2026-11"
    desk.get(url)
    with django_assert_num_queries(21):
        desk.get(url)


@pytest.mark.django_db
def test_prices_are_set_by_command(alpenglow: House) -> None:
    out = io.StringIO()
    with time_machine.travel(NOVEMBER, tick=False):
        call_command(
            "label_prices", "agency", "--prices", "1:0.30", "101:0.25",
            "--from", "2026-12-01", "--brand", alpenglow.brand.slug, stdout=out,
        )  # fmt: skip
    assert out.getvalue().splitlines() == [
        "agency (agency), EUR",
        "  2026-12-01: from label 1: 0.30, from label 101: 0.25",
        "  brands: alpenglow",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["--prices", "1:x", "--from", "2027-01-01"], "“1:x” is no price"),
        (["--prices", "1:1.000", "--from", "2027-01-01"], "“1:1.000” is no price"),
        (["--prices", "1:٣", "--from", "2027-01-01"], "“1:٣” is no price"),
        (["--prices", "2:1", "--from", "2027-01-01"], "A price list begins with"),
        (["--prices", "1:1"], "Say from which day on"),
        (["--prices", "1:1", "--from", "2026-01-01"], "Prices are changed from a day"),
        (["--brand", "nobody"], "There is no brand “nobody”"),
        (["--currency", "EUX"], "EUX is no currency"),
    ],
)
def test_the_command_says_what_is_wrong(arguments: list[str], refusal: str) -> None:
    with pytest.raises(CommandError, match=refusal):
        call_command("label_prices", "agency", *arguments)
