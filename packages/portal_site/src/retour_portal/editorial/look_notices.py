"""What must be told about the draft of a look, as rows of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from retour_core.outbox.operations import put
from retour_portal.editorial.groups import publishers_group
from retour_portal.editorial.notices import SUBMITTED
from retour_portal.theming.version_models import ThemeVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LOOK_NOTICE = "look_notice"


def ask_publishers(draft: ThemeVersion, *, by: User) -> None:
    """One mail to each who may publish the brand's look, but not to who submitted it.

    Who administers the installation hears of it where a brand has nobody else.
    """
    brand = draft.theme.brand
    if brand is None:
        return
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    asked = people.filter(groups=publishers_group(brand))
    if not asked.exists():
        asked = people.filter(is_superuser=True)
    for user in asked.exclude(pk=by.pk).order_by("pk"):
        _put(SUBMITTED, draft, user.pk)


def tell_editor(draft: ThemeVersion, news: str, *, by: User) -> None:
    """To who submitted the draft, unless they decided on it themselves."""
    editor_id = draft.submitted_by_id
    if editor_id is not None and editor_id != by.pk:
        _put(news, draft, editor_id)


def _put(news: str, draft: ThemeVersion, user_id: int) -> None:
    payload = {
        "news": news,
        "version_id": draft.pk,
        "user_id": user_id,
        "comment": draft.comment,
        "by_id": draft.submitted_by_id if news == SUBMITTED else draft.decided_by_id,
    }
    put(LOOK_NOTICE, payload)
