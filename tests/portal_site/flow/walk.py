"""A customer on a brand's portal, with Django's test client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, Site

from retour_core.brands.models import Brand
from retour_core.orders.models import Order, OrderLine
from retour_core.returns.models import Return
from retour_portal.theming.models import Theme


def host_of(brand: Brand) -> str:
    return f"{brand.slug}.localhost"


def open_portal(brand: Brand) -> None:
    """A Wagtail site with a theme, as an editor makes it; once per brand."""
    if Theme.objects.filter(brand=brand).exists():
        return
    root = Page.get_first_root_node()
    if root is None:
        Locale.objects.get_or_create(language_code="en")
        root = Page.add_root(title="Root", slug="root")
    site = Site.objects.create(hostname=host_of(brand), root_page=root)
    Theme.objects.create(site=site, brand=brand)


def text_of(response: HttpResponse) -> str:
    """What a person reads on the page, white space made single."""
    html = response.content.decode()
    html = re.sub(r"(?s)<(script|style|svg|noscript).*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def title_of(response: HttpResponse) -> str:
    found = re.search(r"(?s)<title>(.*?)</title>", response.content.decode())
    return " ".join(unescape(found[1]).split()) if found else ""


def errors_of(response: HttpResponse) -> list[str]:
    """The sentences of the error summary, in order."""
    html = response.content.decode()
    summary = re.search(r'(?s)<div class="error-summary".*?</ul>', html)
    found = re.findall(r'<a href="#[^"]+">(.*?)</a>', summary[0]) if summary else []
    return [unescape(text) for text in found]


class Customer:
    """Walks the flow of one brand in one language; ``key`` is the draft's."""

    def __init__(self, brand: Brand, language: str = "en") -> None:
        open_portal(brand)
        self.client = Client(HTTP_HOST=host_of(brand))
        self.language = language
        self.key = ""

    def url(self, name: str, *args: str) -> str:
        with translation.override(self.language):
            return reverse(f"flow:{name}", args=args)

    def step(self, name: str) -> str:
        return self.url(name, self.key)

    def see(self, step: str) -> Any:
        return self.client.get(self.step(step))

    def send(self, step: str, data: Mapping[str, Any] | None = None) -> Any:
        return self.client.post(self.step(step), data or {})

    def look_up(self, number: str, postal_code: str = "10119") -> Any:
        return self.client.post(
            self.url("lookup"), {"number": number, "postal_code": postal_code}
        )

    def find(self, order: Order) -> Customer:
        response = self.look_up(order.number, order.postal_code)
        assert response.status_code == 302, text_of(response)
        self.key = response["Location"].split("/r/")[1].split("/")[0]
        return self

    def choose(self, *chosen: tuple[OrderLine, Any]) -> Any:
        return self.send("items", chosen_data(*chosen))

    def give_reason(self, *lines: OrderLine, reason: str = "too_small") -> Any:
        return self.send("reasons", {f"reason-{line.pk}": reason for line in lines})

    def up_to_review(
        self, order: Order, quantity: int = 1, method: str = "drop_off_point"
    ) -> Customer:
        line = first_line(order)
        self.find(order)
        self.choose((line, quantity))
        self.give_reason(line)
        response = self.send("method", {"method": method})
        assert response["Location"] == self.step("review")
        return self

    def submit(
        self, order: Order, quantity: int = 1, method: str = "drop_off_point"
    ) -> Return:
        self.up_to_review(order, quantity, method)
        response = self.send("review")
        assert response["Location"] == self.step("confirmation")
        return self.ret()

    def ret(self) -> Return:
        return Return.objects.get(private_key=self.key)


def chosen_data(*chosen: tuple[OrderLine, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for line, quantity in chosen:
        data[f"line-{line.pk}"] = "1"
        data[f"quantity-{line.pk}"] = quantity
    return data


def first_line(order: Order) -> OrderLine:
    return order.lines.order_by("position")[0]
