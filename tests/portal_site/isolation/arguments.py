"""What goes into each URL, taken from a company; and questions beside the plain one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Locale

from retour_core.accounts.models import Role
from retour_core.billing.operations import open_plan
from retour_core.dropoffs.upload_models import PointsUpload
from retour_core.outbox.operations import put
from retour_portal.editorial.groups import editors_group
from retour_portal.pages.models import ContentPage
from tests.portal_site.backoffice.rows import arguments_of, row_of
from tests.portal_site.isolation.company import COMMON, Company
from tests.portal_site.isolation.routes import Route

Take = Callable[[Company], Any]


class UnknownArgument(Exception):
    """A URL nobody told this test how to fill: add it to ``OBJECTS``."""


@dataclass(frozen=True)
class Question:
    """``is_theirs``: something of the other company was named, so nothing may open.
    ``parameter``: it differs from the plain question by this one alone."""

    label: str
    url: str
    is_theirs: bool
    methods: tuple[str, ...] = ("get", "post")
    parameter: str = ""


# The same for every company.
CONSTANTS: dict[str, Any] = {
    "content_type_app_name": "retour_pages",
    "content_type_model_name": "contentpage",
    "filter_spec": "width-100",
    "kind": "requested",
    "return-policies kind": "return",
    "language": "en",
    "step": "items",
    "version": 1,
    "key": "clear",
    "number": 1,
    "mode": "mail",
    "month": "2026-11",
    "token": "abc-def",
    "session_id": 0,
    "paper": "declaration",
    "wagtailadmin_api:pages:action action_name": "copy",
    "wagtailadmin_pages:workflow_action action_name": "approve",
    "wagtailadmin_pages:collect_workflow_action_data action_name": "approve",
    "wagtailadmin_pages:choose_parent app_label": "retour_pages",
    "wagtailadmin_pages:choose_parent model_name": "contentpage",
    "wagtailadmin_editing_sessions:ping app_label": "wagtailcore",
    "wagtailadmin_editing_sessions:ping model_name": "page",
    "wagtailadmin_workflows:add_task app_label": "wagtailcore",
    "wagtailadmin_workflows:add_task model_name": "groupapprovaltask",
    "wagtailadmin_tag_model_autocomplete app_name": "taggit",
    "wagtailadmin_tag_model_autocomplete model_name": "tag",
    "complete_tag_of app_name": "taggit",
    "complete_tag_of model_name": "tag",
    "wagtailsettings app_name": "retour_theming",
    "wagtailsettings model_name": "theme",
    "wagtail_localize app_label": "retour_theming",
    "wagtail_localize model_name": "theme",
    # Filled by ``BULK`` below, one question for each action there is.
    "wagtail_bulk_action app_label": "wagtailcore",
    "wagtail_bulk_action model_name": "page",
    "wagtail_bulk_action action": "delete",
}
# A key is “view argument”, “namespace argument” or the argument alone.
OBJECTS: dict[str, Take] = {
    "page_id": lambda c: c.draft.pk,
    "parent_page_id": lambda c: c.home.pk,
    "page_to_move_id": lambda c: c.help.pk,
    "destination_id": lambda c: c.home.pk,
    "page_pk": lambda c: c.home.pk,
    "workflow_pk": lambda c: c.workflow.pk,
    "revision_id": lambda c: c.revision.pk,
    "revision_id_a": lambda c: c.revision.pk,
    "revision_id_b": lambda c: c.revision.pk,
    "link_id": lambda c: c.draft_link.pk,
    "looks:revoke_look_link link": lambda c: c.look_link.pk,
    "task_id": lambda c: c.task.pk,
    "task_state_id": lambda c: c.task_state.pk,
    "workflow_state_id": lambda c: c.task_state.workflow_state_id,
    "wagtailadmin_pages:workflow_preview task_id": lambda c: c.task.pk,
    "image_id": lambda c: c.image.pk,
    "document_id": lambda c: c.document.pk,
    "doc_id": lambda c: c.document.pk,
    "wagtailimages uploaded_file_id": lambda c: c.uploaded_image.pk,
    "wagtaildocs uploaded_file_id": lambda c: c.uploaded_document.pk,
    "collection_id": lambda c: c.portal.collection.pk,
    "wagtailadmin_collections pk": lambda c: c.portal.collection.pk,
    "wagtailadmin_api:pages pk": lambda c: c.help.pk,
    "wagtailadmin_api:images pk": lambda c: c.image.pk,
    "wagtailadmin_api:documents pk": lambda c: c.document.pk,
    "wagtailadmin_pages:revisions_compare pk": lambda c: c.draft.pk,
    "wagtailadmin_workflows pk": lambda c: c.workflow.pk,
    "wagtailadmin_workflows:edit_task pk": lambda c: c.task.pk,
    "wagtailadmin_workflows:disable_task pk": lambda c: c.task.pk,
    "wagtailadmin_workflows:enable_task pk": lambda c: c.task.pk,
    "wagtailadmin_editing_sessions:ping object_id": lambda c: c.help.pk,
    "wagtailadmin_editing_sessions:release session_id": lambda c: c.session.pk,
    "wagtailimages_chooser pk": lambda c: c.image.pk,
    "wagtaildocs_chooser pk": lambda c: c.document.pk,
    "wagtaillocales pk": lambda _: Locale.objects.get(language_code="de").pk,
    "wagtailsites pk": lambda c: c.portal.site.pk,
    "wagtailsettings pk": lambda c: c.portal.site.pk,
    "wagtailusers_users pk": lambda c: c.people[Role.EDITOR].pk,
    "wagtailusers_groups pk": lambda c: editors_group(c.house.brand).pk,
    "wagtail_localize pk": lambda c: c.portal.site.theme.pk,
    "translation_source_id": lambda c: c.source.pk,
    "translation_id": lambda c: c.translation.pk,
    "string_segment_id": lambda c: c.string.pk,
    "overridable_segment_id": lambda c: c.overridable.pk,
    "brand": lambda c: c.house.brand.pk,
    "uidb64": lambda _: "MQ",
    "drop-offs pk": lambda c: PointsUpload.objects.create(file_name=c.marker).pk,
    "plans pk": lambda c: open_plan(c.marker, name=c.marker, currency="EUR").pk,
    "outbox pk": lambda c: put("mail", {"to": c.marker}).pk,
    # The APIs.
    "rma_number": lambda c: c.house.ret.rma_number,
    "counter_code": lambda c: c.house.ret.rma_number,
    "photo_id": lambda c: c.photo.public_id,
    "refund_id": lambda c: c.refund.public_id,
    "credit_id": lambda c: c.credit.public_id,
    "replacement_id": lambda c: c.replacement.public_id,
    "parcel_id": lambda c: c.house.order.pk,
    "brand_id": lambda c: c.house.brand.pk,
    "shop_id": lambda c: c.house.shop.pk,
    "gift_slip_id": lambda c: row_of("gift slip", c.house).public_id,
    "slip_pk": lambda c: row_of("gift slip", c.house).pk,
    "batch_id": lambda c: row_of("box-labels", c.house).public_id,
    "address_id": lambda c: row_of("sender-addresses", c.house).pk,
}
# What a URL names that belongs to no brand.
OF_NOBODY = {"wagtaillocales pk", "uidb64"}

_PAGE_ACTIONS = ("delete", "move", "publish", "unpublish")
BULK: list[tuple[str, str, str, Take]] = [
    *(
        ("wagtailcore", "page", action, lambda c: c.draft.pk)
        for action in _PAGE_ACTIONS
    ),
    *(
        ("wagtailimages", "image", action, lambda c: c.image.pk)
        for action in ("delete", "add_tags", "add_to_collection")
    ),
    *(
        ("wagtaildocs", "document", action, lambda c: c.document.pk)
        for action in ("delete", "add_tags", "add_to_collection")
    ),
    *(
        ("auth", "user", action, lambda c: c.people[Role.EDITOR].pk)
        for action in ("delete", "assign_role", "set_active_state")
    ),
]
# Asked beside the plain question, with ids of the other company.
WITH_IDS: dict[str, list[tuple[str, Take]]] = {
    "wagtailadmin_choose_page_chosen_multiple": [("id", lambda c: c.help.pk)],
    "wagtailimages_chooser:chosen_multiple": [("id", lambda c: c.image.pk)],
    "wagtaildocs_chooser:chosen_multiple": [("id", lambda c: c.document.pk)],
    "wagtailadmin_api:pages:find": [("id", lambda c: c.help.pk)],
    "wagtailadmin_api:images:find": [("id", lambda c: c.image.pk)],
    "wagtailadmin_api:documents:find": [("id", lambda c: c.document.pk)],
}
# Filters of lists: answered, but never with a row of the other company.
FILTERS: dict[str, list[tuple[str, Take]]] = {
    "wagtailadmin_api:pages:listing": [
        ("child_of", lambda c: c.home.pk),
        ("descendant_of", lambda c: c.home.pk),
        ("translation_of", lambda c: c.help.pk),
        ("ancestor_of", lambda c: c.help.pk),
    ],
    "wagtailimages:index": [("collection_id", lambda c: c.portal.collection.pk)],
    "wagtaildocs:index": [("collection_id", lambda c: c.portal.collection.pk)],
    "wagtailimages_chooser:choose_results": [
        ("collection_id", lambda c: c.portal.collection.pk)
    ],
    "wagtaildocs_chooser:choose_results": [
        ("collection_id", lambda c: c.portal.collection.pk)
    ],
    "wagtailadmin_reports:workflow": [("workflow", lambda c: c.workflow.pk)],
    "wagtailadmin_reports:workflow_tasks": [("task", lambda c: c.task.pk)],
    "wagtailadmin_tag_autocomplete": [("term", lambda _: "tag")],
    "complete_tag": [("term", lambda _: "tag")],
    "complete_tag_of": [("term", lambda _: "tag")],
    "wagtailadmin_tag_model_autocomplete": [("term", lambda _: "tag")],
    "wagtailadmin_pages:search": [
        ("content_type", lambda _: ContentType.objects.get_for_model(ContentPage).pk)
    ],
    "orders:index": [("brand", lambda c: c.house.brand.pk)],
    "returns:index": [("brand", lambda c: c.house.brand.pk)],
    "staff:index": [("brand", lambda c: c.house.brand.pk)],
}
LISTED = (("q", COMMON), ("export", "csv"), ("export", "xlsx"))


def questions(route: Route, mine: Company, theirs: Company) -> Iterator[Question]:
    """The route with everything of ``theirs``, and with one thing of theirs in the
    midst of ``mine``; routes that name nothing as a list, searched and exported."""
    if route.name == "wagtail_bulk_action":
        yield from _bulk(route, theirs)
        return
    keys = {name: _key(route, name) for name in route.params}
    named = [name for name, key in keys.items() if key in OBJECTS]
    named += [name for name, key in keys.items() if not key]
    owned = [name for name in named if keys[name] not in OF_NOBODY]
    for taken in _mixtures(owned):
        values = {n: _value(route, n, theirs if n in taken else mine) for n in keys}
        yield Question(route.label, _url(route, values), bool(taken))
    if not owned:
        yield from _lists(route, theirs, {n: _value(route, n, mine) for n in keys})


def _mixtures(owned: list[str]) -> list[list[str]]:
    if len(owned) < 2:
        return [owned]
    return [owned, *([name] for name in owned)]


def _lists(route: Route, theirs: Company, values: dict[str, Any]) -> Iterator[Question]:
    url = _url(route, values)
    for name, value in LISTED:
        asked = f"{url}?{urlencode({name: value})}"
        yield Question(route.label, asked, False, ("get",), name)
    for table, is_theirs in ((WITH_IDS, True), (FILTERS, False)):
        for name, take in table.get(route.name, []):
            yield Question(
                route.label, f"{url}?{urlencode({name: take(theirs)})}", is_theirs
            )


def _bulk(route: Route, theirs: Company) -> Iterator[Question]:
    for app, model, action, take in BULK:
        url = reverse(route.name, args=[app, model, action])
        for asked in (take(theirs), "all"):
            label = f"{route.label} {model} {action} {'all' if asked == 'all' else ''}"
            yield Question(label.strip(), f"{url}?id={asked}", asked != "all")


def _key(route: Route, param: str) -> str:
    """The entry of ``OBJECTS`` or ``CONSTANTS`` for this argument; ``""`` for rows of
    our own back office, which ``arguments_of`` knows."""
    spaces = route.name.split(":")
    views = [":".join(spaces[:end]) for end in range(len(spaces), 0, -1)]
    for key in (*(f"{view} {param}" for view in views), param):
        if key in OBJECTS or key in CONSTANTS:
            return key
    if _is_ours(route, param):
        return ""
    raise UnknownArgument(f"{route.label}: {param}")


def _is_ours(route: Route, param: str) -> bool:
    named = ("pk", "token_pk", "message", "public_id")
    return param in named and len(route.params) <= 2


def _value(route: Route, param: str, company: Company) -> Any:
    key = _key(route, param)
    if key in CONSTANTS:
        return CONSTANTS[key]
    if key:
        return OBJECTS[key](company)
    return _row_arguments(route, company)[param]


def _row_arguments(route: Route, company: Company) -> dict[str, Any]:
    try:
        given = arguments_of(route.name, company.house)
    except KeyError as unknown:
        raise UnknownArgument(route.label) from unknown
    return dict(zip(route.params, given, strict=True))


def _url(route: Route, values: dict[str, Any]) -> str:
    if "/" in route.name:
        return "/" + route.path.format(**values)
    return reverse(route.name, kwargs=values)
