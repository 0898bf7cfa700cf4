"""The Wagtail groups of a brand: who works there, who writes, who publishes.

Roles are ours (``StaffRole``); groups are how Wagtail is told of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission

if TYPE_CHECKING:
    from retour_core.brands.models import Brand


def staff_group(brand: Brand) -> Group:
    """The group of everybody who works for the brand; it may enter the admin."""
    group = _named(brand, "staff")
    group.permissions.add(
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    )
    return group


def editors_group(brand: Brand) -> Group:
    """The group that writes drafts and changes pictures and look; publishers too."""
    return _named(brand, "editors")


def publishers_group(brand: Brand) -> Group:
    """The group that approves drafts and may publish without being asked."""
    return _named(brand, "publishers")


def _named(brand: Brand, what: str) -> Group:
    group, _ = Group.objects.get_or_create(name=f"{brand.slug}: {what}")
    return group
