"""Every form of the admin, found on its pages and sent as its own people would, by
those who may not: another brand's administrator, an editor, a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from retour_core.accounts.models import Role
from tests.portal_site.isolation.asking import Pairs, ask, asked
from tests.portal_site.isolation.company import Company
from tests.portal_site.isolation.conftest import Scene, session_of
from tests.portal_site.isolation.forms import Form, body_of, forms_of
from tests.portal_site.isolation.test_every_url import ADMIN, NOT_ASKED, pytestmark

__all__ = ["pytestmark"]
# Nobody finds these as they are asked, and why; what is not asked elsewhere is closed.
NOBODY_FINDS = {
    "wagtailadmin_pages:convert_alias": "no page is an alias",
    "wagtail_localize:submit_snippet_translation": "there are no snippets",
    "wagtail_localize:preview_translation": "pages have one way to be previewed",
    "wagtail_localize:convert_to_alias": "no page is an alias",
    "wagtail_localize:snippets_api_detail": "there are no snippets",
    "wagtailimages:url_generator": "pictures have no made-up sizes",
    "wagtailimages:url_generator_output": "pictures have no made-up sizes",
    "returns:customs_declaration": "no border crossed; test_isolation asks it",
    "returns:customs_invoice": "no border crossed; test_isolation asks it",
}
# Of the other brand's URLs these lead back to the dashboard; the others are not found.
LEAD_BACK = (
    *("wagtaildocs:", "wagtailimages:", "wagtailimages_chooser:", "wagtailsites:"),
    *("wagtailadmin_collections:", "wagtail_localize:", "wagtailusers_"),
)
# What editors of the brand may send.
OF_EDITORS = (
    *("wagtailadmin_", "wagtaildocs", "wagtailimages", "wagtail_bulk_action"),
    *("draft_links", "revoke_draft_link", "looks:", "texts:", "choose_brand"),
)
# About the other brand; sent by who may they write nothing, and why.
IDLE = {
    "wagtailadmin_pages:edit": "the page is locked",
    "wagtailadmin_pages:move": "asks to confirm first",
    "wagtailadmin_pages:copy": "the address is taken",
    "wagtailadmin_pages:collect_workflow_action_data": "answers what was said",
    "wagtailadmin_pages:revisions_revert": "the page is locked",
    "wagtailadmin_collections:set_privacy": "there is none as before",
    "wagtail_localize:submit_page_translation": "no language is left",
    "returns:cancel": "money is promised",
    "withdrawals:note": "nothing is said to have happened",
    "orders:give_slip": "there is one",
    "box-labels:end": "as it was",
    "reasons:move": "there is one only",
    "questions:move": "there is one only",
    "shipping-rules:move": "there is one only",
    "return-prices:index": "a table without rows",
    "domains:index": "what is typed is no domain",
    "billing:surcharges": "what is typed is no parcel",
    "looks:import_look": "a picture is no look",
    "orders:start_return": "leads to the portal",
    "imports:mapping": "the same column would be taken twice",
    "return-policies:edit_kind": "as it was",
    "looks:edit_look": "as it was",
    "texts:step_preview": "shows only",
    "tracking-hooks:show_hook_secret": "shows only",
    "webhooks:show_secret": "shows only",
}


NOT_THERE = (404, "", set())


@dataclass(frozen=True)
class Found:
    """``sent``: the way in which who was shown the form sent it; ``wrote`` what it did.
    ``is_theirs``: it is about something of the other brand."""

    form: Form
    sent: Pairs
    status: int
    wrote: frozenset[str]
    is_theirs: bool


@dataclass(frozen=True)
class Opened:
    missing: list[str]
    seen: int
    found: list[Found]


def _open_all(scene: Scene) -> Opened:
    """The other brand's URLs, opened and sent by its administrator, else by root."""
    boss = session_of(scene.theirs.people[Role.ADMIN])
    root = session_of(scene.root)
    missing, seen = [], 0
    found: dict[tuple[str, str], Found] = {}
    plain = {q.url for q in scene.everything if not q.is_theirs}
    for route in ADMIN:
        if route.name in NOT_ASKED:
            continue
        question, by = scene.asking(route)[0], boss
        answer = ask(boss, "get", question.url)
        if answer.is_refusal and answer.status != 405:
            answer, by = ask(root, "get", question.url), root
        if question.is_theirs:
            seen += answer.tells(scene.theirs.marker)
            missing += [route.name] if answer.status == 404 else []
        for form in forms_of(question.url, answer):
            if (form.view, form.url) not in found:
                is_theirs = form.url not in plain
                is_theirs &= question.is_theirs or form.names_something
                found[form.view, form.url] = _sent(form, by, is_theirs=is_theirs)
    return Opened(missing, seen, list(found.values()))


