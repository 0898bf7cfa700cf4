"""An editor submits, a publisher of the same brand decides, both are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowPage
from wagtail.users.models import UserProfile

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_portal.editorial.rights import open_pages_to_editors
from tests.portal_site.editorial.desks import Desk, save_page, signed_in

DRAFT = {"title": "Help, better"}


def submit(desk: Desk) -> TaskState:
    editor = signed_in(desk.people[Role.EDITOR])
    save_page(editor, desk.help, **DRAFT, **{"action-submit": "on"})
    state = Page.objects.get(pk=desk.help.pk).current_workflow_task_state
    assert state is not None
    return state


def decide(client: Client, state: TaskState, action: str, comment: str = "") -> Any:
    page_id = state.workflow_state.object_id
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page_id, action, state.pk]
    )
    return client.post(url, {"comment": comment})


def deliver_all() -> list[tuple[list[str], str]]:
    """Receivers and subject of each mail that waited, in the order it was written."""
    mail.outbox.clear()
    for message in OutboxMessage.objects.filter(done_at=None).order_by("pk"):
        deliver(message.pk)
    assert list(OutboxMessage.objects.exclude(last_error="")) == []
    return [(message.to, message.subject) for message in mail.outbox]


def test_an_editor_drafts_but_does_not_publish(nordwand: Desk) -> None:
    editor = signed_in(nordwand.people[Role.EDITOR])
    save_page(editor, nordwand.help, **DRAFT, **{"action-publish": "on"})
    page = Page.objects.get(pk=nordwand.help.pk)
    assert (page.title, page.draft_title) == ("Help of Nordwand", "Help, better")
    assert page.has_unpublished_changes


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMIN])
def test_who_publishes_need_not_ask(nordwand: Desk, role: Role) -> None:
    client = signed_in(nordwand.people[role])
    save_page(client, nordwand.help, **DRAFT, **{"action-publish": "on"})
    assert Page.objects.get(pk=nordwand.help.pk).title == "Help, better"
    assert deliver_all() == []


def test_an_agent_opens_no_page(nordwand: Desk) -> None:
    response = save_page(signed_in(nordwand.people[Role.AGENT]), nordwand.help, **DRAFT)
    assert response.status_code == 404
    assert Page.objects.get(pk=nordwand.help.pk).draft_title == "Help of Nordwand"


def test_the_brands_publishers_are_asked_and_nobody_else(
    nordwand: Desk, lune: Desk
) -> None:
    submit(nordwand)
    assert sorted(deliver_all()) == [
        (["admin-of-nordwand@example.org"], "Please approve: Help, better"),
        (["publisher-of-nordwand@example.org"], "Please approve: Help, better"),
    ]
    text = mail.outbox[0].body
    assert "editor-of-nordwand asks you to approve this draft." in text
    edit = reverse("wagtailadmin_pages:edit", args=[nordwand.help.pk])
    assert f"http://localhost:8100{edit}" in text


def test_an_approved_draft_is_live_and_its_editor_is_told(nordwand: Desk) -> None:
    state = submit(nordwand)
    deliver_all()
    publisher = signed_in(nordwand.people[Role.PUBLISHER])
    decide(publisher, state, "approve", "Well said.")
    assert Page.objects.get(pk=nordwand.help.pk).title == "Help, better"
    told = deliver_all()
    assert told == [(["editor-of-nordwand@example.org"], "Approved: Help, better")]
    text = mail.outbox[0].body
    assert "publisher-of-nordwand approved your draft." in text
    assert "Well said." in text


def test_a_refused_draft_goes_back_with_the_comment(nordwand: Desk) -> None:
    state = submit(nordwand)
    deliver_all()
    publisher = signed_in(nordwand.people[Role.PUBLISHER])
    decide(publisher, state, "reject", "Say <b>when</b>.")
    page = Page.objects.get(pk=nordwand.help.pk)
    assert (page.title, page.draft_title) == ("Help of Nordwand", "Help, better")
    assert deliver_all() == [
        (["editor-of-nordwand@example.org"], "Please change: Help, better")
    ]
    message: Any = mail.outbox[0]
    assert "Say <b>when</b>." in message.body
    assert "Say &lt;b&gt;when&lt;/b&gt;." in message.alternatives[0].content


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMIN])
def test_a_publisher_of_another_brand_decides_nothing(
    nordwand: Desk, lune: Desk, action: str, role: Role
) -> None:
    state = submit(nordwand)
    response = decide(signed_in(lune.people[role]), state, action)
    assert response.status_code == 404
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_an_editor_does_not_decide_on_their_own_draft(
    nordwand: Desk, action: str
) -> None:
    state = submit(nordwand)
    response = decide(signed_in(nordwand.people[Role.EDITOR]), state, action)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_people_are_written_to_in_their_own_language(nordwand: Desk) -> None:
    Brand.objects.filter(pk=nordwand.brand.pk).update(default_locale="fr")
    admin = nordwand.people[Role.ADMIN]
    UserProfile.objects.create(user=admin, preferred_language="de")
    submit(nordwand)
    deliver_all()
    languages = {
        message.to[0].partition("-")[0]: message.alternatives[0].content.split('"')[1]
        for message in mail.outbox
        if isinstance(message, mail.EmailMultiAlternatives)
    }
    assert languages == {"admin": "de", "publisher": "fr"}


def test_who_wants_no_mail_gets_none_and_nor_does_who_left(nordwand: Desk) -> None:
    publisher, admin = nordwand.people[Role.PUBLISHER], nordwand.people[Role.ADMIN]
    submit(nordwand)
    UserProfile.objects.create(user=publisher, submitted_notifications=False)
    admin.is_active = False
    admin.save()
    assert deliver_all() == []


def test_nobody_is_asked_about_what_was_decided_meanwhile(nordwand: Desk) -> None:
    state = submit(nordwand)
    decide(signed_in(nordwand.people[Role.PUBLISHER]), state, "approve")
    assert deliver_all() == [
        (["editor-of-nordwand@example.org"], "Approved: Help, better")
    ]


def test_asked_again_nothing_is_set_up_twice(nordwand: Desk) -> None:
    before = (Workflow.objects.count(), Task.objects.count())
    open_pages_to_editors(nordwand.brand, [nordwand.home])
    assert (Workflow.objects.count(), Task.objects.count()) == before
    assert WorkflowPage.objects.filter(page=nordwand.home).count() == 1


def test_each_brand_has_an_approval_of_its_own(nordwand: Desk, lune: Desk) -> None:
    workflows = [desk.help.get_workflow() for desk in (nordwand, lune)]
    assert [workflow.name for workflow in workflows] == ["Nordwand", "Lune"]
    assert workflows[0].pk != workflows[1].pk
