"""The Wagtail groups of a brand: who works there, who writes, who publishes.

Roles are ours (``StaffRole``); groups are how Wagtail is told of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db.models import Value
from django.db.models.functions import Concat

from retour_core.brands.models import Brand

if TYPE_CHECKING:
    from django.db.models import QuerySet

_EDITORS = "editors"


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
    return _named(brand, _EDITORS)


def editors_group_name(brand_id: int) -> QuerySet[Brand, str]:
    """The name of that group, to be asked for within another query."""
    name = Concat("slug", Value(f": {_EDITORS}"))
    return Brand.objects.filter(pk=brand_id).values_list(name, flat=True)


def publishers_group(brand: Brand) -> Group:
    """The group that approves drafts and may publish without being asked."""
    return _named(brand, "publishers")


def _named(brand: Brand, what: str) -> Group:
    group, _ = Group.objects.get_or_create(name=f"{brand.slug}: {what}")
    return group
