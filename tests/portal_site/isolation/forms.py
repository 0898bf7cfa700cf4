"""The forms of a page, and what a browser would send of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve
from PIL import Image

from tests.portal_site.isolation.asking import Answer, Pairs

# What somebody types where something must be typed; by the field's type.
_TYPED = {
    "email": "someone@example.org",
    "url": "https://example.org/",
    "number": "1",
    "date": "2026-11-30",
    "tel": "+49301234567",
    "text": "10119",
}
_REQUIRED = ".//*[@name][@required]"
_EMPTY = (
    ".//*[self::input or self::select or self::textarea][@name]"
    "[not(@type='hidden' or @type='submit' or @type='checkbox' or @type='button')]"
)
_PRESSED = "(.//button|.//input[@type='submit'])[not(@type) or @type='submit'][@name]"


@dataclass(frozen=True)
class Form:
    """``view`` is the name of what it is sent to. ``ways`` to send it: as its page
    filled it and, where something required was empty, as somebody filled that; then
    with all filled that was empty."""

    view: str
    url: str
    ways: list[Pairs] = field(repr=False)

    @property
    def names_something(self) -> bool:
        path, _, query = self.url.partition("?")
        return bool(query or resolve(path).kwargs)


def body_of(way: Pairs) -> list[tuple[str, Any]]:
    """For one request: a file can be read once."""
    return [(name, _picture() if value is None else value) for name, value in way]


def forms_of(url: str, answer: Answer) -> Iterator[Form]:
    """The forms of the admin that are posted; ``url`` is the page's own."""
    html = answer.body
    if answer.kind.startswith("application/json"):
        told = json.loads(html)
        html = told.get("html") or "" if isinstance(told, dict) else ""
    elif not answer.kind.startswith("text/html"):
        return
    if not html.strip():
        return
    for form in lxml.html.document_fromstring(html).forms:
        to = urlsplit(urljoin(f"//host{url}", form.action or ""))._replace(netloc="")
        if form.method == "POST" and to.path.startswith("/admin/"):
            ways = [list(_sent(form, fill)) for fill in (_REQUIRED, _EMPTY)]
            yield Form(resolve(to.path).view_name, to.geturl(), ways)


def _sent(form: Any, fill: str) -> Iterator[tuple[str, Any]]:
    """Of several buttons the first is pressed, as the Enter key does."""
    # The line feed after a text area's tag is none of its value.
    filled = [(name, value.removeprefix("\n")) for name, value in form.form_values()]
    chosen = {name for name, value in filled if value}
    typed = {}
    for one in form.xpath(fill):
        if one.name not in chosen:
            typed.setdefault(one.name, _typed(one))
    yield from ((name, value) for name, value in filled if name not in typed)
    yield from typed.items()
    # Wagtail's streams are written by script; this is one that was emptied.
    for stream in form.xpath(".//*[@data-block]/@id"):
        yield f"{stream}-count", "0"
    for button in form.xpath(_PRESSED)[:1]:
        yield button.get("name"), button.get("value") or ""


def _typed(one: Any) -> Any:
    """``None`` for a file."""
    if one.tag == "select":
        return next((value for value in one.value_options if value), "")
    if one.get("type") in ("radio", "checkbox"):
        return one.get("value") or "on"
    if one.get("type") == "file":
        return None
    return _TYPED.get(one.get("type") or "text", _TYPED["text"])


def _picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return SimpleUploadedFile("a.png", out.getvalue(), "image/png")
