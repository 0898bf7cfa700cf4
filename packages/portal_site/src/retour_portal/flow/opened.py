"""When a private link stops opening a return by itself, and who may open it again.

A mail is read by whoever gets the mailbox, a link lies in the history of a borrowed
phone. So after a month without news the link alone opens nothing: the postal code is
asked, and a cookie remembers for a day that it was right. It is set where it is needed,
and says nothing but which return.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from retour_core.returns.models import Return

LINK_LIFETIME = timedelta(days=30)
OPEN_FOR = timedelta(hours=24)
_COOKIE = "retour_open"
_SALT = "retour.flow.opened"


def is_open(request: HttpRequest, ret: Return) -> bool:
    """For a return that was sent off."""
    if timezone.now() < ret.updated_at + LINK_LIFETIME:
        return True
    try:
        key = signing.loads(
            request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=OPEN_FOR
        )
    except signing.BadSignature:
        return False
    return bool(key == ret.private_key)


def remember(response: HttpResponse, ret: Return) -> None:
    """That this browser has shown the postal code of ``ret``."""
    response.set_cookie(
        _COOKIE,
        signing.dumps(ret.private_key, salt=_SALT),
        max_age=OPEN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
