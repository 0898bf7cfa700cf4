from __future__ import annotations

import re
from pathlib import Path

import pytest

import retour_portal

ROOT = Path(retour_portal.__file__).parent / "templates" / "retour"
TEMPLATES = sorted(ROOT.rglob("*.html"))

# Each would need 'unsafe-inline' in the portal's content security policy.
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}


def inline_parts(html: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(html)]


@pytest.mark.parametrize(
    "template", [pytest.param(t, id=str(t.relative_to(ROOT))) for t in TEMPLATES]
)
def test_a_portal_template_has_nothing_inline(template: Path) -> None:
    assert inline_parts(template.read_text()) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="color:red">', ["a style attribute"]),
        ("<style>p{}</style>", ["a style element"]),
        ("<script>go()</script>", ["a script without a file"]),
        ('<script type="module" src="/a.js"></script>', []),
        ('<a href="#" onclick="go()">', ["an event attribute"]),
        ('<a href="javascript:go()">', ["a script address"]),
    ],
)
def test_the_check_for_inline_parts_sees_them(html: str, found: list[str]) -> None:
    assert inline_parts(html) == found
