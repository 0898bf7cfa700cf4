"""Generated from the viewsets: a list added later is asked too."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.generic import IndexView

from retour_core.outbox.models import OutboxMessage
from tests.factories import NOW
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.rows import row_of
from tests.portal_site.backoffice.test_isolation import _viewsets

# Their rows are no brand's.
_OF_NOBODY = {"outbox", "drop-offs"}


def _nouns() -> list[str]:
    """Of the viewsets whose list is a table of Wagtail's."""
    return [
        viewset.url_namespace
        for viewset in _viewsets()
        if issubclass(viewset.index_view.view_class, IndexView)
        and "index" in viewset.offered
    ]


def _answers(client: Client, noun: str) -> list[int | str]:
    """What each row of the list leads to by its first cell answers."""
    page = client.get(reverse(f"{noun}:index"))
    rows = BeautifulSoup(page.content, "html.parser").select("table.listing tbody tr")
    assert rows, noun
    links: list[Any] = [row.select_one("td:first-child a[href]") for row in rows]
    return [
        client.get(str(link["href"])).status_code if link else "no link"
        for link in links
    ]


def test_every_row_of_every_list_leads_somewhere_its_reader_may_go(
    alice: User, anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    nouns = [noun for noun in _nouns() if noun not in _OF_NOBODY]
    for noun in nouns:
        row_of(noun, alpenglow)
    led = {}
    for person in (anna, alice):
        client = sign_in(person)
        for noun in nouns:
            if client.get(reverse(f"{noun}:index")).status_code == 200:
                led[person.username, noun] = set(_answers(client, noun))
    assert led == {asked: {200} for asked in led}
    assert {noun for name, noun in led if name == "anna"} == set(nouns)
    assert {"returns", "withdrawals"} <= {noun for name, noun in led if name == "alice"}


def test_so_does_every_row_of_nobodys(root: User, sign_in: SignIn) -> None:
    OutboxMessage.objects.create(kind="mail", payload={}, available_at=NOW)
    assert _answers(sign_in(root), "outbox") == [200]
