"""Who may do what in the back office: a role per brand, one Wagtail group per brand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
)

from retour_core.accounts.models import Role, StaffRole
from retour_core.accounts.queries import brand_ids_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser, User
    from django.db.models import QuerySet

    from retour_core.brands.models import Brand
    from retour_portal.pages.operations import Portal

PROCESSES_RETURNS = frozenset({Role.ADMIN, Role.AGENT})
MANAGES_BRAND = frozenset({Role.ADMIN})
EDITS_CONTENT = frozenset({Role.ADMIN, Role.EDITOR})

_ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
_ON_FILES = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}
_ON_LOOK = ("change_theme",)
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
    editors = editors_group(brand)
    if role in EDITS_CONTENT:
        user.groups.add(editors)
    else:
        user.groups.remove(editors)
    _forget(user)
    return staff_role


@transaction.atomic
def revoke_staff_role(user: User, brand: Brand) -> None:
    """Take away whatever role ``user`` has in ``brand``; effective at once."""
    StaffRole.objects.filter(user=user, brand=brand).delete()
    user.groups.remove(staff_group(brand), editors_group(brand))
    _forget(user)


def staff_group(brand: Brand) -> Group:
    """The group of everybody who works for the brand; it may enter the admin."""
    group, _ = Group.objects.get_or_create(name=f"{brand.slug}: staff")
    group.permissions.add(
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    )
    return group


def editors_group(brand: Brand) -> Group:
    """The group that page, collection and site permissions of the brand hang on."""
    group, _ = Group.objects.get_or_create(name=f"{brand.slug}: editors")
    return group


@transaction.atomic
def open_portal_to_editors(brand: Brand, portal: Portal) -> None:
    """Let the brand's editors write its pages, its pictures and its look."""
    group = editors_group(brand)
    for home in portal.homes.values():
        for permission in _named("wagtailcore", _ON_PAGES):
            GroupPagePermission.objects.get_or_create(
                group=group, page=home, permission=permission
            )
    for app, names in _ON_FILES.items():
        for permission in _named(app, names):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=portal.collection, permission=permission
            )
    for permission in _named("retour_theming", _ON_LOOK):
        GroupSitePermission.objects.get_or_create(
            group=group, site=portal.site, permission=permission
        )


def _named(app: str, codenames: tuple[str, ...]) -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label=app, codename__in=codenames
    )


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