def _sent(form: Form, by: dict[str, str], *, is_theirs: bool) -> Found:
    """In the first way that does something, else in the first."""
    tried = []
    for way in form.ways:
        answer = ask(by, "post", form.url, body=body_of(way))
        tried.append(Found(form, way, answer.status, answer.wrote, is_theirs))
        if answer.wrote and answer.status < 400:
            return tried[-1]
    return tried[0]


def test_forms_of_a_brand_are_sent_by_its_own_people_alone(scene: Scene) -> None:
    """One test, as opening all pages takes longest: each process would do it."""
    opened = _open_all(scene)
    # Or refusals would prove nothing: who may is answered, and changes something.
    assert opened.missing == list(NOBODY_FINDS)
    assert opened.seen == 139
    idle = [one for one in opened.found if one.status >= 400 or not one.wrote]
    assert {one.form.view for one in idle if one.is_theirs} == set(IDLE)
    assert sum(one.is_theirs for one in opened.found) == 141
    # What is about nothing yet needs more than can be typed blindly.
    assert sum(not one.is_theirs for one in opened.found) == 42
    assert sum(not one.is_theirs for one in idle) == 21

    assert _done_by_another_brand(scene, opened.found) == {}
    assert _done_by_an_editor(scene, opened.found) == {}
    assert _done_by_a_stranger(opened.found) == {
        "/admin/password_reset/": (302, "/admin/password_reset/done/", set())
    }


def _done_by_another_brand(scene: Scene, found: list[Found]) -> dict[str, Any]:
    """By its administrator: not the refusal that is due, or a row that changed."""
    cookies, theirs = session_of(scene.mine.people[Role.ADMIN]), scene.theirs
    before, wrong = rows_of(theirs), {}
    for one in found:
        with asked(cookies, "post", one.form.url, body=body_of(one.sent)) as answer:
            told = (answer.status, answer.location, answer.wrote)
            if one.is_theirs:
                back = one.form.view.startswith(LEAD_BACK)
                is_right = told == ((302, "/admin/", set()) if back else NOT_THERE)
                is_right &= not answer.tells(theirs.marker)
            else:
                is_right = not answer.wrote or rows_of(theirs) == before
        if not is_right:
            wrong[one.form.url] = told
    return wrong


def _done_by_an_editor(scene: Scene, found: list[Found]) -> dict[str, Any]:
    """Of the brand itself, who writes its pages and no more."""
    cookies, wrong = session_of(scene.theirs.people[Role.EDITOR]), {}
    for one in found:
        if not one.form.view.startswith(OF_EDITORS):
            answer = ask(cookies, "post", one.form.url, body=body_of(one.sent))
            told = (answer.status, answer.location, answer.wrote)
            if told not in (NOT_THERE, (302, "/admin/", set())):
                wrong[one.form.url] = told
    return wrong


def _done_by_a_stranger(found: list[Found]) -> dict[str, Any]:
    """Who is not led to the page for signing in."""
    wrong = {}
    for one in found:
        answer = ask({}, "post", one.form.url, body=body_of(one.sent))
        told = (answer.status, answer.location.partition("?")[0], answer.wrote)
        if told != (302, "/admin/login/", set()):
            wrong[one.form.url] = told
    return wrong


def rows_of(company: Company) -> list[Any]:
    """Whatever names the brand, its shop, site, pages or files by a column."""
    house, portal = company.house, company.portal
    owners = [house.brand, house.shop, house.order, house.ret, portal.site]
    owners += [portal.collection, company.home, company.help, company.draft]
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for column in model._meta.local_concrete_fields:
                for owner in owners:
                    if column.is_relation and isinstance(owner, column.related_model):
                        table = model._meta.db_table
                        asked = f'SELECT * FROM "{table}" WHERE "{column.column}" = %s'  # noqa: S608
                        found += cursor.execute(asked, [owner.pk]).fetchall()
    return found
