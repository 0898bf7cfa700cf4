from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from PIL import Image

from retour_core.labels.documents import Decoded, SlipLine, decode
from retour_core.labels.documents.slip import (
    PackingSlip,
    SlipPaper,
    SlipWords,
    render_slips,
)
from retour_core.labels.packing_slips import gift_slips, packing_slips
from retour_core.orders.gift_slips import give_gift_slip
from retour_core.orders.models import GiftSlip, Order
from retour_core.orders.slips import read_slip
from tests.core.labels.label_samples import (
    CONSUMER,
    drawn_png,
    pages_mm,
    printed,
    words,
)
from tests.core.labels.test_label_document import (
    HOSTILE,
    LENGTHS,
    LIGHTEST_60_KB,
    SCRIPTS,
)
from tests.factories import NOW, line_data, make_brand, make_order, make_shop

WORDS = SlipWords(
    title="Packing slip",
    order="Order",
    date="Date",
    ship_to="Shipped to",
    quantity="Quantity",
    item="Item",
    sku="SKU",
    how_to="How to return something",
    steps=["Scan the code.", "Choose.", "Hand it in."],
    more="Further items: {count}",
    qr_alt="QR code of order {order}",
)
URL = "https://returns.nordlicht.example/s/WzEyMzQ1LDBd:1vABCD:" + "q" * 43
SLIP = PackingSlip(
    brand_name="Nordlicht",
    brand_colour="#2a6f97",
    logo=drawn_png(),
    recipient=CONSUMER,
    order_number="NO-104482",
    ordered_on=date(2026, 2, 3),
    lines=[SlipLine(quantity=2, title="Merino socks", sku="SOCK-42")],
    url=URL,
    short_url="returns.nordlicht.example",
    words=WORDS,
    locale="en",
)
SIZES = {SlipPaper.A4: (210.0, 297.0), SlipPaper.A6: (105.0, 148.0)}
papers = pytest.mark.parametrize("paper", list(SlipPaper))


@papers
@pytest.mark.parametrize(
    "text",
    [*SCRIPTS.values(), *LENGTHS.values(), *HOSTILE.values()],
    ids=[*SCRIPTS, *LENGTHS, *HOSTILE],
)
def test_the_code_scans_whatever_was_typed(paper: SlipPaper, text: str) -> None:
    slip = replace(
        SLIP,
        brand_name=text,
        logo=None,
        order_number=text,
        recipient=replace(CONSUMER, name=text, street=text, city=text),
        lines=[SlipLine(quantity=1, title=text, sku=text)] * 3,
    )
    pdf = render_slips([slip], paper)
    assert decode(printed(pdf)) == [Decoded("]Q1", URL)]
    assert pages_mm(pdf) == [SIZES[paper]]
    assert len(pdf) <= LIGHTEST_60_KB


@papers
def test_the_same_slip_gives_the_same_bytes(paper: SlipPaper) -> None:
    assert render_slips([SLIP], paper) == render_slips([replace(SLIP)], paper)


@papers
def test_each_order_begins_on_a_page_of_its_own(paper: SlipPaper) -> None:
    other = replace(SLIP, order_number="NO-2", url=URL + "x", logo=None)
    pdf = render_slips([SLIP, other], paper)
    assert pages_mm(pdf) == [SIZES[paper]] * 2
    assert [decode(printed(pdf, page))[0].text for page in (0, 1)] == [URL, URL + "x"]
    assert "NO-2" in words(pdf, 1)


def test_a_small_slip_says_how_much_it_leaves_out() -> None:
    lines = [SlipLine(quantity=2, title=f"Thing {n}") for n in range(9)]
    small = render_slips([replace(SLIP, lines=lines)], SlipPaper.A6)
    assert "Further items: 8" in words(small)
    assert "Thing 5" not in words(small)
    large = render_slips([replace(SLIP, lines=lines)], SlipPaper.A4)
    assert "Thing 8" in words(large)
    assert "Further" not in words(large)


def test_a_large_slip_goes_on_overleaf_with_the_way_back_last() -> None:
    lines = [SlipLine(quantity=1, title=f"Thing {n}") for n in range(60)]
    pdf = render_slips([replace(SLIP, lines=lines)], SlipPaper.A4)
    assert [decode(printed(pdf, page)) for page in range(len(pages_mm(pdf)))] == [
        [],
        [],
        [Decoded("]Q1", URL)],
    ]


def code_of(image: Image.Image) -> str:
    [code] = decode(image)
    return code.text


@pytest.mark.django_db
def test_an_orders_slip_names_its_lines_without_prices_and_opens_it() -> None:
    brand = make_brand("nordwand", name="Nordwand")
    lines = [line_data(variant="blue"), line_data("2", title="Hat", quantity=3)]
    order = make_order(make_shop(brand), locale="de", lines=lines)

    pdf = packing_slips(Order.objects.filter(pk=order.pk), SlipPaper.A4)

    text = words(pdf)
    for fact in ("Nordwand", order.number, "Jacket blue", "Hat", "Anna Berg", "SKU-2"):
        assert fact in text
    assert "99" not in text
    assert "Bestellung" in text
    token = code_of(printed(pdf)).removeprefix(f"{brand.portal_url}/s/")
    slip = read_slip(token, brand)
    assert (slip.order, slip.is_gift) == (order, False)


@pytest.mark.django_db
def test_an_order_of_the_night_has_the_companys_day_on_its_slip() -> None:
    order = make_order()
    Order.objects.update(placed_at=datetime(2026, 7, 31, 22, 30, tzinfo=UTC))

    text = words(packing_slips(Order.objects.filter(pk=order.pk), SlipPaper.A4))

    assert "1 Aug 2026" in text


@pytest.mark.django_db
def test_a_gifts_slip_leads_to_the_way_without_prices() -> None:
    order = make_order()
    orders = Order.objects.filter(pk=order.pk)
    pdf = packing_slips(orders, SlipPaper.A6, is_gift=True)
    token = code_of(printed(pdf)).partition("/s/")[2]
    assert read_slip(token, order.brand).is_gift


@pytest.mark.parametrize("locale", [code for code, _name in settings.LANGUAGES])
def test_a_gift_slip_names_nobody_and_fits_on_a6_in_every_language(
    db: None, locale: str
) -> None:
    title = "Wind- und wasserdichte Winterjacke mit abnehmbarer Kapuze"
    lines = [line_data(str(n), title=title) for n in range(7)]
    brand = make_brand()
    order = make_order(make_shop(brand), locale=locale, lines=lines)
    slip = give_gift_slip(order, by="anna", now=NOW)

    printed_slip = gift_slips(GiftSlip.objects.all(), SlipPaper.A6)

    assert pages_mm(printed_slip) == [SIZES[SlipPaper.A6]]
    text = words(printed_slip)
    assert (slip.code in text, f"{brand.slug}.localhost:8100/gift" in text) == (
        True,
        True,
    )
    assert [told for told in ("Anna", "10119", "Torstraße") if told in text] == []
