"""What Wagtail's filters and tags offer, kept to what belongs to the user's brands.

Wagtail offers every user, site, workflow and tag of the installation to filter by, and
has no hook for it: this wraps the three places where it gathers them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Count, Model, Q, QuerySet
from taggit.models import Tag
from wagtail.admin.filters import BaseMediaFilterSet, WagtailFilterSet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.views.chooser import ImageChooseViewMixin
from wagtail.models import Page, Site, Task, Workflow
from wagtail.permissions import page_permission_policy, policy_registry

from retour_portal.backoffice.access import roles_of

_MOST_TAGS = 10
_FILE_ACTIONS = ["choose", "add", "change"]


def keep_choices_to_brands() -> None:
    """Call once, from ``AppConfig.ready``."""
    _after(WagtailFilterSet, "__init__", _narrow_choices)
    _after(BaseMediaFilterSet, "__init__", _narrow_tag_filter)
    _after(ImageChooseViewMixin, "get_context_data", _narrow_suggested_tags)


def own_files(model: type[Model], user: Any) -> QuerySet[Any]:
    """Images or documents of collections the user may choose from or work in."""
    policy = policy_registry.get_by_type(model)
    files: QuerySet[Any] = policy.instances_user_has_any_permission_for(
        user, _FILE_ACTIONS
    )
    return files


def own_tags(user: Any, *models: type[Model]) -> QuerySet[Tag]:
    """Tags on the user's own files, the most used first."""
    used = Q(pk__in=[])
    for model in models or (get_image_model(), get_document_model()):
        files = own_files(model, user).order_by().values("pk")
        used |= Q(
            taggit_taggeditem_items__content_type__app_label=model._meta.app_label,  # noqa: SLF001 - public
            taggit_taggeditem_items__content_type__model=model._meta.model_name,  # noqa: SLF001 - public
            taggit_taggeditem_items__object_id__in=files,
        )
    tags: QuerySet[Tag] = Tag.objects.filter(used)
    counted: QuerySet[Tag] = tags.annotate(uses=Count("pk"))
    return counted.order_by("-uses", "name")


def own_of(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """The rows a user of some brands may know of; of other models all rows."""
    explorable = page_permission_policy.explorable_instances(user)
    # Above the home pages is Wagtail's root, which is everybody's.
    pages = explorable.filter(depth__gt=1).order_by().values("pk")
    brands = list(roles_of(user))
    own: dict[type[Model], Callable[[], Q]] = {
        get_user_model(): lambda: Q(retour_roles__brand__in=brands) | Q(pk=user.pk),
        Site: lambda: Q(theme__brand__in=brands),
        Page: lambda: Q(pk__in=pages),
        Workflow: lambda: Q(workflow_pages__page__in=pages),
        Task: lambda: Q(workflow_tasks__workflow__workflow_pages__page__in=pages),
    }
    narrow = own.get(rows.model)
    if narrow is None:
        return rows
    known = rows.model._default_manager.filter(narrow())  # noqa: SLF001 - public
    return rows.filter(pk__in=known.order_by().values("pk"))


def _narrow_choices(filters: WagtailFilterSet, _result: Any) -> None:
    user = _unprivileged(filters.request)
    if user is None:
        return
    for one in filters.filters.values():
        if isinstance(one, django_filters.filters.QuerySetRequestMixin):
            offered = one.queryset
            one.queryset = _narrowed(offered, user)


def _narrowed(offered: Any, user: Any) -> Callable[[Any], Any]:
    def for_request(request: Any) -> Any:
        rows = offered(request) if callable(offered) else offered
        return rows if rows is None else own_of(rows.all(), user)

    return for_request


def _narrow_tag_filter(filters: BaseMediaFilterSet, _result: Any) -> None:
    user = _unprivileged(filters.request)
    if user is None or "tag" not in filters.filters:
        return
    tags = own_tags(user, filters._meta.model)[:_MOST_TAGS]  # noqa: SLF001 - public
    if tags:
        filters.filters["tag"].extra["choices"] = [(t.name, t.name) for t in tags]
    else:
        del filters.filters["tag"]


def _narrow_suggested_tags(view: Any, context: dict[str, Any]) -> None:
    user = _unprivileged(view.request)
    if user is not None and "popular_tags" in context:
        context["popular_tags"] = own_tags(user, view.model)[:_MOST_TAGS]


def _unprivileged(request: Any) -> Any:
    """The user, if there is one who may not see everything."""
    user = getattr(request, "user", None)
    return None if user is None or user.is_superuser else user


def _after(cls: type, name: str, then: Callable[[Any, Any], None]) -> None:
    original = getattr(cls, name)

    @wraps(original)
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        then(self, result)
        return result

    setattr(cls, name, wrapped)
