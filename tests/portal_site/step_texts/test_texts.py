from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from retour_core.brands.models import Brand
from retour_core.orders.models import Order
from retour_portal.flow.slots.registry import STEPS
from retour_portal.step_texts.checking import StepTextRefused
from retour_portal.step_texts.models import StepText, StepTextVersion
from retour_portal.step_texts.operations import save_texts
from retour_portal.step_texts.queries import Place
from tests.factories import NOW, make_brand
from tests.portal_site.flow.walk import Customer, text_of, title_of


def say(
    brand: Brand, step: str, language: str = "en", *, publish: bool = True, **texts: str
) -> StepTextVersion:
    place = Place(brand, STEPS[step], language)
    return save_texts(place, texts, actor="eve", now=NOW, publish=publish)


def lookup(customer: Customer) -> Any:
    return customer.client.get(customer.url("lookup"))


def test_an_own_text_takes_the_standards_place_in_title_and_heading(
    customer: Customer, brand: Brand
) -> None:
    say(brand, "lookup", title="Hello from {brand}", lead="First line\nsecond line")

    page = lookup(customer)

    assert title_of(page) == "Hello from Nordwand – Nordwand"
    assert "<h1>Hello from Nordwand</h1>" in page.content.decode()
    assert "<p>First line<br>second line</p>" in page.content.decode()


def test_what_is_written_is_never_html(customer: Customer, brand: Brand) -> None:
    Brand.objects.update(name="A & <i>B</i>")
    say(brand, "lookup", title="<script>x</script> {brand}", lead="{brand}<br>")

    page = lookup(customer).content.decode()

    assert (
        "<h1>&lt;script&gt;x&lt;/script&gt; A &amp; &lt;i&gt;B&lt;/i&gt;</h1>" in page
    )
    assert "<p>A &amp; &lt;i&gt;B&lt;/i&gt;&lt;br&gt;</p>" in page


def test_an_own_text_counts_in_its_language_and_brand_alone(
    customer: Customer, brand: Brand
) -> None:
    say(brand, "lookup", "de", title="Grüezi")

    assert "Grüezi" in text_of(lookup(Customer(brand, "de")))
    assert title_of(lookup(customer)) == "Find your order – Nordwand"
    assert "Retrouvez votre commande" in text_of(lookup(Customer(brand, "fr")))
    assert "Grüezi" not in text_of(lookup(Customer(make_brand("lune"), "de")))


def test_a_draft_is_read_once_it_is_published_also_from_the_page_cache(
    customer: Customer, brand: Brand
) -> None:
    before = lookup(customer).content
    say(brand, "lookup", title="Soon", publish=False)
    assert lookup(customer).content == before

    say(brand, "lookup", title="Now")
    assert title_of(lookup(customer)) == "Now – Nordwand"

    say(brand, "lookup")
    assert lookup(customer).content == before
    assert StepText.objects.get().texts == {}
    assert StepTextVersion.objects.count() == 3


def test_what_says_the_same_as_the_standard_is_no_own_text(brand: Brand) -> None:
    row = say(brand, "lookup", lead="  One \n two ", gift=" A \n present ")

    assert row.texts == {"lead": "One\ntwo", "gift": "A present"}
    standard = say(
        brand,
        "find_help",
        where_mail="On your order confirmation: search your mailbox for “{brand}”.",
    )
    assert standard.texts == {}


@pytest.mark.parametrize(
    ("slot", "text", "problem"),
    [
        (
            "title",
            "x" * 91,
            "Use at most 90 characters; these are 91.",
        ),
        (
            "title",
            "{order}",
            "“{order}” stands for nothing here. You can use: {brand}",
        ),
        ("lead", "{", "“{” stands for nothing here. You can use: {brand}"),
    ],
)
def test_what_could_not_be_shown_is_refused_and_nothing_saved(
    slot: str, text: str, problem: str, brand: Brand
) -> None:
    with pytest.raises(StepTextRefused) as refused:
        say(brand, "lookup", **{slot: text, "gift": "Fine"})

    assert refused.value.problems == {slot: problem}
    assert StepTextVersion.objects.count() == 0


def test_the_database_keeps_one_text_for_each_place(brand: Brand) -> None:
    say(brand, "lookup", title="A")
    row = StepText.objects.get()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_own_texts_cost_no_query_once_a_process_has_read_them(
    customer: Customer, brand: Brand, order: Order
) -> None:
    say(brand, "review", title="Have a look", note="Thank you, {order}")
    customer.up_to_review(order)

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = text_of(customer.see("review"))
        counts.append(sum("step_texts" in q["sql"] for q in asked.captured_queries))
        assert "Have a look" in page
        assert "Thank you, NW-2001" in page

    assert counts[1:] == [0]
