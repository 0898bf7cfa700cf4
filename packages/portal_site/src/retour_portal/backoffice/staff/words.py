"""What people, roles and refusals are called on the staff screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.accounts.models import Role, StaffRole
from retour_core.domain.errors import DomainError
from retour_portal.backoffice.staff.operations import awaits_password

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ROLE_MEANS: dict[Role, str | Promise] = {
    Role.ADMIN: _(
        "Everything for the brand: its settings, shops, addresses, rules and staff."
    ),
    Role.AGENT: _("Works on returns, withdrawals and orders; opens no settings."),
    Role.EDITOR: _(
        "Drafts the portal’s pages and changes its look; a publisher publishes them. "
        "Sees no customers."
    ),
    Role.PUBLISHER: _(
        "Approves and publishes the portal’s pages, changes its look and its mails. "
        "Sees no customers."
    ),
}
_STANDING: dict[str, str | Promise] = {
    "working": _("can sign in"),
    "invited": pgettext_lazy("person", "invited"),
    "off": pgettext_lazy("person", "switched off"),
}
_REFUSALS: dict[str, str | Promise] = {
    "last_administrator": _(
        "The brand would have no administrator left who can sign in. Make somebody "
        "else its administrator first."
    ),
    "own_last_administration": _(
        "You administer no other brand, so you would lock yourself out. Ask another "
        "administrator to do this."
    ),
    "works_here_already": _(
        "This person has a role in this brand already; change it in the list."
    ),
    "administers_all": _(
        "This person administers the installation and may do everything in every "
        "brand; no role is needed."
    ),
    "person_switched_off": _(
        "This person’s account is switched off. An administrator of the installation "
        "can switch it on under Settings → Users."
    ),
    "person_unclear": _(
        "Several accounts have this e-mail address. An administrator of the "
        "installation can set that right under Settings → Users."
    ),
    "signs_in_already": _(
        "This person has chosen a password already. Who forgot it gets a new one by "
        "“Forgotten password?” on the sign-in page."
    ),
}


def refusal_words(refusal: DomainError) -> str:
    """The sentence for the person at this screen, in their language."""
    return str(_REFUSALS.get(refusal.code, refusal.message))


def person_name(user: User) -> str:
    return user.get_full_name() or user.get_username()


def standing_of(staff_role: StaffRole) -> str:
    """``working``, ``invited`` (has chosen no password yet) or ``off``."""
    if not staff_role.user.is_active:
        return "off"
    return "invited" if awaits_password(staff_role.user) else "working"


def standing_words(staff_role: StaffRole) -> str:
    return str(_STANDING[standing_of(staff_role)])
