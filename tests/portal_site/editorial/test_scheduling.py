from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client
from wagtail.models import Page, PageLogEntry, Revision

from retour_core.accounts.models import Role
from retour_portal.celery import app
from retour_portal.editorial.scheduling import publish_due
from retour_portal.editorial.tasks import publish_scheduled
from tests.portal_site.editorial.desks import Desk, save_page, signed_in

NOW = datetime.now(UTC)


def at(when: datetime) -> str:
    """As its editor, whose company is in Berlin, would type it."""
    return when.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%d %H:%M")


def schedule(desk: Desk, **values: Any) -> None:
    client = signed_in(desk.people[Role.PUBLISHER])
    save_page(client, desk.help, **values, **{"action-publish": "on"})


def days_pass(days: int) -> None:
    """Wagtail asks the clock itself, so the dates move instead."""
    passed = timedelta(days=days)
    Page.objects.update(expire_at=F("expire_at") - passed)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        when = revision.approved_go_live_at - passed
        revision.approved_go_live_at = when
        revision.content["go_live_at"] = when.isoformat()
        revision.save()


def shown(desk: Desk) -> Any:
    return Client(headers={"host": desk.site.hostname}).get("/en/help/")


def test_beat_looks_every_minute() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["publish-scheduled"]
    assert (entry["task"], entry["schedule"]) == (publish_scheduled.name, 60.0)
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks


def test_a_page_goes_live_at_its_time_and_the_kept_page_is_forgotten(
    nordwand: Desk,
) -> None:
    assert "Help of Nordwand" in shown(nordwand).text
    schedule(nordwand, title="From Monday", go_live_at=at(NOW + timedelta(days=2)))
    assert publish_due() == 0
    assert "Help of Nordwand" in shown(nordwand).text
    days_pass(3)
    assert publish_due() == 1
    assert "From Monday" in shown(nordwand).text
    assert publish_due() == 0


def test_a_page_is_taken_down_at_its_time(nordwand: Desk) -> None:
    schedule(nordwand, expire_at=at(NOW + timedelta(days=2)))
    assert publish_due() == 0
    assert shown(nordwand).status_code == 200
    days_pass(3)
    assert publish_due() == 1
    assert shown(nordwand).status_code == 404
    assert publish_due() == 0


def test_a_page_that_cannot_be_published_holds_back_no_other(
    nordwand: Desk, lune: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    for desk in (nordwand, lune):
        schedule(desk, title="Later", go_live_at=at(NOW + timedelta(hours=1)))
    broken = Revision.objects.exclude(approved_go_live_at=None).earliest("pk")
    broken.content["title"] = ""
    broken.content["slug"] = ""
    broken.save(update_fields=["content"])
    days_pass(1)
    with caplog.at_level(logging.CRITICAL):
        assert publish_due() == 1
    assert Page.objects.get(pk=nordwand.help.pk).title == "Help of Nordwand"
    assert Page.objects.get(pk=lune.help.pk).title == "Later"


def test_what_an_editor_submits_for_later_is_published_then(nordwand: Desk) -> None:
    save_page(
        signed_in(nordwand.people[Role.EDITOR]),
        nordwand.help,
        title="Sale",
        go_live_at=at(NOW + timedelta(days=1)),
        **{"action-submit": "on"},
    )
    assert publish_due() == 0
    page = Page.objects.get(pk=nordwand.help.pk)
    state = page.current_workflow_task_state
    state.task.specific.on_action(
        state, user=nordwand.people[Role.PUBLISHER], action_name="approve"
    )
    assert Page.objects.get(pk=page.pk).title == "Help of Nordwand"
    days_pass(2)
    assert publish_due() == 1
    assert Page.objects.get(pk=page.pk).title == "Sale"
    last = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled")
    assert last.count() == 1
