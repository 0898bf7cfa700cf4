"""The mails about the draft of a look: to its publishers, then to its editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.brands.models import Brand
from retour_core.notifications.brand_mail import BrandMail, render
from retour_core.notifications.operations import hand_over
from retour_portal.editorial.notice_mails import language_of, name_of, wants
from retour_portal.editorial.notices import APPROVED, SUBMITTED
from retour_portal.theming.version_models import Stage, ThemeVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def send_look_notice(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Nothing is sent about what was decided or deleted in the meantime, nor to
    somebody who is switched off or wants no such mail."""
    news = payload["news"]
    people = get_user_model().objects.in_bulk([payload["user_id"], payload["by_id"]])
    user = people.get(payload["user_id"])
    rows = ThemeVersion.objects.select_related("theme__brand")
    draft = rows.filter(pk=payload["version_id"]).first()
    if user is None or draft is None or not wants(user, news):
        return None
    brand = draft.theme.brand
    if brand is None or (news == SUBMITTED and draft.stage != Stage.SUBMITTED):
        return None
    by = name_of(people.get(payload["by_id"]))
    said = {"news": news, "person": by, "comment": payload["comment"]}
    hand_over(render(_mail(said, user, brand, f"{message_id}.look")))
    return None


def _mail(said: dict[str, Any], user: User, brand: Brand, key: str) -> BrandMail:
    locale = language_of(user, brand)
    with translation.override(locale):
        subject = _subject(said["news"]).format(brand=brand.name)
    path = f"{reverse('looks:index')}?brand={brand.pk}"
    return BrandMail(
        brand=brand,
        to=user.email,
        subject=subject,
        template="editorial_notice",
        locale=locale,
        key=key,
        context={**said, "of_look": True, "link": f"{settings.PUBLIC_URL}{path}"},
    )


def _subject(news: str) -> str:
    if news == SUBMITTED:
        return _("Please approve: the look of {brand}")
    if news == APPROVED:
        return _("Approved: the look of {brand}")
    return _("Please change: the look of {brand}")
