"""Staff read hours where their company is, unless they choose otherwise."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from retour_core.accounts.models import Account
from retour_core.orders.models import Order
from tests.portal_site.backoffice.conftest import House, SignIn


@pytest.fixture
def order(alpenglow: House) -> Order:
    """Placed at noon in UTC."""
    alpenglow.order.placed_at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    alpenglow.order.save()
    return alpenglow.order


def hour_read_by(client: Client, order: Order) -> str:
    page = client.get(reverse("orders:inspect", args=[order.pk])).content.decode()
    [hour] = re.findall(r"placed 20 November 2026, ([^<]+?)\s*<", page)
    return str(hour)


def test_staff_read_the_hours_of_their_company(
    order: Order, alice: User, sign_in: SignIn
) -> None:
    Account.objects.create(name="Suomi Oy", timezone="Europe/Helsinki")
    assert hour_read_by(sign_in(alice), order) == "14:00"


def test_who_chose_a_zone_keeps_it_after_signing_in_again(
    order: Order, alice: User, sign_in: SignIn
) -> None:
    UserProfile.objects.create(user=alice, current_time_zone="America/New_York")
    assert hour_read_by(sign_in(alice), order) == "07:00"


def test_who_reads_the_companys_hours_follows_it_when_it_moves(
    order: Order, alice: User, anna: User, root: User, sign_in: SignIn
) -> None:
    UserProfile.objects.create(user=anna, current_time_zone="Asia/Tokyo")
    own, boss = sign_in(alice), sign_in(root)
    assert hour_read_by(own, order) == "13:00"

    page = reverse("company:index")
    moved = {**boss.get(page).context["form"].initial, "timezone": "Europe/Helsinki"}
    moved |= {"name": "Alpenglow Oy", "country": "FI"}
    assert boss.post(page, moved).status_code == 302

    assert hour_read_by(own, order) == "14:00"
    assert hour_read_by(sign_in(anna), order) == "21:00"


def test_every_zone_on_offer_is_known_to_browsers(alice: User, sign_in: SignIn) -> None:
    page = sign_in(alice).get("/admin/account/").content.decode()
    zones = re.search(
        r'<select name="locale-current_time_zone".*?</select>', page, re.DOTALL
    )
    assert zones is not None
    offered = re.findall(r'<option value="([^"]+)"', zones[0])
    assert [name for name in offered if "/" not in name] == []
    assert "Europe/Berlin" in offered
