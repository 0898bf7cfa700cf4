"""Pages and looks that go live, and pages that expire, at the time that was set."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from retour_portal.editorial.looks import publish_if_due
from retour_portal.theming.version_models import Stage, ThemeVersion

logger = logging.getLogger(__name__)


def publish_due() -> int:
    """Publish and take down what is due by now; how many pages and looks changed.

    What Wagtail's ``publish_scheduled`` does, but each page in a transaction of its
    own, which empties the page cache too: a page that cannot be published holds back
    no other, and two runs at once change it once.
    """
    # No argument: Wagtail asks the clock again when it publishes.
    now = timezone.now()
    expired = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
    steps: list[tuple[Callable[[int, datetime], bool], list[int]]] = [
        (_take_down, list(expired.values_list("pk", flat=True))),
        (
            _publish,
            list(due.order_by("approved_go_live_at").values_list("pk", flat=True)),
        ),
        (publish_if_due, list(_looks_due(now).values_list("pk", flat=True))),
    ]
    return sum(_safely(step, pk, now) for step, pks in steps for pk in pks)


def _looks_due(now: datetime) -> QuerySet[ThemeVersion]:
    due = ThemeVersion.objects.filter(stage=Stage.SCHEDULED, go_live_at__lte=now)
    return due.order_by("go_live_at")


def _safely(step: Callable[[int, datetime], bool], pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return step(pk, now)
    except Exception:
        logger.exception("What was scheduled could not be done (%s, %s)", step, pk)
        return False


def _take_down(page_id: int, now: datetime) -> bool:
    rows = Page.objects.select_for_update(of=("self",))
    page = rows.filter(pk=page_id, live=True, expire_at__lte=now).first()
    if page is None:
        return False
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(revision_id: int, now: datetime) -> bool:
    rows = Revision.objects.select_for_update(of=("self",))
    revision = rows.filter(pk=revision_id, approved_go_live_at__lte=now).first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True
