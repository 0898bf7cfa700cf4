"""Who may do what in the back office: a role per brand, and the groups it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from retour_core.accounts.models import Role, StaffRole
from retour_core.accounts.queries import brand_ids_of
from retour_portal.editorial.groups import (
    editors_group,
    publishers_group,
    staff_group,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser, User

    from retour_core.brands.models import Brand

PROCESSES_RETURNS = frozenset({Role.ADMIN, Role.AGENT})
MANAGES_BRAND = frozenset({Role.ADMIN})
EDITS_CONTENT = frozenset({Role.ADMIN, Role.EDITOR, Role.PUBLISHER})
PUBLISHES_CONTENT = frozenset({Role.ADMIN, Role.PUBLISHER})

_CACHE = "_retour_roles_by_brand"


def roles_of(user: User | AnonymousUser) -> dict[int, Role]:
    """The role in each brand, by brand id; a superuser administers every brand.

    Kept on the user object, which lives as long as its request.
    """
    cached: dict[int, Role] | None = getattr(user, _CACHE, None)
    if cached is None:
        cached = _read_roles(user)
        setattr(user, _CACHE, cached)
    return cached


def brand_ids_with(user: User | AnonymousUser, roles: Collection[Role]) -> list[int]:
    """The brands in which the user holds one of ``roles``."""
    return [brand_id for brand_id, role in roles_of(user).items() if role in roles]


@transaction.atomic
def grant_staff_role(user: User, brand: Brand, role: Role) -> StaffRole:
    """Give ``user`` this one role in ``brand``, in place of any other there.

    Puts them in the brand's groups, which open the Wagtail admin. Granting the same
    role again changes nothing.
    """
    staff_role, _ = StaffRole.objects.update_or_create(
        user=user, brand=brand, defaults={"role": role}
    )
    user.groups.add(staff_group(brand))
    for group, roles in (
        (editors_group(brand), EDITS_CONTENT),
        (publishers_group(brand), PUBLISHES_CONTENT),
    ):
        if role in roles:
            user.groups.add(group)
        else:
            user.groups.remove(group)
    _forget(user)
    return staff_role


@transaction.atomic
def revoke_staff_role(user: User, brand: Brand) -> None:
    """Take away whatever role ``user`` has in ``brand``; effective at once."""
    StaffRole.objects.filter(user=user, brand=brand).delete()
    user.groups.remove(
        staff_group(brand), editors_group(brand), publishers_group(brand)
    )
    _forget(user)


def _read_roles(user: User | AnonymousUser) -> dict[int, Role]:
    if user.is_superuser:
        return dict.fromkeys(brand_ids_of(user), Role.ADMIN)
    if not user.is_active or user.pk is None:
        return {}
    rows = StaffRole.objects.filter(user_id=user.pk).order_by("brand_id")
    return {row.brand_id: Role(row.role) for row in rows}


def _forget(user: User) -> None:
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)
