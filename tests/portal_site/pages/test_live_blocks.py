from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from retour_core.brands.models import Brand
from retour_core.domain.policies import RequestKind
from retour_core.policies.versions import save_policy
from retour_portal.pages.accessibility_text import accessibility_statement
from retour_portal.pages.live_blocks import consumer_day
from retour_portal.pages.models import HelpPage
from retour_portal.pages.policy_table import policy_rows
from retour_portal.pages.shown_blocks import place_address
from retour_portal.pages.standard_texts import standard_texts
from retour_portal.pages.texts import items

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

TODAY = date(2026, 12, 1)
HOST = "alpenglow.localhost:8100"
# As the editor's form saves a picture that was not chosen.
NO_PICTURE = {"image": None, "alt_text": "", "decorative": False}
BLOCKS = [
    ("policy_table", {"title": "Our terms", "kind": "return"}),
    ("countdown", {"title": "Holidays", "last_day": "2026-12-24", "country": "DE"}),
    (
        "promo",
        {
            "title": "New",
            "link_text": "Shop",
            "link": "https://shop.example/",
            "picture": NO_PICTURE,
        },
    ),
    (
        "video",
        {"title": "Packing", "link": "https://video.example/1", "poster": NO_PICTURE},
    ),
    (
        "stores",
        {
            "title": "Stores",
            "stores": items([{"name": "Mitte", "address": "Weg 1\nBerlin"}]),
        },
    ),
    ("text", "<p>Words.</p>"),
    (
        "faq",
        {
            "title": "Asked",
            "questions": items([{"question": "Q?", "answer": "<p>A</p>"}]),
        },
    ),
    ("steps", {"title": "Way", "steps": items([{"icon": "box", "title": "Pack"}] * 2)}),
    ("notice", {"kind": "info", "title": "News"}),
    ("picture", {"caption": "Below", "picture": NO_PICTURE}),
    ("dropoff_finder", {"title": "Near you", "text": "", "country": "", "carrier": ""}),
]


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def page_with(*blocks: tuple[str, Any]) -> HelpPage:
    page: HelpPage = HelpPage.objects.get(slug="help", url_path__contains="alpenglow")
    page.body = body(*blocks)
    page.save_revision().publish()
    return page


def shown(client: Client, path: str = "/en/help/") -> str:
    response = client.get(path, headers={"host": HOST})
    assert response.status_code == 200
    return unescape(response.text)


def save(brand: Brand, **terms: Any) -> None:
    save_policy(brand, RequestKind.RETURN, terms, actor="test", now=timezone.now())


def test_the_policy_table_says_what_the_brand_s_policy_says(
    portals: dict[str, Brand],
) -> None:
    brand = portals["alpenglow"]
    save(
        brand,
        window_days=45,
        country_windows={"AT": 60, "FR": 45},
        fee_payer="customer",
        fee={"per": "return", "fixed": [{"amount": "4.95", "currency": "EUR"}]},
        methods=["own_carrier"],
        resolutions=["refund", "store_credit"],
        refund_days=14,
    )
    rows = policy_rows(brand, RequestKind.RETURN, today=TODAY)
    assert [(row.title, row.entries) for row in rows] == [
        (
            "Time to return",
            [
                "45 days from the day it arrives",
                ("If that day is not known: 45 days from the day it should arrive"),
                "If that day is not known: 45 days from the day of the order",
                "Austria: 60 days",
            ],
        ),
        ("Cost of sending back", ["€4.95 per return", "Free if the fault is ours."]),
        ("Ways to send it back", ["Send it with a carrier of your choice"]),
        ("What you can choose", ["Refund", "Store credit"]),
        (
            "Your money",
            [
                (
                    "You get your money at the latest 14 days after your items have "
                    "reached us."
                )
            ],
        ),
    ]


def test_a_new_policy_shows_on_the_page_at_once(
    client: Client, portals: dict[str, Brand]
) -> None:
    page_with(BLOCKS[0])
    save(portals["alpenglow"], window_days=45)
    assert "45 days from the day it arrives" in shown(client)
    save(portals["alpenglow"], window_days=50)
    assert "45 days" not in shown(client)
    assert "50 days from the day it arrives" in shown(client)


