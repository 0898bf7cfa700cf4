"""What a brand's editors and publishers may do in Wagtail, and who is asked there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from retour_portal.editorial.groups import (
    editors_group,
    editors_group_name,
    publishers_group,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Page

    from retour_core.brands.models import Brand
    from retour_portal.pages.operations import Portal

_TO_WRITE = ("add_page", "change_page")
_TO_PUBLISH = ("publish_page", "lock_page", "unlock_page")
_ON_FILES = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}
_ON_LOOK = ("change_theme",)


@transaction.atomic
def open_portal_to_editors(brand: Brand, portal: Portal) -> None:
    """Let the brand's people write its pages, its pictures and its look.

    What an editor submits, a publisher of the same brand approves. Asked again, it
    changes nothing.
    """
    open_pages_to_editors(brand, portal.homes.values())
    group = editors_group(brand)
    for app, names in _ON_FILES.items():
        for permission in _permissions(app, names):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=portal.collection, permission=permission
            )
    for permission in _permissions("retour_theming", _ON_LOOK):
        GroupSitePermission.objects.get_or_create(
            group=group, site=portal.site, permission=permission
        )


@transaction.atomic
def open_pages_to_editors(brand: Brand, homes: Iterable[Page]) -> None:
    """The same for home pages alone: one language of the portal each."""
    workflow = _approval_of(brand)
    rights = ((editors_group(brand), _TO_WRITE), (publishers_group(brand), _TO_PUBLISH))
    for home in homes:
        for group, names in rights:
            for permission in _permissions("wagtailcore", names):
                GroupPagePermission.objects.get_or_create(
                    group=group, page=home, permission=permission
                )
        # Whoever set another workflow on the page meant it.
        WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})


def collections_of(brand_id: int) -> QuerySet[Collection]:
    """Where the brand's pictures and files are: what its editors may fill, and all
    below; nothing is asked yet."""
    held = GroupCollectionPermission.objects.filter(
        group__name__in=editors_group_name(brand_id)
    )
    found: QuerySet[Collection] = Collection.objects.filter(
        Exists(
            held.annotate(
                inner=ExpressionWrapper(OuterRef("path"), output_field=CharField())
            ).filter(inner__startswith=F("collection__path"))
        )
    )
    return found


def _approval_of(brand: Brand) -> Workflow:
    """One step: somebody of the brand's publishers. Wagtail's button says “Submit
    to …” with its name, so it has the brand's."""
    group = publishers_group(brand)
    # The group is the queue: two that ask at once make one workflow.
    Group.objects.select_for_update().get(pk=group.pk)
    task = GroupApprovalTask.objects.filter(groups=group).order_by("pk").first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=brand.name)
        task.groups.add(group)
    step = WorkflowTask.objects.filter(task=task).select_related("workflow").first()
    if step is not None:
        return step.workflow
    workflow = Workflow.objects.create(name=brand.name)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


def _permissions(app: str, codenames: tuple[str, ...]) -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label=app, codename__in=codenames
    )
