"""A brand's own fonts as ``@font-face``. Only our own values go in: digests, numbers
and ranges; the font's name does not."""

from __future__ import annotations

import base64
from collections.abc import Collection

from django.urls import reverse

from retour_portal.fonts.models import WebFont, WebFontPart
from retour_portal.fonts.scripts import css_range

_LOCAL = ("Arial", "Liberation Sans", "Arimo", "Helvetica")


def faces(font: WebFont, family: str) -> str:
    """With a fallback of the same measure, named ``family`` and “fallback”."""
    written = [
        _face(family, digest, script, font.weight)
        for script, digest in font.digests.items()
    ]
    local = ",".join(f'local("{name}")' for name in _LOCAL)
    adjusted = ";".join(f"{name}:{value}%" for name, value in font.metrics.items())
    fallback = f'@font-face{{font-family:"{family} fallback";src:{local};{adjusted}}}'
    return "".join([*written, fallback])


def stack(family: str, others: str) -> str:
    return f'"{family}","{family} fallback",{others}'


def inlined(css: str, fonts: Collection[WebFont]) -> str:
    """With the files of ``fonts`` inside; one query, none without fonts."""
    if not fonts:
        return css
    for part in WebFontPart.objects.filter(font__in=fonts):
        data = base64.b64encode(part.data).decode()
        address = reverse("brand_font", args=[part.digest])
        css = css.replace(address, f"data:font/woff2;base64,{data}")
    return css


def _face(family: str, digest: str, script: str, weight: str) -> str:
    address = reverse("brand_font", args=[digest])
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f'src:url("{address}") format("woff2");unicode-range:{css_range(script)}}}'
    )
