"""Every URL of the admin, asked by one brand's people for the other brand's things."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from retour_core.accounts.models import Role
from tests.portal_site.isolation.arguments import UnknownArgument, questions
from tests.portal_site.isolation.asking import Answer, ask, undone
from tests.portal_site.isolation.company import Company, found_company
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
# Nobody finds these as they are asked, and why; what is not asked elsewhere is closed.
NOBODY_FINDS = {
    "wagtailadmin_pages:convert_alias": "no page is an alias",
    "wagtail_localize:convert_to_alias": "no page is an alias",
    "wagtail_localize:submit_snippet_translation": "there are no snippets",
    "wagtail_localize:snippets_api_detail": "there are no snippets",
    "wagtail_localize:preview_translation": "pages have one way to be previewed",
    "wagtailimages:url_generator": "pictures have no made-up sizes",
    "wagtailimages:url_generator_output": "pictures have no made-up sizes",
    "returns:breakdown": "refunded already; test_isolation asks it",
    "returns:breakdown_csv": "refunded already; test_isolation asks it",
    "returns:label": "no label yet; test_isolation asks it",
    "returns:labels": "no label yet; test_printing asks it",
    "returns:customs_declaration": "no border crossed; test_isolation asks it",
    "returns:customs_invoice": "no border crossed; test_isolation asks it",
}


@pytest.fixture
def mine(db: None) -> Company:
    return found_company("quokka")


@pytest.fixture
def theirs(db: None) -> Company:
    return found_company("zebra")


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root", "root@example.org")


def session_of(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def faults(name: str, answer: Answer, theirs: Company, *, is_theirs: bool) -> list[str]:
    found = []
    if theirs.marker in answer.text or theirs.marker in answer.location:
        found.append("told")
    if is_theirs and name not in ANSWERED and not answer.is_refusal:
        found.append(f"opened {answer.status} {answer.location}")
    if is_theirs and answer.wrote:
        found.append(f"wrote {sorted(answer.wrote)}")
    return found


def test_every_url_is_known_to_this_test(mine: Company, theirs: Company) -> None:
    unknown = []
    for route in ADMIN:
        try:
            with undone():
                list(questions(route, mine, theirs))
        except UnknownArgument as argument:
            unknown.append(str(argument))
    assert unknown == []


@pytest.mark.parametrize("role", Role)
def test_nobody_receives_or_changes_what_is_another_brands(
    role: Role, mine: Company, theirs: Company
) -> None:
    cookies = session_of(mine.people[role])
    wrong = {}
    for route in ADMIN:
        if route.name in NOT_ASKED:
            continue
        with undone():
            for question in questions(route, mine, theirs):
                for method in question.methods:
                    answer = ask(cookies, method, question.url)
                    found = faults(
                        route.name, answer, theirs, is_theirs=question.is_theirs
                    )
                    if found:
                        wrong[f"{method} {question.label} {question.url}"] = found

    assert wrong == {}
    assert ask(cookies, "get", "/admin/").status == 200


def test_the_things_asked_for_are_there(
    root: User, mine: Company, theirs: Company
) -> None:
    """Or the test above would prove nothing: who may see all is answered."""
    cookies = session_of(root)
    missing, seen = [], 0
    for route in ADMIN:
        if route.name in NOT_ASKED or route.name in NOBODY_FINDS:
            continue
        with undone():
            question = next(questions(route, mine, theirs))
            if not question.is_theirs:
                continue
            answer = ask(cookies, "get", question.url)
        seen += theirs.marker in answer.text
        if answer.status == 404:
            missing.append(route.name)
    assert missing == []
    assert seen >= 97
