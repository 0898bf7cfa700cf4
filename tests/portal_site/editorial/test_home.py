"""What an editor reads on the first page of the back office."""

from __future__ import annotations

import re

from django.urls import reverse

from retour_core.accounts.models import Role
from tests.portal_site.editorial.desks import make_desk, signed_in


def pages_counted(role: Role, desk_of: str) -> list[str]:
    own, other = make_desk("nordwand"), make_desk("lune")
    who = {"nordwand": own, "lune": other}[desk_of].people[role]
    html = signed_in(who).get(reverse("wagtailadmin_home")).text
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    return re.findall(r"(\d+) Pages?\b", text)


def test_the_pages_counted_are_those_of_the_own_brands(db: None) -> None:
    assert pages_counted(Role.EDITOR, "nordwand") == ["2"]


def test_who_writes_no_pages_is_told_no_number(db: None) -> None:
    assert pages_counted(Role.AGENT, "lune") == []
