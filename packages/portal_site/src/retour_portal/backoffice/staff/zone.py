"""In which zone staff read hours: the company's, until they choose another for
themselves."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from wagtail.users.models import UserProfile

from retour_core.accounts.queries import account_zone


def register_zone() -> None:
    user_logged_in.connect(begin_in_company_zone, dispatch_uid="retour_company_zone")


def begin_in_company_zone(user: AbstractBaseUser, **_kwargs: Any) -> None:
    """Wagtail would take the server's, which is UTC."""
    profile = UserProfile.get_for_user(user)
    if not profile.current_time_zone:
        profile.current_time_zone = account_zone()
        profile.save(update_fields=["current_time_zone"])


def follow_company(before: str, after: str) -> None:
    """Who read the company's hours goes on doing so when it moves."""
    reading = UserProfile.objects.filter(current_time_zone=before)
    reading.update(current_time_zone=after)
