"""The mails about a draft: to its publishers, then to its editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState
from wagtail.users.models import UserProfile

from retour_core.brands.languages import base_of
from retour_core.brands.models import Brand
from retour_core.notifications.brand_mail import BrandMail, render
from retour_core.notifications.operations import hand_over
from retour_portal.editorial.notices import APPROVED, REJECTED, SUBMITTED
from retour_portal.pages.queries import brand_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_WANTS = {
    SUBMITTED: "submitted_notifications",
    APPROVED: "approved_notifications",
    REJECTED: "rejected_notifications",
}


def send_notice(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Nothing is sent about what was decided or deleted in the meantime, nor to
    somebody who is switched off or wants no such mail."""
    news = payload["news"]
    states = TaskState.objects.select_related("workflow_state", "finished_by")
    state = states.filter(pk=payload["task_state_id"]).first()
    user = get_user_model().objects.filter(pk=payload["user_id"]).first()
    if state is None or user is None or not _is_wanted(news, state, user):
        return None
    page = state.workflow_state.content_object
    brand = brand_of(page) if isinstance(page, Page) else None
    if brand is None:
        return None
    hand_over(render(_mail(news, state, user, page, brand, f"{message_id}.draft")))
    return None


def wants(user: User, news: str) -> bool:
    """Whether they can be written to, and their account says they like to."""
    if not (user.is_active and user.email):
        return False
    return bool(getattr(UserProfile.get_for_user(user), _WANTS[news]))


def _is_wanted(news: str, state: TaskState, user: User) -> bool:
    if news == SUBMITTED and state.status != TaskState.STATUS_IN_PROGRESS:
        return False
    return wants(user, news)


def _mail(
    news: str, state: TaskState, user: User, page: Page, brand: Brand, key: str
) -> BrandMail:
    locale = language_of(user, brand)
    title = page.get_latest_revision_as_object().title
    with translation.override(locale):
        subject = _subject(news).format(title=title)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    by = state.workflow_state.requested_by if news == SUBMITTED else state.finished_by
    return BrandMail(
        brand=brand,
        to=user.email,
        subject=subject,
        template="editorial_notice",
        locale=locale,
        key=key,
        context={
            "news": news,
            "page_title": title,
            "person": name_of(by),
            "comment": "" if news == SUBMITTED else state.comment,
            "link": f"{settings.PUBLIC_URL}{path}",
        },
    )


def _subject(news: str) -> str:
    if news == SUBMITTED:
        return _("Please approve: {title}")
    if news == APPROVED:
        return _("Approved: {title}")
    return _("Please change: {title}")


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def language_of(user: User, brand: Brand) -> str:
    """What they chose in their account, else the brand's own language."""
    chosen = str(UserProfile.get_for_user(user).preferred_language)
    return (
        _offered(chosen)
        or _offered(brand.default_locale)
        or str(settings.LANGUAGE_CODE)
    )


def _offered(wanted: str) -> str:
    """The staff's language of that code, else the first of the same base: of
    Portuguese there is “pt-pt” alone. "" where there is none."""
    codes = [code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES]
    same = [code for code in codes if base_of(code) == base_of(wanted)]
    exact = [code for code in same if code == wanted.replace("_", "-").lower()]
    return next(iter((*exact, *same)), "")
