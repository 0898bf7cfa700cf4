from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from retour_core.accounts.models import Account, StaffRole
from retour_core.brands.models import Brand

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def account() -> Account:
    """The merchant; a default profile until first run has written one."""
    return Account.objects.first() or Account(name="Retour")


def has_administrator() -> bool:
    """Whether anybody may administer the installation; one query."""
    users = get_user_model().objects
    return bool(users.filter(is_superuser=True, is_active=True).exists())


def account_zone() -> str:
    return account().timezone


def brand_ids_of(user: AbstractBaseUser | AnonymousUser) -> list[int]:
    """The brands whose orders and returns a member of staff may see."""
    if not user.is_active:
        return []
    if getattr(user, "is_superuser", False):
        return list(Brand.objects.order_by("pk").values_list("pk", flat=True))
    return list(
        StaffRole.objects.filter(user_id=user.pk)
        .order_by("brand_id")
        .values_list("brand_id", flat=True)
    )
