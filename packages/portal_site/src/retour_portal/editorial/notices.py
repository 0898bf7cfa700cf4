"""What must be told about drafts, as rows of the outbox.

Wagtail would write these mails in the middle of the request's transaction and forget
those that fail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from retour_core.outbox.operations import put

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from wagtail.models import TaskState, WorkflowState

NOTICE = "editorial_notice"
SUBMITTED, APPROVED, REJECTED = "submitted", "approved", "rejected"


def ask_publishers(task_state: TaskState, *, by: User | None) -> None:
    """One mail to each who may approve, but not to who submitted the draft.

    Who administers the installation hears of it where a brand has nobody else.
    """
    task = task_state.task.specific
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    asked = people.filter(groups__in=task.groups.all()).distinct()
    if not asked.exists():
        asked = people.filter(is_superuser=True)
    for user in asked.order_by("pk"):
        if by is None or user.pk != by.pk:
            _put(SUBMITTED, task_state.workflow_state, user.pk, task_state.pk)


def tell_editor(state: WorkflowState, news: str, *, by: User | None) -> None:
    """To who submitted the draft, unless they decided on it themselves."""
    editor_id = state.requested_by_id
    if editor_id is None or (by is not None and by.pk == editor_id):
        return
    decided = state.task_states.exclude(finished_at=None).order_by("finished_at").last()
    if decided is not None:
        _put(news, state, editor_id, decided.pk)


def _put(news: str, state: WorkflowState, user_id: int, task_state_id: int) -> None:
    payload = {
        "news": news,
        "workflow_state_id": state.pk,
        "task_state_id": task_state_id,
        "user_id": user_id,
    }
    put(NOTICE, payload, dedupe_key=f"{NOTICE}:{news}:{task_state_id}:{user_id}")
