"""Who decides on a draft sees the home page as customers see it, and as they would."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from retour_core.accounts.models import Role
from retour_portal.editorial import looks
from retour_portal.theming.models import Theme
from retour_portal.theming.version_models import ThemeVersion
from tests.portal_site.editorial.desks import Desk, signed_in

OLD, NEW = "#1f3a5f", "#5b2bbf"


def draft_of(desk: Desk) -> ThemeVersion:
    draft = looks.save_draft(
        Theme.objects.get(brand=desk.brand),
        {"primary_colour": NEW, "tagline": "Purple at last"},
        by=desk.people[Role.EDITOR],
        may_publish=False,
    )
    assert draft is not None
    return draft


def shown(desk: Desk, role: Role, number: int, asked: str = "") -> Any:
    url = reverse("looks:show_look", args=[desk.brand.pk, number])
    return signed_in(desk.people[role]).get(url + asked)


def main_colour(response: Any) -> str:
    [sheet] = re.findall(r"data:text/css;base64,([^\"]+)", response.content.decode())
    return base64.b64decode(sheet).decode().partition("--brand-primary:")[2][:7]


def test_the_screen_frames_what_is_live_and_the_draft(nordwand: Desk) -> None:
    draft = draft_of(nordwand)
    for role in (Role.PUBLISHER, Role.EDITOR):
        page = signed_in(nordwand.people[role]).get(reverse("looks:index"))
        assert re.findall(
            r'<iframe src="([^"]+)" title="([^"]+)" loading="lazy"',
            page.content.decode(),
        ) == [
            (
                f"/admin/looks/{nordwand.brand.pk}/shown/1/?picture",
                "Customers see: home page of the portal",
            ),
            (
                f"/admin/looks/{nordwand.brand.pk}/shown/2/?picture",
                "Draft: home page of the portal",
            ),
        ]
    looks.set_aside(draft)
    assert "<iframe" not in page.client.get(reverse("looks:index")).content.decode()


def test_each_frame_wears_its_version_and_what_is_live_stays(nordwand: Desk) -> None:
    draft_of(nordwand)
    before, after = (shown(nordwand, Role.PUBLISHER, number) for number in (1, 2))
    assert (main_colour(before), main_colour(after)) == (OLD, NEW)
    assert "Purple at last" not in before.content.decode()
    assert "Purple at last" in after.content.decode()
    customer = Client(headers={"host": nordwand.site.hostname})
    assert "Purple at last" not in customer.get("/en/").content.decode()


def test_it_may_be_framed_by_the_admin_alone_and_is_kept_nowhere(
    nordwand: Desk,
) -> None:
    draft_of(nordwand)
    response = shown(nordwand, Role.PUBLISHER, 2)
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_picture_has_nothing_to_press_and_the_whole_page_has(nordwand: Desk) -> None:
    draft_of(nordwand)
    picture = shown(nordwand, Role.PUBLISHER, 2, "?picture").content.decode()
    whole = shown(nordwand, Role.PUBLISHER, 2).content.decode()
    assert re.findall(r"<body[^>]*>", picture) == [
        body.replace(">", " inert>") for body in re.findall(r"<body[^>]*>", whole)
    ]
    customer = Client(headers={"host": nordwand.site.hostname})
    assert " inert>" not in customer.get("/en/?picture").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_a_stranger_and_who_works_for_another_brand_see_none(
    nordwand: Desk, lune: Desk, role: Role
) -> None:
    draft_of(nordwand)
    url = reverse("looks:show_look", args=[nordwand.brand.pk, 2])
    theirs = signed_in(lune.people[role]).get(url)
    assert theirs.status_code == (302 if role == Role.AGENT else 404)
    assert "Purple at last" not in theirs.content.decode()
    agent = shown(nordwand, Role.AGENT, 2)
    assert (agent.status_code, agent["Location"]) == (302, "/admin/")
    stranger = Client().get(url)
    assert stranger["Location"].startswith("/admin/login/")


def test_a_version_of_another_brand_is_not_shown_in_ones_own_portal(
    nordwand: Desk, lune: Desk
) -> None:
    draft_of(nordwand)
    assert shown(lune, Role.PUBLISHER, 2).status_code == 404


def test_a_picture_costs_few_queries(
    nordwand: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft_of(nordwand)
    url = reverse("looks:show_look", args=[nordwand.brand.pk, 2])
    publisher = signed_in(nordwand.people[Role.PUBLISHER])
    publisher.get(url)
    with django_assert_num_queries(20):
        publisher.get(url)