def test_the_policy_of_another_brand_changes_nothing(
    client: Client, portals: dict[str, Brand]
) -> None:
    page_with(BLOCKS[0])
    save(portals["alpenglow"], window_days=45)
    save(portals["maison-lune"], window_days=77)
    assert re.findall(r"\d+ days from", shown(client)) == ["45 days from"] * 3


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 12, 21, 12, tzinfo=UTC), ["3 days left."]),
        (datetime(2026, 12, 23, 12, tzinfo=UTC), ["1 day left."]),
        # Past midnight in Berlin already.
        (datetime(2026, 12, 23, 23, 30, tzinfo=UTC), ["Today is the last day."]),
        (datetime(2026, 12, 24, 23, 30, tzinfo=UTC), []),
    ],
)
def test_the_countdown_counts_the_customer_s_days(
    client: Client, portals: Any, now: datetime, words: list[str]
) -> None:
    with time_machine.travel(now, tick=False):
        page_with(BLOCKS[1])
        html = shown(client)
    assert re.findall(r"<strong>(.*?)</strong>", html) == words
    assert ("Holidays" in html) == bool(words)


def test_of_several_zones_the_last_to_begin_the_day_counts() -> None:
    with time_machine.travel(datetime(2026, 12, 24, 0, 30, tzinfo=UTC), tick=False):
        # The Azores are an hour behind Lisbon.
        assert consumer_day("PT") == date(2026, 12, 23)
        assert consumer_day("DE") == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("point", "address"),
    [
        ({}, "geo:0,0?q=Mitte%20Weg%201%20Berlin"),
        (
            {"latitude": "52.5", "longitude": "13.4"},
            "geo:52.5,13.4?q=Mitte%20Weg%201%20Berlin",
        ),
    ],
)
def test_a_store_opens_the_visitor_s_own_map(
    point: dict[str, str], address: str
) -> None:
    store = {"name": "Mitte", "address": "Weg 1\nBerlin", **point}
    assert place_address(store) == address


def test_a_video_is_a_link_that_tells_whose_it_is(client: Client, portals: Any) -> None:
    page_with(BLOCKS[3])
    html = shown(client)
    links = re.findall(r"<a [^>]*video\.example[^>]*>", html)
    assert len(links) == 1
    assert 'rel="noopener noreferrer"' in links[0]
    assert re.findall(r"<(?:iframe|video|embed|object|script)\b", html) == []
    assert "The video is on video.example" in html


def test_a_page_with_every_block_is_translated_and_served_in_german(
    client: Client, portals: Any, django_capture_on_commit_callbacks: Any
) -> None:
    german = Locale.objects.get(language_code="de")
    source_page = page_with(*BLOCKS)
    source_page.get_translations().delete()
    # A brand's own video needs files of its own: tests/portal_site/videos.
    kinds = {kind for kind, _ in BLOCKS} | {"own_video"}
    assert kinds == set(HelpPage._meta.get_field("body").stream_block.child_blocks)
    source, _ = TranslationSource.update_or_create_from_instance(source_page)
    translation = Translation.objects.create(source=source, target_locale=german)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=german,
            context=segment.context,
            data=f"DE {segment.string.data}",
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    page = Page.objects.get(translation_key=source_page.translation_key, locale=german)
    with time_machine.travel(datetime(2026, 12, 20, 12, tzinfo=UTC), tick=False):
        html = shown(client, f"/de/{page.slug}/")
    headings = re.findall(r"<h2>(.*?)</h2>", html)
    assert headings == [
        *("DE Our terms", "DE New", "DE Packing", "DE Stores"),
        *("DE Asked", "DE Way", "DE Near you"),
    ]
    for words in (
        "DE Holidays",
        "DE Words.",
        "DE Mitte",
        "DE Q?",
        "DE Pack",
        "DE News",
        "DE Below",
    ):
        assert words in html
    assert re.findall(r'href="(https://(?:shop|video)\.example[^"]*)"', html) == [
        "https://shop.example/",
        "https://video.example/1",
    ]


def test_the_accessibility_statement_names_standard_contact_and_day() -> None:
    page = accessibility_statement("Nordwand", "help@n.example", day=date(2026, 3, 1))
    [(kind, html)] = page.sections
    assert (kind, page.title, page.slug) == ("text", "Accessibility", "accessibility")
    assert re.findall(r"EN 301 549|WCAG\) 2\.2 at level AA", html) == [
        "EN 301 549",
        "WCAG) 2.2 at level AA",
    ]
    assert re.findall(r'href="([^"]+)"', html) == ["mailto:help@n.example"]
    assert html.endswith("<p>This statement was prepared on 1 March 2026.</p>")


def test_a_new_brand_s_policy_page_reads_the_days_from_its_policy() -> None:
    pages = standard_texts("Nordwand", "help@n.example", language="en").pages
    assert pages["policy"].sections[0] == (
        "policy_table",
        {"title": "What you can return", "kind": "return"},
    )
    assert re.findall(r"\d+ days", str(pages["policy"].sections[1][1])) == [
        "14 days",
        "14 days",
    ]
