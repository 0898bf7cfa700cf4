"""Wagtail's news of drafts, sent on to ``notices`` in place of its own mails."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from retour_portal.editorial.notices import (
    APPROVED,
    REJECTED,
    ask_publishers,
    tell_editor,
)

_OURS = "retour_editorial"


def watch_approvals() -> None:
    """Call when ``wagtail.admin`` is ready, which hooks up the mails unhooked here."""
    unhooked = (
        (task_submitted, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected"),
        (workflow_approved, WorkflowState, "workflow_state_approved"),
    )
    for signal, sender, name in unhooked:
        uid = f"{name}_email_notification"
        if not signal.disconnect(sender=sender, dispatch_uid=uid):
            raise ImproperlyConfigured(f"{uid}: list this app after wagtail.admin.")
    task_submitted.connect(_submitted, dispatch_uid=_OURS)
    workflow_approved.connect(_approved, dispatch_uid=_OURS)
    workflow_rejected.connect(_rejected, dispatch_uid=_OURS)


def _submitted(instance: TaskState, user: Any = None, **_kwargs: Any) -> None:
    if isinstance(instance.task.specific, AbstractGroupApprovalTask):
        ask_publishers(instance, by=user)


def _approved(instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:
    tell_editor(instance, APPROVED, by=user)


def _rejected(instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:
    tell_editor(instance, REJECTED, by=user)
