"""What must hold in the admin for views that are not ours.

Closes those views of Wagtail that answer for every site, whoever asks.

Wagtail does not promise isolation between sites (its page “Multi-site, multi-instance
and multi-tenancy”). For everybody but superusers, a page, image or document of another
brand answers 404 here, before the view that would have shown it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import page_permission_policy

from retour_portal.backoffice.own_choices import own_files

_PAGE_ARGUMENTS = (
    "page_id",
    "parent_page_id",
    "page_to_move_id",
    "destination_id",
)
_PAGE_VIEWS = (
    "wagtailadmin_pages:",
    "wagtailadmin_explore",
    "wagtailadmin_choose_page",
)
# These list what all sites hold, and no permission narrows them.
CLOSED_REPORTS = (
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:page_types_usage",
    "wagtail_localize:translations_report",
)
_CLOSED = (
    *CLOSED_REPORTS,
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:usage",
    # A brand's approval is set up with it; these list and offer every brand's.
    "wagtailadmin_workflows:",
)
_FILE_API = {
    "wagtailadmin_api:images": get_image_model,
    "wagtailadmin_api:documents": get_document_model,
}
_FILES = {
    ("wagtailimages", "image"): get_image_model,
    ("wagtaildocs", "document"): get_document_model,
}
_PAGE_ACTIONS = ("add", "change", "publish")


class CoreViewsMiddleware:
    """Stands after ``AuthenticationMiddleware``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        match = request.resolver_match
        if match is None or not match.view_name:
            return
        if not match.view_name.startswith("wagtail"):
            return
        user = request.user
        if isinstance(user, AnonymousUser) or user.is_superuser:
            return
        if match.view_name.startswith(_CLOSED):
            raise Http404
        if match.view_name.startswith("wagtailadmin_api:"):
            _require_file(user, match.view_name, kwargs)
        if match.view_name.startswith(_PAGE_VIEWS):
            _require_pages(user, kwargs)
        if match.view_name == "wagtail_bulk_action":
            _require_listed(user, request, kwargs)
        if match.view_name == "wagtailadmin_choose_page_chosen_multiple":
            _require_all(page_permission_policy.explorable_instances(user), request)


def _require_pages(user: Any, kwargs: dict[str, Any]) -> None:
    asked = {kwargs[name] for name in _PAGE_ARGUMENTS if name in kwargs}
    if not asked:
        return
    own = page_permission_policy.explorable_instances(user).filter(pk__in=asked)
    if own.count() < len(asked):
        raise Http404


def _require_listed(user: Any, request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """A bulk action shows the titles of what its user may not touch, too."""
    model = (kwargs["app_label"], kwargs["model_name"])
    if model == ("wagtailcore", "page"):
        own = page_permission_policy.instances_user_has_any_permission_for(
            user, _PAGE_ACTIONS
        )
    elif model in _FILES:
        own = own_files(_FILES[model](), user)
    else:
        raise Http404
    if "all" not in request.GET.getlist("id"):
        _require_all(own, request)
    elif model not in _FILES:
        _require_all(own, request, "childOf")


def _require_all(own: QuerySet[Any], request: HttpRequest, name: str = "id") -> None:
    """Every row that the query names is one of ``own``, and there is one."""
    asked = set(request.GET.getlist(name))
    if not asked or not all(pk.isdecimal() and len(pk) < 19 for pk in asked):
        raise Http404
    if own.filter(pk__in=asked).count() < len(asked):
        raise Http404


def _require_file(user: Any, view_name: str, kwargs: dict[str, Any]) -> None:
    """The admin API lists and shows files without asking for a permission."""
    for prefix, get_model in _FILE_API.items():
        if not view_name.startswith(prefix):
            continue
        own = own_files(get_model(), user)
        if "pk" not in kwargs or not own.filter(pk=kwargs["pk"]).exists():
            raise Http404
