"""Who joins a brand's staff, changes role there and leaves.

Each change locks the brand's row, so of two administrators who remove each other one
stays. ``by`` is who asks: the screens let nobody in but superusers and administrators
of the brand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from retour_core.accounts.models import Role, StaffRole
from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.outbox.operations import put
from retour_portal.backoffice.access import grant_staff_role, revoke_staff_role

if TYPE_CHECKING:
    from django.db.models import QuerySet

INVITATION = "staff_invitation"


class LastAdministrator(DomainError):
    """The brand would have no administrator left; make somebody else one first."""

    code = "last_administrator"


class OwnLastAdministration(DomainError):
    """You administer no other brand, so you would lock yourself out."""

    code = "own_last_administration"


class WorksHereAlready(DomainError):
    """This person has a role in the brand already; change it there."""

    code = "works_here_already"


class AdministersAll(DomainError):
    """This person administers the installation and may do all in every brand."""

    code = "administers_all"


class PersonSwitchedOff(DomainError):
    """This person's account is switched off."""

    code = "person_switched_off"


class PersonUnclear(DomainError):
    """Several accounts have this e-mail address."""

    code = "person_unclear"


class SignsInAlready(DomainError):
    """This person has chosen a password; they need no invitation."""

    code = "signs_in_already"


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """``first_name`` and ``last_name`` are for a person who has no account yet."""

    email: str
    brand: Brand
    role: Role
    first_name: str = ""
    last_name: str = ""


@transaction.atomic
def add_person(newcomer: Newcomer, *, locale: str) -> StaffRole:
    """Give a role to whom the e-mail address belongs, and write to them.

    Who has no account gets one, with a link to choose a password. Raises
    ``WorksHereAlready``, ``AdministersAll``, ``PersonSwitchedOff``, ``PersonUnclear``.
    """
    _lock(newcomer.brand.pk)
    user = _account_of(newcomer)
    if user.is_superuser:
        raise AdministersAll
    if not user.is_active:
        raise PersonSwitchedOff
    if StaffRole.objects.filter(user=user, brand=newcomer.brand).exists():
        raise WorksHereAlready
    staff_role = grant_staff_role(user, newcomer.brand, newcomer.role)
    _write_to(staff_role, locale)
    return staff_role


@transaction.atomic
def change_role(staff_role: StaffRole, role: Role, *, by: User) -> StaffRole:
    """Raises ``LastAdministrator``, ``OwnLastAdministration``, and ``DoesNotExist``
    when the person has left in the meantime."""
    _lock(staff_role.brand_id)
    current = StaffRole.objects.select_related("user", "brand").get(pk=staff_role.pk)
    if role != Role.ADMIN:
        _require_another_administrator(current, by)
    return grant_staff_role(current.user, current.brand, role)


@transaction.atomic
def remove_person(staff_role: StaffRole, *, by: User) -> None:
    """Effective at once; their account stays. Of somebody who left, nothing happens.

    Raises ``LastAdministrator`` and ``OwnLastAdministration``.
    """
    _lock(staff_role.brand_id)
    rows = StaffRole.objects.select_related("user", "brand")
    current = rows.filter(pk=staff_role.pk).first()
    if current is None:
        return
    _require_another_administrator(current, by)
    revoke_staff_role(current.user, current.brand)


@transaction.atomic
def invite_again(staff_role: StaffRole, *, locale: str) -> None:
    """Write to somebody whose link got lost or old. Raises ``SignsInAlready``."""
    if not awaits_password(staff_role.user):
        raise SignsInAlready
    _write_to(staff_role, locale)


def awaits_password(user: User) -> bool:
    """Whether a person still has to choose a password before they can sign in."""
    return not user.has_usable_password()


def _lock(brand_id: int) -> None:
    Brand.objects.select_for_update(no_key=True).get(pk=brand_id)


def _require_another_administrator(leaving: StaffRole, by: User) -> None:
    """A superuser administers every brand, so may leave one without its own."""
    if leaving.role != Role.ADMIN or by.is_superuser:
        return
    others = _administrators().exclude(pk=leaving.pk)
    if not others.filter(brand=leaving.brand_id).exists():
        raise LastAdministrator
    if leaving.user_id != by.pk:
        return
    # Locked, for one who leaves two brands at the same moment.
    own = StaffRole.objects.select_for_update().filter(user=by, role=Role.ADMIN)
    if not any(row.pk != leaving.pk for row in own.order_by("pk")):
        raise OwnLastAdministration


def _administrators() -> QuerySet[StaffRole]:
    """Those who can sign in: one who never chose a password helps nobody."""
    return StaffRole.objects.filter(role=Role.ADMIN, user__is_active=True).exclude(
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX
    )


def _account_of(newcomer: Newcomer) -> User:
    users = get_user_model().objects
    found = list(users.filter(email__iexact=newcomer.email)[:2])
    if len(found) > 1:
        raise PersonUnclear
    if found:
        return found[0]
    try:
        with transaction.atomic():
            return users.create_user(
                _free_username(newcomer.email),
                newcomer.email,
                first_name=newcomer.first_name,
                last_name=newcomer.last_name,
            )
    except IntegrityError:
        # Another brand invited the same person at the same moment.
        return users.get(email__iexact=newcomer.email)


def _free_username(email: str) -> str:
    """The address, which people remember; changed where a user name may not be so."""
    base = email.lower()[:140]
    try:
        UnicodeUsernameValidator()(base)
    except ValidationError:
        base = "".join(c if c.isalnum() or c in "@.+-_" else "_" for c in base)
    taken = set(
        get_user_model()
        .objects.filter(username__startswith=base)
        .values_list("username", flat=True)
    )
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _write_to(staff_role: StaffRole, locale: str) -> None:
    put(INVITATION, {"staff_role_id": staff_role.pk, "locale": locale})
