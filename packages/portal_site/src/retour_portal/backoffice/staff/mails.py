"""The mail to somebody who was given a role."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from retour_core.accounts.models import StaffRole
from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.operations import hand_over
from retour_portal.backoffice.staff.operations import awaits_password

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_DAY = 24 * 60 * 60


def send_invitation(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """The link is made here, so that no row ever holds what opens an account.

    Nothing is sent to somebody who was removed or switched off in the meantime.
    """
    rows = StaffRole.objects.select_related("user", "brand")
    staff_role = rows.filter(pk=payload["staff_role_id"], user__is_active=True).first()
    if staff_role is None:
        return None
    user, brand = staff_role.user, staff_role.brand
    with translation.override(payload["locale"]):
        subject = _("You now work for {brand}").format(brand=one_line(brand.name))
    is_new = awaits_password(user)
    mail = BrandMail(
        brand=brand,
        to=user.email,
        subject=subject,
        template="staff_invitation",
        locale=payload["locale"],
        key=f"{message_id}.staff",
        context={
            "staff_role": staff_role,
            "username": user.get_username(),
            "is_new": is_new,
            "link": _password_url(user) if is_new else _sign_in_url(),
            "days": settings.PASSWORD_RESET_TIMEOUT // _DAY,
        },
    )
    hand_over(render(mail))
    return None


def _password_url(user: User) -> str:
    """Works once, and until it is too old or the person has signed in."""
    path = reverse(
        "wagtailadmin_password_reset_confirm",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        },
    )
    return f"{settings.PUBLIC_URL}{path}"


def _sign_in_url() -> str:
    return f"{settings.PUBLIC_URL}{reverse('wagtailadmin_home')}"
