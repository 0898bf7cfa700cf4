"""Generated from the registry: all are used, none takes away what must stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import retour_portal
from retour_core.brands.models import Brand
from retour_core.orders.models import Order
from retour_portal.flow.slots.kinds import SlotKind
from retour_portal.flow.slots.registry import SLOTS, STEPS
from retour_portal.settings.languages import portal_languages
from retour_portal.step_texts.operations import save_texts
from retour_portal.step_texts.queries import Place
from tests.factories import NOW
from tests.portal_site.backoffice.carriers.rows import carrier_account
from tests.portal_site.flow.walk import open_portal
from tests.portal_site.step_texts.every_page import every_page

TEMPLATES = Path(retour_portal.__file__).parent / "templates"
# Facts, the law's words and what makes a form one, as they are in English.
FIXED = (
    "You can return these items until",
    "It costs you nothing.",
    "Expected refund",
    "The final amount is confirmed when we have received them.",
    "Send my return",
    "Send all returns",
    "Yes, cancel the return",
    "its label must not be used any more",
    "You see no prices, and we do not write to whoever gave it to you.",
    "Hand it in by",
    "Withdraw from contract here",
    "The link works for 24 hours.",
    "Something is wrong with an item",
)


class Reading(HTMLParser):
    """``main`` is the text of the page's own part; ``form`` what makes a form usable:
    fields with names and labels, legends, descriptions and where buttons lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.main, self.heads, self.form = "", 0, []  # type: ignore[var-annotated]
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("input", "meta", "link", "img", "br", "hr", "source"):
            self._open.append(tag)
        self.heads += tag == "h1"
        if tag in ("input", "select", "textarea", "form", "button", "label", "a"):
            kept = ("id", "name", "for", "type", "required", "aria-describedby", "href")
            self.form.append((tag, [pair for pair in attrs if pair[0] in kept]))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "main" in self._open and "script" not in self._open:
            self.main += data
        if self._open and self._open[-1] in ("label", "legend"):
            self.form.append((self._open[-1], " ".join(data.split())))


def sentinel(key: str) -> str:
    return f"◆{key}◆"


def publish(brand: Brand, text_of: Any = sentinel, language: str = "en") -> None:
    for step in STEPS.values():
        texts = {slot.name: text_of(step.key_of(slot)) for slot in step.slots}
        save_texts(
            Place(brand, step, language), texts, actor="eve", now=NOW, publish=True
        )


def read(order: Order) -> Iterator[tuple[str, Reading]]:
    for name, response in every_page(order):
        assert response.status_code in (200, 404, 410), name
        yield name, Reading(response.content.decode())


@pytest.mark.usefixtures("private_folder")
def test_every_slot_is_shown_by_some_page_and_nowhere_twice(order: Order) -> None:
    open_portal(order.brand)
    publish(order.brand)
    # Or nobody would be offered a code in a label's place.
    carrier_account(order.brand, position=2)
    seen: dict[str, set[int]] = {}

    for _name, page in read(order):
        for key in re.findall("◆(.*?)◆", page.main):
            seen.setdefault(key, set()).add(page.main.count(sentinel(key)))

    assert sorted(SLOTS.keys() - seen) == []
    assert {key: counts for key, counts in seen.items() if counts != {1}} == {}


@pytest.mark.usefixtures("private_folder")
def test_no_text_takes_away_headings_fields_labels_facts_or_the_words_of_the_law(
    brand: Brand, order: Order
) -> None:
    open_portal(brand)
    publish(brand)
    own = dict(read(order))
    said = " ".join(" ".join(page.main.split()) for page in own.values())

    assert {name: page.heads for name, page in own.items() if page.heads != 1} == {}
    assert [words for words in FIXED if words not in said] == []


@pytest.mark.usefixtures("private_folder")
@pytest.mark.parametrize("step", ["lookup", "gift", "find_help", "items", "reasons"])
def test_the_fields_of_a_form_are_the_same_with_own_texts(
    step: str, brand: Brand, order: Order
) -> None:
    open_portal(brand)
    pages = every_page(order)
    plain = {n: Reading(r.content.decode()).form for n, r in _until(pages, step)}
    publish(brand)
    own = {
        n: Reading(r.content.decode()).form for n, r in _until(every_page(order), step)
    }

    assert _without_keys(own[step]) == _without_keys(plain[step])


def _until(pages: Iterator[tuple[str, Any]], last: str) -> Iterator[tuple[str, Any]]:
    for name, response in pages:
        yield name, response
        if name == last:
            return


def _without_keys(form: Any) -> str:
    return re.sub(r"/r/[\w-]+/", "/r/key/", repr(form))


def test_empty_texts_change_nothing(brand: Brand, order: Order) -> None:
    open_portal(brand)
    invisible = "\u200b ⁠﻿­"
    publish(brand, lambda _key: invisible)

    pages = {n: r.content.decode() for n, r in _until(every_page(order), "lookup")}

    assert "<h1>Find your order</h1>" in pages["lookup"]


def test_a_slot_that_no_template_names_is_none() -> None:
    named = set()
    for file in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'{% step_(?:text|note) "([^"]+)"', file.read_text()))
    by_code = {f"{step}.note" for step in ("refused", "expired", "not_here", "link")}
    by_code |= {"expired.title", "not_here.title"}
    by_code |= {f"ways.{slot.name}" for slot in STEPS["ways"].slots}

    assert named | by_code == set(SLOTS)


@pytest.mark.parametrize("language", [code for code, _name in portal_languages()])
def test_standard_texts_fit_their_slots_and_name_known_placeholders(
    language: str,
) -> None:
    with translation.override(language):
        found = {key: slot.standard_text() for key, slot in SLOTS.items()}
    kinds = {key: SLOTS[key].kind for key in SLOTS}

    assert [k for k, text in found.items() if len(text) > kinds[k].value] == []
    assert {k for k, text in found.items() if not text} == {
        key for key, kind in kinds.items() if kind is SlotKind.NOTE
    }
    assert [
        (key, name)
        for key, text in found.items()
        for name in re.findall(r"{(\w+)}", text)
        if name not in SLOTS[key].names
    ] == []
