"""In which language somebody is written to about a draft."""

from __future__ import annotations

import pytest
from django.conf import settings
from wagtail.users.models import UserProfile

from retour_core.accounts.models import Role
from retour_portal.editorial.notice_mails import language_of
from tests.portal_site.editorial.desks import Desk

OFFERED = [code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES]


@pytest.mark.parametrize(
    ("of_brand", "language"),
    [
        *[(code, code) for code in OFFERED],
        *[(code.partition("-")[0], code) for code in OFFERED],
        *[(code.upper(), code) for code in OFFERED],
        *[("pt-BR", "pt-pt"), ("pt_PT", "pt-pt"), ("de-AT", "de"), ("fr_BE", "fr")],
        *[("zh", "en"), ("zh-Hant", "en"), ("sv", "en"), ("", "en")],
    ],
)
def test_a_brands_language_is_the_nearest_that_the_back_office_speaks(
    nordwand: Desk, of_brand: str, language: str
) -> None:
    nordwand.brand.default_locale = of_brand
    assert language_of(nordwand.people[Role.EDITOR], nordwand.brand) == language


def test_what_somebody_chose_counts_before_the_brands_language(nordwand: Desk) -> None:
    editor = nordwand.people[Role.EDITOR]
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = "pl"
    profile.save()
    nordwand.brand.default_locale = "pt"
    assert language_of(editor, nordwand.brand) == "pl"
