from __future__ import annotations

import pytest
from django.test import Client

from retour_core.brands.models import Brand
from retour_core.notifications.models import Suppression
from retour_core.notifications.unsubscribing import unsubscribe_url
from tests.factories import make_brand
from tests.portal_site.flow.walk import Customer, text_of


def path_of(brand: Brand) -> str:
    return unsubscribe_url(brand, "anna@example.org").removeprefix(brand.portal_url)


def test_following_the_link_changes_nothing_and_its_button_does(
    customer: Customer, brand: Brand
) -> None:
    page = customer.client.get(path_of(brand))
    assert (page.status_code, Suppression.objects.count()) == (200, 0)
    assert "Stop the reminders" in text_of(page)

    for _twice in range(2):
        page = customer.client.post(path_of(brand))

    assert (page.status_code, Suppression.objects.count()) == (200, 1)
    assert "You get no more reminders" in text_of(page)


def test_a_mail_program_unsubscribes_by_one_click(
    customer: Customer, brand: Brand
) -> None:
    host = customer.client.defaults["HTTP_HOST"]
    client = Client(HTTP_HOST=host, enforce_csrf_checks=True)

    body = "List-Unsubscribe=One-Click"
    kind = "application/x-www-form-urlencoded"
    response = client.post(path_of(brand), body, content_type=kind)

    assert (response.status_code, Suppression.objects.count()) == (200, 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_brands_link_and_a_made_up_one_do_nothing(
    customer: Customer, method: str
) -> None:
    for path in (path_of(make_brand("lune")), "/unsubscribe/abc"):
        response = getattr(customer.client, method)(path)
        assert response.status_code == 400
    assert Suppression.objects.count() == 0
