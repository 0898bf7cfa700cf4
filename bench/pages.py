"""The portal's home page against the plainest page Wagtail can serve."""

from __future__ import annotations

from pathlib import Path

from django.template import Engine
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from bench.timing import line, rate
from retour_portal.demo.content import seed_portals
from retour_portal.flow import urls as flow_urls

COUNT = 40
HOST = "alpenglow.localhost"


def measure() -> list[str]:
    seed_portals(80)
    client = Client(headers={"host": HOST})
    plain = _plain_page(client)
    pages = {
        "portal home page": "/en/",
        "order lookup": reverse(f"{flow_urls.app_name}:lookup"),
    }
    return [
        line("Wagtail's plain page", plain, plain, "plain page"),
        *(
            line(name, _served(client, path), plain, "plain page")
            for name, path in pages.items()
        ),
    ]


def _served(client: Client, path: str) -> float:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return rate(lambda: [client.get(path) for _ in range(COUNT)], COUNT)


def _plain_page(client: Client) -> float:
    """A bare ``wagtail.Page`` with a two-line template, on the same site."""
    Engine.get_default().dirs.append(str(Path(__file__).parent / "templates"))
    home = Site.objects.get(hostname=HOST).root_page
    page = home.add_child(instance=Page(title="Plain", slug="plain"))
    Page.template, before = "bench/plain.html", Page.template
    try:
        return _served(client, page.get_url(None).split(HOST, 1)[-1])
    finally:
        Page.template = before
