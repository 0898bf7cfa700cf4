"""Wagtail's pages do not scroll sideways, so that whatever is wider was cut off."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse

from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.rows import row_of
from tests.portal_site.backoffice.test_rows_lead_on import _nouns


@pytest.mark.parametrize("view", ["index", "index_results"])
def test_every_list_scrolls_within_a_named_region_a_keyboard_reaches(
    view: str, root: User, alpenglow: House, sign_in: SignIn
) -> None:
    client, found = sign_in(root), {}
    nouns = [noun for noun in _nouns() if noun not in {"outbox", "drop-offs"}]
    for noun in nouns:
        row_of(noun, alpenglow)
        page = client.get(reverse(f"{noun}:{view}"))
        table = BeautifulSoup(page.content, "html.parser").select_one("table.listing")
        assert table is not None, noun
        region = table.find_parent(class_="retour-scroll")
        assert region is not None, noun
        found[noun] = (region["role"], region["tabindex"], bool(region["aria-label"]))
    assert found == dict.fromkeys(nouns, ("region", "0", True))


def test_a_return_has_its_order_below_its_number(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    page = sign_in(alice).get(reverse("returns:index"))
    [row] = BeautifulSoup(page.content, "html.parser").select("table.listing tbody tr")
    first = row.select_one("td.title")
    assert first is not None
    assert first.get_text(" ", strip=True) == (
        f"{alpenglow.ret.rma_number} {alpenglow.order.number}"
    )
