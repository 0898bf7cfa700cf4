from __future__ import annotations

import pytest
from wagtail.models import Locale, Page

from retour_core.accounts.models import Role
from tests.portal_site.editorial.desks import Desk, save_page, signed_in


@pytest.fixture
def german_home(nordwand: Desk) -> Page:
    locale, _ = Locale.objects.get_or_create(language_code="de")
    return nordwand.home.copy_for_translation(locale)


def test_a_language_added_later_has_the_same_people_and_approval(
    nordwand: Desk, german_home: Page
) -> None:
    assert german_home.get_workflow() == nordwand.home.get_workflow()
    for role in Role:
        rights = german_home.permissions_for_user(nordwand.people[role])
        same = nordwand.home.permissions_for_user(nordwand.people[role])
        assert (rights.can_edit(), rights.can_publish()) == (
            same.can_edit(),
            same.can_publish(),
        )


def test_another_brands_people_get_no_right_there(
    german_home: Page, lune: Desk
) -> None:
    client = signed_in(lune.people[Role.ADMIN])
    assert save_page(client, german_home).status_code == 404
