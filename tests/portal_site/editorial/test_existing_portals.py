"""What the migrations do for brands that were there before there were publishers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
)

from retour_core.accounts.models import Role, StaffRole
from tests.portal_site.editorial.desks import Desk

roles: Any = import_module("retour_core.accounts.migrations.0002_publishers")
approvals: Any = import_module(
    "retour_portal.editorial.migrations.0001_drafts_and_approvals"
)


def as_it_was(desk: Desk) -> None:
    """Two roles, one group that publishes, no approval."""
    StaffRole.objects.filter(role=Role.PUBLISHER).delete()
    Group.objects.filter(name="nordwand: publishers").delete()
    WorkflowPage.objects.all().delete()
    GroupApprovalTask.objects.exclude(name="Moderators approval").delete()
    Workflow.objects.filter(name="Nordwand").delete()
    for codename in ("publish_page", "lock_page", "unlock_page"):
        GroupPagePermission.objects.create(
            group=Group.objects.get(name="nordwand: editors"),
            page=desk.home,
            permission=Permission.objects.get(codename=codename),
        )


def test_nobody_loses_a_right_and_new_editors_ask(nordwand: Desk) -> None:
    as_it_was(nordwand)
    editor, admin = nordwand.people[Role.EDITOR], nordwand.people[Role.ADMIN]
    page = Page.objects.get(pk=nordwand.help.pk)
    assert page.permissions_for_user(editor).can_publish()

    roles.editors_become_publishers(apps, None)
    approvals.set_up_approvals(apps, None)

    assert StaffRole.objects.get(user=editor).role == Role.PUBLISHER
    for user in (editor, admin):
        fresh = type(user).objects.get(pk=user.pk)
        assert page.permissions_for_user(fresh).can_publish()
    assert page.get_workflow().name == "Nordwand"
    [task] = page.get_workflow().tasks
    assert [group.name for group in task.specific.groups.all()] == [
        "nordwand: publishers"
    ]
    editors = Group.objects.get(name="nordwand: editors")
    kept = GroupPagePermission.objects.filter(group=editors, page=nordwand.home)
    assert sorted(kept.values_list("permission__codename", flat=True)) == [
        "add_page",
        "change_page",
    ]
