"""Rows of the chosen brand alone. It only ever takes rows away: who may see what is
decided before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, TaskState, WorkflowState

from retour_core.brands.models import Brand
from retour_portal.backoffice.chosen.kept import chosen_brand_id
from retour_portal.backoffice.policies import ACCESS_RULES
from retour_portal.editorial.rights import collections_of
from retour_portal.pages.queries import portal_pages


def narrowed(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Those of the chosen brand; all where none is chosen, or the rows have none."""
    brand_id = chosen_brand_id(request)
    return rows if brand_id is None else of_brand(rows, brand_id)


def of_brand(rows: QuerySet[Any], brand_id: int) -> QuerySet[Any]:
    """Rows of models that belong to no brand, and brands themselves, stay as they
    are."""
    belonging = _belonging(rows.model)
    return rows if belonging is None else rows.filter(belonging(brand_id))


def has_brands(model: type[Model]) -> bool:
    return _belonging(model) is not None


def _belonging(model: type[Model]) -> Callable[[int], Q] | None:
    if issubclass(model, Page):
        return lambda brand_id: Q(pk__in=portal_pages(brand_id).values("pk"))
    rule = ACCESS_RULES.get(model)
    if rule is not None and rule.brand_path is not None and model is not Brand:
        path = rule.brand_path
        return lambda brand_id: Q(**{path: brand_id})
    return {
        get_image_model(): _in_collections,
        get_document_model(): _in_collections,
        Collection: lambda brand_id: Q(pk__in=collections_of(brand_id)),
        WorkflowState: _approval_of_pages,
        TaskState: lambda brand_id: Q(
            workflow_state__in=WorkflowState.objects.filter(
                _approval_of_pages(brand_id)
            ).values("pk")
        ),
    }.get(model)


def _in_collections(brand_id: int) -> Q:
    return Q(collection__in=collections_of(brand_id))


def _approval_of_pages(brand_id: int) -> Q:
    keys = portal_pages(brand_id).annotate(key=Cast("pk", CharField())).values("key")
    return Q(object_id__in=keys)
