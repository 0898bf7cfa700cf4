"""Every URL of the admin, asked by one brand's people for the other brand's things."""

from __future__ import annotations

import pytest

from retour_core.accounts.models import Role
from tests.portal_site.isolation.asking import Answer, ask
from tests.portal_site.isolation.company import Company
from tests.portal_site.isolation.conftest import Scene, session_of
from tests.portal_site.isolation.routes import routes_below

pytestmark = pytest.mark.filterwarnings(
    "ignore:Unclosed file:ResourceWarning",
    # The lists of wagtail-localize have no order.
    "ignore::django.core.paginator.UnorderedObjectListWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
ADMIN = routes_below("admin/")
# Not asked at all, and why.
NOT_ASKED = {
    "wagtailadmin_error_test": "breaks on purpose",
    "admin/.*/": "the admin's 404",
    "admin/test404/": "the admin's 404",
    "wagtailadmin_javascript_catalog": "words of Wagtail",
    "wagtail_localize:javascript_catalog": "words of Wagtail",
    "wagtailadmin_sprite": "icons",
}
# Named something of the other brand, and answered all the same.
ANSWERED = {
    "wagtailimages_chooser:chosen_multiple": "with an empty list",
    "wagtaildocs_chooser:chosen_multiple": "with an empty list",
    "wagtailadmin_editing_sessions:release": "deletes one's own sessions only",
    "returns:photo_remove": "for an own return, as if the photo were gone already",
}


def faults(name: str, answer: Answer, theirs: Company, *, is_theirs: bool) -> list[str]:
    found = []
    if answer.tells(theirs.marker):
        found.append("told")
    if is_theirs and name not in ANSWERED and not answer.is_refusal:
        found.append(f"opened {answer.status} {answer.location}")
    if is_theirs and answer.wrote:
        found.append(f"wrote {sorted(answer.wrote)}")
    return found


def test_every_url_is_known_to_this_test(scene: Scene) -> None:
    assert scene.unknown == []


@pytest.mark.parametrize("role", Role)
def test_nobody_receives_or_changes_what_is_another_brands(
    role: Role, scene: Scene
) -> None:
    cookies = session_of(scene.mine.people[role])
    wrong = {}
    for route in ADMIN:
        if route.name in NOT_ASKED:
            continue
        read: frozenset[str] = frozenset()
        for question in scene.asking(route):
            if question.parameter and question.parameter not in read:
                continue
            for method in question.methods:
                answer = ask(cookies, method, question.url)
                # The first question is the plain one.
                read = read or answer.read | {""}
                theirs = question.is_theirs
                found = faults(route.name, answer, scene.theirs, is_theirs=theirs)
                if found:
                    wrong[f"{method} {question.label} {question.url}"] = found

    assert wrong == {}
    assert ask(cookies, "get", "/admin/").status == 200
